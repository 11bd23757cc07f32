/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vocabulary.h - what is known of words: their classes, and a number for each distinct one.
 *
 * The tables of speech_verb and person_name and the small words of a language, as one hash
 * table. A word is looked up once per lexeme; what was found is kept by lexeme number.
 */
#ifndef TEXT_VOCABULARY_H
#define TEXT_VOCABULARY_H

#include <stdbool.h>

#include "base/slice.h"
#include "text/language.h"
#include "text/lexicon.h"
#include "text/word_class.h"

struct word_knowledge {
	uint64_t classes;
	uint32_t root;    /* the same for "Trump", "TRUMP" and "Trump's"; from 1 */
};

struct vocabulary;

struct vocabulary *vocabulary_new(void);
void vocabulary_free(struct vocabulary *vocabulary);
/* Classes of a folded word by the tables alone; 0 for an unknown one. */
uint64_t vocabulary_find(struct vocabulary *vocabulary, enum language language,
	struct slice folded);
/* Looks up those lexemes of a lexicon that are new since the last call. Returns what is known of
 * all of them, by number, until the next call. A vocabulary serves one lexicon a language. */
const struct word_knowledge *vocabulary_learn(
	struct vocabulary *vocabulary, const struct lexicon *lexicon);
/* Roots of the language are below this. */
size_t vocabulary_root_limit(const struct vocabulary *vocabulary, enum language language);

#endif
