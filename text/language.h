/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * language.h - the languages whose words quoth can stem, and guessing which one a text is in.
 *
 * The only door to libexttextcat, whose fingerprints decide where counting stop words does
 * not. LANGUAGE_NONE stands for every other language: its words are not stemmed.
 */
#ifndef TEXT_LANGUAGE_H
#define TEXT_LANGUAGE_H

#include <stdbool.h>

#include "base/slice.h"

/* The rows of language.c hold ISO 639-1 code, English name and Snowball algorithm. */
enum language {
	LANGUAGE_NONE,
	LANGUAGE_ENGLISH,
	LANGUAGE_ARABIC,
	LANGUAGE_ARMENIAN,
	LANGUAGE_BASQUE,
	LANGUAGE_CATALAN,
	LANGUAGE_DANISH,
	LANGUAGE_DUTCH,
	LANGUAGE_FINNISH,
	LANGUAGE_FRENCH,
	LANGUAGE_GERMAN,
	LANGUAGE_HUNGARIAN,
	LANGUAGE_INDONESIAN,
	LANGUAGE_IRISH,
	LANGUAGE_ITALIAN,
	LANGUAGE_LITHUANIAN,
	LANGUAGE_NEPALI,
	LANGUAGE_NORWEGIAN,
	LANGUAGE_PORTUGUESE,
	LANGUAGE_ROMANIAN,
	LANGUAGE_RUSSIAN,
	LANGUAGE_SPANISH,
	LANGUAGE_SWEDISH,
	LANGUAGE_TAMIL,
	LANGUAGE_TURKISH,
	LANGUAGE_COUNT,
};

/* "en"; "" for LANGUAGE_NONE. */
const char *language_code(enum language language);
/* What Xapian's stemmer is called, "english"; NULL for LANGUAGE_NONE. */
const char *language_stemmer(enum language language);
/* Whether stemming may take letters off the front of a word: prefixes (membaca: baca), mutations
 * (gcapall: capall), elisions (l'eau: eau). */
bool language_has_prefixes(enum language language);
/* From "en", "en-GB", "en_US", "eng", "English" in any case; LANGUAGE_NONE when unknown. */
enum language language_by_name(struct slice name);

/* One guesser a thread. It opens in microseconds; fingerprints are read when first needed. */
struct language_guesser;
struct language_guesser *language_guesser_new(void);
void language_guesser_free(struct language_guesser *guesser);
/* The language of a text, from at most its first 4 KiB; LANGUAGE_NONE where none fits well.
 * `expected` wins a close call. Costs a few microseconds where stop words settle it. */
enum language language_guess(struct language_guesser *guesser, struct slice text,
	enum language expected);

#endif
