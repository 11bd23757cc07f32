/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sentence.h - cuts text into sentences.
 *
 * UAX #29 sentence boundaries, corrected for abbreviations and initials ("Mr. J. Smith"),
 * decimals, and closing quotation marks and brackets, which belong to the sentence they
 * close. An empty line always ends a sentence, a single line end only where the line ends
 * like a sentence or is followed by an indented or capitalised line that begins a new
 * paragraph. Time is linear in the text.
 */
#ifndef TEXT_SENTENCE_H
#define TEXT_SENTENCE_H

#include <stdbool.h>

#include "base/slice.h"
#include "text/span.h"

struct sentence_cursor {
	struct slice text; /* UTF-8, borrowed */
	size_t position;   /* bytes already cut */
};

/* Moves to the next sentence; false at the end. Sentences are in order, do not overlap and
 * are trimmed of white space. */
bool sentence_next(struct sentence_cursor *cursor, struct span *sentence);

#endif
