/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * token_near.h - words near each other among those of an article: one word of each place, at
 * positions of their own, in a stretch of at most `window` words without a 0 in it.
 *
 * All functions are linear in the words looked at and allocate nothing.
 */
#ifndef STORE_TOKEN_NEAR_H
#define STORE_TOKEN_NEAR_H

#include "store/token_window.h"

struct token_near {
	const struct token_places *places;
	uint32_t window;
	bool ordered;    /* in the order of the places; else in any */
};

/* The shortest stretch at or after `from`, the first of several as short; false when there
 * is none. */
bool token_near_find(const uint32_t *words, uint32_t word_count, const struct token_near *near,
	uint32_t from, struct token_stretch *stretch);
/* How many stretches there are at most, none over another; stops at `limit`. */
uint32_t token_near_count(const uint32_t *words, uint32_t word_count, const struct token_near *near,
	uint32_t limit);

#endif
