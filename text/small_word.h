/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * small_word.h - pronouns, prepositions and the other words that hold sentences together, and
 * the nouns that speakers are called by, by language.
 */
#ifndef TEXT_SMALL_WORD_H
#define TEXT_SMALL_WORD_H

#include <stdbool.h>

#include "text/language.h"
#include "text/word_class.h"

/* The table of a language; English where there is none for it. */
struct word_rows small_word_rows(enum language language);
/* True for a language, other than English, that has a table: its verbs of saying are in it. */
bool small_word_has(enum language language);

#endif
