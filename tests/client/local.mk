# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += \
	tests/client/check_answer \
	tests/client/check_export \
	tests/client/check_request \
	tests/client/check_table \
	tests/client/check_verdict
EXTRA_DIST += %D%/sample.h
