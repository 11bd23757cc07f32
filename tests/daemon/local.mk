# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += \
	tests/daemon/check_check \
	tests/daemon/check_collapse \
	tests/daemon/check_deadline \
	tests/daemon/check_delivery \
	tests/daemon/check_dictionary \
	tests/daemon/check_exchange \
	tests/daemon/check_facet \
	tests/daemon/check_explain \
	tests/daemon/check_feedback \
	tests/daemon/check_gate \
	tests/daemon/check_index \
	tests/daemon/check_json \
	tests/daemon/check_listener \
	tests/daemon/check_lookup \
	tests/daemon/check_match \
	tests/daemon/check_metrics \
	tests/daemon/check_options \
	tests/daemon/check_oracle \
	tests/daemon/check_parameters \
	tests/daemon/check_problem \
	tests/daemon/check_query_cases \
	tests/daemon/check_range \
	tests/daemon/check_quoted \
	tests/daemon/check_rank \
	tests/daemon/check_request \
	tests/daemon/check_response \
	tests/daemon/check_results \
	tests/daemon/check_router \
	tests/daemon/check_search \
	tests/daemon/check_speakers \
	tests/daemon/check_spelling \
	tests/daemon/check_server \
	tests/daemon/check_service \
	tests/daemon/check_similar \
	tests/daemon/check_snippet \
	tests/daemon/check_suggest \
	tests/daemon/check_typed \
	tests/daemon/check_variants \
	tests/daemon/check_worker
THREAD_TESTS += \
	tests/daemon/check_delivery \
	tests/daemon/check_worker
