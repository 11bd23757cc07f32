/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stopword.h - words that say little: by language, folded.
 */
#ifndef TEXT_STOPWORD_H
#define TEXT_STOPWORD_H

#include <stdbool.h>

#include "base/slice.h"
#include "text/language.h"

/* Short list: articles, prepositions, conjunctions, pronouns, auxiliaries. */
bool stopword_is(enum language language, struct slice folded);
/* Of the ~100 most frequent words of a language: 1 to 127, the same number in every run;
 * 0 when it is not one of them. Two neighbours that are both common are indexed as a pair. */
unsigned stopword_common(enum language language, struct slice folded);

#endif
