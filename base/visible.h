/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * visible.h - what of a text may be shown.
 *
 * Articles, file names and queries are from anywhere, and a terminal obeys what it is sent.
 * Hidden are control characters (U+0000 to U+001F but for tab and line feed, U+007F to U+009F;
 * the last also as single bytes outside of a character: ECMA-48 §5) and those that turn the
 * order of the text around them (U+202A to U+202E, U+2066 to U+2069).
 */
#ifndef BASE_VISIBLE_H
#define BASE_VISIBLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/slice.h"

/* Bytes of the character at text.data[i], or of the stray byte; 1 where it is cut short. */
size_t visible_step(struct slice text, size_t i, bool *is_hidden);
/* Appends the text without what is to be hidden. */
void visible_append(struct slice text, struct buffer *output);
/* The same as one cell of a line of columns: a blank for each hidden character, tab and line
 * feed. */
void visible_append_cell(struct slice text, struct buffer *output);
/* Appends JSON, what is to be hidden written as \uXXXX: the same value for every reader. */
void visible_append_json(struct slice json, struct buffer *output);
/* Prints "PROGRAM: MESSAGE" as one line, without what is to be hidden. */
void visible_complain(FILE *stream, const char *program, const char *message);

#endif
