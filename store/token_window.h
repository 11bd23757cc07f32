/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * token_window.h - the parts of a text in which words for all places of a pattern may stand close
 * together, and the places that each word there may stand at.
 *
 * Most texts have all words of a query somewhere, few have them within a window. A byte a word,
 * out of the sieve of token_places, tells the places that it may fill; ORing the bytes of all
 * windows, sixteen at once, tells the windows that may fill all. What is told is never too little.
 */
#ifndef STORE_TOKEN_WINDOW_H
#define STORE_TOKEN_WINDOW_H

#include "store/token_places.h"

#define TOKEN_WINDOW_LIMIT 64 /* words */
#define TOKEN_WINDOW_CHUNK 128

/* Words [begin, end) of a text. */
struct token_stretch {
	uint32_t begin, end;
};

/* A text is gone through region by region (they end at a 0), a region chunk by chunk. */
struct token_window {
	const struct token_places *places;
	const uint32_t *words;
	uint32_t word_count;
	uint32_t width;                /* 1 to TOKEN_WINDOW_LIMIT words */
	struct token_stretch region;
	struct token_stretch chunk;    /* at hand */
	uint8_t all;                   /* the bits of all places: place i has bit i % 8 */
	uint8_t masks[TOKEN_WINDOW_LIMIT + TOKEN_WINDOW_CHUNK]; /* of the words before the chunk, too;
	                                  the next chunk keeps what was written to them */
	uint8_t ends[TOKEN_WINDOW_CHUNK]; /* 0: a window that ends with that word lacks a place */
};

void token_window_init(struct token_window *window, const struct token_places *places,
	uint32_t width, const uint32_t *words, uint32_t word_count);
/* To the next chunk in which some window may be whole; false at the end. */
bool token_window_next(struct token_window *window);
/* The next words that windows which may be whole consist of, at or after *position in the chunk;
 * *position moves behind them. A window that lies in two chunks is whole in the second's. False
 * where there are no more in this chunk. */
bool token_window_stretch(const struct token_window *window, uint32_t *position,
	struct token_stretch *stretch);

/* The mask of a word in the chunk, or of one of the TOKEN_WINDOW_LIMIT before it. */
static inline uint8_t *token_window_mask(struct token_window *window, uint32_t position)
{
	return &window->masks[position + TOKEN_WINDOW_LIMIT - window->chunk.begin];
}

#endif
