# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += \
	%D%/check_shim \
	%D%/check_match_tree
