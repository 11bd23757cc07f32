/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * token_run.h - finds words one behind the other in a text as it lies in the token file.
 *
 * All functions are linear in the words looked at and allocate nothing.
 */
#ifndef STORE_TOKEN_RUN_H
#define STORE_TOKEN_RUN_H

#include "store/tokens.h"

/* The words of a phrase as one segment has them. */
struct token_run {
	const uint32_t *hashes;
	const uint16_t *numbers; /* of the hashes */
	uint32_t count;          /* 1 to 64 */
	bool has_rare;           /* one of them has no number of its own */
};

/* Fills `numbers`, room for `count`. */
struct token_run token_run_of(const struct numbering *numbering, const uint32_t *hashes,
	uint32_t count, uint16_t *numbers);
/* The first place at or after `from`: false when there is none. */
bool token_run_find(const struct token_run *run, const struct token_text *text, uint32_t from,
	uint32_t *position);
/* How often it occurs; stops at `limit`. Runs that overlap count each. */
uint32_t token_run_count(const struct token_run *run, const struct token_text *text,
	uint32_t limit);

#endif
