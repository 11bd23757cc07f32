/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * clean.h - text from anywhere, made fit for a terminal: an escape sequence in an article, a
 * title or a message must not reach it.
 *
 * Control characters are those of C0, DEL, and C1 (ECMA-48, section 5): U+0080 to U+009F, two bytes
 * in UTF-8, and single bytes 0x80 to 0x9F outside of a character.
 */
#ifndef CLIENT_CLEAN_H
#define CLIENT_CLEAN_H

#include "base/buffer.h"
#include "base/slice.h"

/* Appends the text without its control characters, line ends and tabs kept. */
void clean_append(struct slice text, struct buffer *output);
/* Appends the text with a blank for each control character: one cell of a line of columns. */
void clean_append_cell(struct slice text, struct buffer *output);

#endif
