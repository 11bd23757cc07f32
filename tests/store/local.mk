# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += \
	%D%/check_block \
	%D%/check_census \
	%D%/check_crash \
	%D%/check_fault \
	%D%/check_glass_map \
	%D%/check_glass_pack \
	%D%/check_glass_reader \
	%D%/check_glass_writer \
	%D%/check_inversion \
	%D%/check_lock \
	%D%/check_manifest \
	%D%/check_merge \
	%D%/check_numbering \
	%D%/check_power \
	%D%/check_prints \
	%D%/check_snapshot \
	%D%/check_token_match \
	%D%/check_token_run \
	%D%/check_tokens \
	%D%/check_tombstone \
	%D%/check_update \
	%D%/check_verify \
	%D%/check_words
