# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += \
	%D%/check_json \
	%D%/check_plain \
	%D%/check_source \
	%D%/check_walk
EXTRA_DIST += tests/articles
