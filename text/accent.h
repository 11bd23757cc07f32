/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * accent.h - words with the accents that a stemmer goes by.
 *
 * Words are compared without accents, but Snowball knows the endings of some languages with
 * theirs only (élu and élue, negociación and negociaciones, köprü and köprüler). Such words are
 * stemmed as they were written, and their stems are folded. Where a word was written without
 * accents, endings that are hardly ever right without are given theirs: negociacion.
 */
#ifndef TEXT_ACCENT_H
#define TEXT_ACCENT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/slice.h"
#include "text/language.h"

/* Whether stems of the language hang on accents. */
bool accent_matters(enum language language);
/* Appends what is to be stemmed of a word in such a language: in small letters, with accents. */
void accent_append(enum language language, struct slice written, struct slice folded,
	struct buffer *output);

#endif
