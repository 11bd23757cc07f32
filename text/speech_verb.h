/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * speech_verb.h - verbs and nouns that tell of saying, by language.
 */
#ifndef TEXT_SPEECH_VERB_H
#define TEXT_SPEECH_VERB_H

#include "base/buffer.h"
#include "base/slice.h"
#include "text/language.h"
#include "text/word_class.h"

/* The table of English, and of languages without tables; the others have theirs among their
 * small words, because their verbs are listed by form. */
struct word_rows speech_verb_rows(enum language language);
/* Appends a form (one of WORD_BASE, WORD_PRESENT, WORD_PAST, WORD_ING) of a regular English
 * verb; a "+" after the base doubles its consonant: "admit+" gives "admitted". */
void speech_verb_inflect(struct slice base, uint64_t form, struct buffer *output);

#endif
