# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += \
	%D%/check_budget \
	%D%/check_change \
	%D%/check_compose \
	%D%/check_extract \
	%D%/check_identity \
	%D%/check_intake \
	%D%/check_json \
	%D%/check_json_output \
	%D%/check_json_parse \
	%D%/check_options \
	%D%/check_pipeline \
	%D%/check_plain \
	%D%/check_registry \
	%D%/check_source \
	%D%/check_summary \
	%D%/check_walk
THREAD_TESTS += \
	%D%/check_change \
	%D%/check_pipeline
EXTRA_DIST += tests/articles
