/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * visible.h - what of a text may be shown.
 *
 * Articles, file names and queries are from anywhere, and a terminal obeys what it is sent.
 * Hidden are control characters (U+0000 to U+001F but for tab and line feed, U+007F to U+009F)
 * and those that turn the order of the text around them (U+202A to U+202E, U+2066 to U+2069).
 */
#ifndef BASE_VISIBLE_H
#define BASE_VISIBLE_H

#include <stddef.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/slice.h"

/* Bytes of the character at text.data[i] when it is to be hidden, else 0. */
size_t visible_hidden_size(struct slice text, size_t i);
/* Appends the text without what is to be hidden. */
void visible_append(struct slice text, struct buffer *output);
/* Appends JSON, what is to be hidden written as \uXXXX: the same value for every reader. */
void visible_append_json(struct slice json, struct buffer *output);
/* Prints "PROGRAM: MESSAGE" as one line, without what is to be hidden. */
void visible_complain(FILE *stream, const char *program, const char *message);

#endif
