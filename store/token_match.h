/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * token_match.h - finds a run, a nearness, an order among the words of an article.
 *
 * All functions are linear in the words looked at and allocate nothing.
 */
#ifndef STORE_TOKEN_MATCH_H
#define STORE_TOKEN_MATCH_H

#include <stdbool.h>
#include <stdint.h>

#define TOKEN_MATCH_PLACES 64 /* hashes or places of one pattern, at most */

/* One place of a phrase: any of several words (a wildcard's), or any word at all. */
struct token_place {
	const uint32_t *hashes; /* sorted */
	uint32_t count;         /* 0: any word; a 0 between regions is no word */
};

/* How often the exact run of `count` hashes (1 to 64) occurs in `words`; stops at `limit`.
 * Runs that overlap count each. */
uint32_t token_match_run(const uint32_t *words, uint32_t word_count, const uint32_t *hashes,
	uint32_t count, uint32_t limit);
/* The first run at or after `from`: false when there is none. */
bool token_match_find(const uint32_t *words, uint32_t word_count, const uint32_t *hashes,
	uint32_t count, uint32_t from, uint32_t *position);
/* The same with places (1 to 64). */
bool token_match_places(const uint32_t *words, uint32_t word_count, const struct token_place *places,
	uint32_t count, uint32_t from, uint32_t *position);
/* Words near each other: one word of each place, at positions of their own, in a stretch of
 * at most `window` words without a 0 in it. */
struct token_near {
	const struct token_place *places;
	uint32_t count;  /* 1 to 64 */
	uint32_t window;
	bool ordered;    /* in the order of the places; else in any */
};

struct token_stretch {
	uint32_t begin, end; /* half open */
};

/* The shortest stretch at or after `from`, the first of several as short; false when there
 * is none. */
bool token_match_near(const uint32_t *words, uint32_t word_count, const struct token_near *near,
	uint32_t from, struct token_stretch *stretch);

#endif
