/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * token_text.h - words of an article as they lie in a token file: numbers, and behind those of
 * the whole article the hashes of its rare words.
 *
 * Nothing in a file that lies leads out of it: what has no word reads as 0.
 */
#ifndef STORE_TOKEN_TEXT_H
#define STORE_TOKEN_TEXT_H

#include "base/arena.h"
#include "store/numbering.h"

/* A rare word of an article. */
struct token_rare {
	uint32_t position;       /* in all of the article's words */
	uint32_t hash;
};

/* Words of an article, some or all of them; they are in the map. */
struct token_text {
	const struct numbering *numbering;
	const uint16_t *numbers;
	uint32_t count;
	uint32_t begin;          /* the first of them, in all of the article's words */
	const char *rares;       /* of the article, by position: token_text_rare */
	uint32_t rare_count;
};

/* The first `limit` words of a text, or fewer. */
struct token_text token_text_first(struct token_text text, uint32_t limit);
struct token_rare token_text_rare(const struct token_text *text, uint32_t i);
/* The hash of word `i` of a text; 0 between regions. */
uint32_t token_text_hash(const struct token_text *text, uint32_t i);
/* All of them; `hashes` has room for as many. */
void token_text_hashes(const struct token_text *text, uint32_t *hashes);

/* As long as the arena. */
const uint32_t *token_text_copy(const struct token_text *text, struct arena *arena);

/* Hashes of one text after the other, in memory that is used again. Zeroed is valid. */
struct token_room {
	uint32_t *hashes;
	size_t capacity;
};

/* Valid until the next. */
const uint32_t *token_room_fill(struct token_room *room, const struct token_text *text);
void token_room_clear(struct token_room *room);

#endif
