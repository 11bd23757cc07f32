/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * term_map.h - which lists of an inversion the words of one language are posted to.
 *
 * Lexemes are numbered, lists are numbered: this is the array between them, for one block.
 */
#ifndef INDEXER_TERM_MAP_H
#define INDEXER_TERM_MAP_H

#include "base/buffer.h"
#include "schema/field.h"
#include "store/inversion.h"
#include "text/lexicon.h"

struct term_map {
	enum field field;              /* whose terms; pairs are made of FIELD_TEXT alone */
	bool is_exact;                 /* words are not stemmed, as in names */
	uint32_t *lists;               /* by lexeme number */
	size_t count;                  /* of `lists` */
	uint32_t *pairs;               /* by the numbers of two common words; NULL: none yet */
	unsigned generation;           /* of the lexicon that numbers the lexemes */
	struct buffer term, stem;      /* scratch */
};

void term_map_clear(struct term_map *map);
/* Forgets the lists' numbers, for another block. */
void term_map_reset(struct term_map *map);
/* Lexeme numbers of another generation mean other words. */
void term_map_enter(struct term_map *map, unsigned generation);

/* Where words go. */
struct posting_target {
	struct inversion *inversion;
	uint32_t document;
	uint32_t weight;     /* how often each word counts */
};

/* Posts words that follow one another: each as it is and, unless they are exact, by its stem,
 * and pairs of neighbours that are both common. */
void term_map_post(struct term_map *map, const struct posting_target *target,
	const struct token *tokens, size_t count);

#endif
