/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * word_stems.h - which stem a word of a text has, remembered by the word's hash.
 *
 * What is shown of a hit has hundreds of words, nearly all of them met before. The answer never
 * depends on what was asked earlier.
 */
#ifndef DAEMON_INDEX_WORD_STEMS_H
#define DAEMON_INDEX_WORD_STEMS_H

#include "schema/analysis.h"

struct word_stems;

/* `analysis` cuts and stems what is new; it must outlive the table. */
struct word_stems *word_stems_new(struct analysis *analysis);
void word_stems_free(struct word_stems *stems);

/* The digest_word of the stem of a word as it stands in a text, 0 where it is not one word.
 * `hash` is that of its folded form: a lexeme's, or the token file's. */
uint32_t word_stem(struct word_stems *stems, enum language language, struct slice written,
	uint32_t hash);

#endif
