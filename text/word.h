/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * word.h - cuts words.
 *
 * UAX #29 word boundaries, kept where a word has a letter or a digit, with these changes:
 * an apostrophe inside a word is part of it (don't, d'accord, typographic too); single letters
 * joined by full stops ("U.S.", "p.m.") are one word that ends before a final full stop, other
 * full stops cut ("example.com" is two words), and so do colons; a hyphen always cuts
 * ("burden-sharing" is two words); an underscore cuts; a number keeps its inner points and
 * commas ("1,000.5"). Scripts written without spaces (Han, Hiragana; Thai, Lao, Khmer,
 * Burmese) are cut into overlapping pairs of characters, and a single character that stands
 * alone is a word. Time is linear in the text, and no word is longer than WORD_LIMIT bytes:
 * what is longer is cut there.
 */
#ifndef TEXT_WORD_H
#define TEXT_WORD_H

#include <stdbool.h>

#include "base/slice.h"
#include "text/span.h"

#define WORD_LIMIT 1024

enum word_kind {
	WORD_LETTERS, /* has a letter */
	WORD_INITIALS, /* letters joined by full stops: U.S */
	WORD_NUMBER,  /* digits, no letter */
	WORD_PAIR,    /* one or two characters of a script without spaces */
};

struct word_cursor {
	struct slice text; /* valid UTF-8, borrowed */
	size_t position;   /* bytes already cut */
};

/* Moves to the next word; false at the end. Spans are inside the text, in order; they
 * overlap only for WORD_PAIR. */
bool word_next(struct word_cursor *cursor, struct span *word, enum word_kind *kind);

/* The next word of plain letters (ASCII, Latin with accents, Cyrillic) and ASCII digits, if it
 * is the next word; false, with the cursor before it, where word_next must be asked because
 * something else comes first. What word_next does, several times as fast. */
bool word_next_plain(struct word_cursor *cursor, struct span *word);

#endif
