# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += \
	tests/schema/check_analysis \
	tests/schema/check_article \
	tests/schema/check_field \
	tests/schema/check_record \
	tests/schema/check_slot \
	tests/schema/check_term
