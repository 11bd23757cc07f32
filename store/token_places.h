/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * token_places.h - which places of a pattern a word can stand at, for any word at once.
 *
 * A wildcard stands for up to a thousand words, and a pattern is held against every word of
 * many articles: most of them are turned away by one look at a table of bytes, the others
 * looked up once for all places together.
 */
#ifndef STORE_TOKEN_PLACES_H
#define STORE_TOKEN_PLACES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

#define TOKEN_SIEVE_PLACES 8  /* a bit for each in a byte */
#define TOKEN_MATCH_PLACES 64 /* hashes or places of one pattern, at most */

/* One place of a pattern: any of several words (a wildcard's), or any word at all. */
struct token_place {
	const uint32_t *hashes; /* in any order */
	uint32_t count;         /* 0: any word; a 0 between regions is no word */
};

struct token_places {
	const struct token_place *list;
	uint32_t count;
	uint32_t sieve_mask, row_mask; /* sizes - 1, powers of two */
	const uint8_t *sieve;          /* by the low bits of a hash: place i's words have bit i % 8;
	                                  0 means it fits nowhere */
	const uint32_t *row_hashes;    /* 0: no row */
	const uint64_t *row_masks;     /* of places, by row */
	uint32_t first_single, last_single; /* places of one word only; count: there are none */
	uint64_t any;                  /* places that every word fits */
	bool is_disjoint;              /* no word fits two places */
};

/* 1 to TOKEN_MATCH_PLACES places, which live as long as the arena. */
const struct token_places *token_places_new(const struct token_place *list, uint32_t count,
	struct arena *arena);

/* Bit i is set when the word, not 0, can stand at place i. */
static inline uint64_t token_places_of(const struct token_places *places, uint32_t word)
{
	uint32_t row = word & places->row_mask;

	while (places->row_hashes[row] != word) {
		if (places->row_hashes[row] == 0)
			return places->any;
		row = (row + 1) & places->row_mask;
	}
	return places->row_masks[row] | places->any;
}

/* Bit i is set when words[i] of `count` (at most 64) may fit somewhere, or is a 0. */
uint64_t token_places_sift(const struct token_places *places, const uint32_t *words, uint32_t count);
/* Bit i is set when words[i] may be the last of words that fit all places one behind the other;
 * *reached holds what is reached so far, from block to block, and begins with 0. */
uint64_t token_places_sift_run(const struct token_places *places, const uint32_t *words,
	uint32_t count, unsigned *reached);

#endif
