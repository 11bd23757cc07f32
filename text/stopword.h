/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stopword.h - words that say little: by language, folded. The lists are stopword/NAME.inc.
 */
#ifndef TEXT_STOPWORD_H
#define TEXT_STOPWORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "text/language.h"

struct stopword {
	const char *word;     /* folded */
	unsigned char common; /* rank among the frequent words from 1; 0: not one of them */
	bool is_stopword;
};

/* Short list: articles, prepositions, conjunctions, pronouns, auxiliaries. */
bool stopword_is(enum language language, struct slice folded);
/* Of the ~100 most frequent words of a language: 1 to 127, the same number in every run;
 * 0 when it is not one of them. Two neighbours that are both common are indexed as a pair. */
unsigned stopword_common(enum language language, struct slice folded);
/* Both at once: the row of the word; NULL when it has none. */
const struct stopword *stopword_find(enum language language, struct slice folded);
/* All rows of a language, sorted by word (bytes). */
const struct stopword *stopword_list(enum language language, size_t *count);

#endif
