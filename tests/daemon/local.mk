# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += \
	tests/daemon/check_query_cases \
	tests/daemon/check_range
