# SPDX-License-Identifier: GPL-2.0-or-later
# A fuzz target is one word here and a folder of inputs in corpus/.
check_PROGRAMS += \
	%D%/fuzz_claim \
	%D%/fuzz_date \
	%D%/fuzz_gunzip \
	%D%/fuzz_json \
	%D%/fuzz_manifest \
	%D%/fuzz_parameters \
	%D%/fuzz_query \
	%D%/fuzz_quotation \
	%D%/fuzz_record \
	%D%/fuzz_request \
	%D%/fuzz_text \
	%D%/fuzz_tokens \
	%D%/fuzz_typed
EXTRA_DIST += %D%/README.md %D%/corpus
