/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * token_match.h - finds runs among the words of an article.
 *
 * All functions are linear in the words looked at and allocate nothing.
 */
#ifndef STORE_TOKEN_MATCH_H
#define STORE_TOKEN_MATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "store/token_places.h"

/* How often the exact run of `count` hashes (1 to 64) occurs in `words`; stops at `limit`.
 * Runs that overlap count each. */
uint32_t token_match_run(const uint32_t *words, uint32_t word_count, const uint32_t *hashes,
	uint32_t count, uint32_t limit);
/* The first run at or after `from`: false when there is none. */
bool token_match_find(const uint32_t *words, uint32_t word_count, const uint32_t *hashes,
	uint32_t count, uint32_t from, uint32_t *position);
/* The same with places (1 to 64). */
bool token_match_places(const uint32_t *words, uint32_t word_count,
	const struct token_places *places, uint32_t from, uint32_t *position);
/* All positions from `from` on, up to `room`: how many. */
uint32_t token_match_places_all(const uint32_t *words, uint32_t word_count,
	const struct token_places *places, uint32_t from, uint32_t *positions, uint32_t room);
/* How often they occur, none over another; stops at `limit`. */
uint32_t token_match_places_count(const uint32_t *words, uint32_t word_count,
	const struct token_places *places, uint32_t limit);

#endif
