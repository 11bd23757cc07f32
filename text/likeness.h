/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * likeness.h - when two articles, or two quotations, are copies of one: by their words.
 *
 * Words come as hashes, in order, as the token file has them. A small part of an article or a
 * quotation is enough to find those it may be a copy of; all of its words decide.
 */
#ifndef TEXT_LIKENESS_H
#define TEXT_LIKENESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct likeness_words {
	const uint32_t *hashes;
	uint32_t count;
};

/* --- articles --- */

/* The least of the hashes of four words in a row, in each part of the range of hashes; 0 where
 * there is none (one permutation hashing: Li, Owen, Zhang 2012). */
#define LIKENESS_SKETCH 6

void likeness_sketch(struct likeness_words words, uint32_t sketch[LIKENESS_SKETCH]);
/* Whether they share an item: of copies, 399 of 400 do, of others about none. */
bool likeness_may_be_copy(const uint32_t first[LIKENESS_SKETCH],
	const uint32_t second[LIKENESS_SKETCH]);
/* Whether three fifths of all that either says, four words at a time, both say: a new headline,
 * another byline, a changed last paragraph leave more. Estimated within 3 %, the same whichever
 * comes first. */
bool likeness_is_copy(struct likeness_words first, struct likeness_words second);

/* --- sayings --- */

#define LIKENESS_WORDS 512 /* of a quotation that are looked at */
/* Words in a row that a saying and a part of it share; fewer are said by many: who said them must be
 * asked, too. */
#define LIKENESS_RUN 7

/* Fills `prints`; returns how many. Two forms of one saying share one (winnowing: Schleimer,
 * Wilkerson, Aiken 2003). */
size_t likeness_prints(struct likeness_words words, uint32_t prints[LIKENESS_WORDS]);
/* Whether one saying: the same words; or LIKENESS_RUN of them in a row and three quarters of the
 * shorter's in the order of the longer: cut short, changed at the edges; or five in a row and
 * four fifths of the longer's: a word changed here and there. */
bool likeness_is_saying(struct likeness_words first, struct likeness_words second);
/* The part of the longer's words that the shorter has in this order: 1 all, 0 none. */
double likeness_of(struct likeness_words first, struct likeness_words second);

#endif
