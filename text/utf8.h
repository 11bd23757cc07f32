/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * utf8.h - decodes, checks and repairs UTF-8 (RFC 3629, Unicode §3.9 table 3-7).
 */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/slice.h"

#define UTF8_REPLACEMENT 0xfffdu

/* The code point at `position` (< text.size) and its size in bytes (1 to 4). A byte that
 * begins no valid sequence counts alone as UTF8_REPLACEMENT: no input is an error. */
uint32_t utf8_decode(struct slice text, size_t position, unsigned *size);
/* The code point that ends before `position` (> 0), and its size. */
uint32_t utf8_decode_before(struct slice text, size_t position, unsigned *size);
void utf8_append(struct buffer *buffer, uint32_t code_point);

bool utf8_is_valid(struct slice text);
/* `text` itself when it is valid and without NUL; else a copy in the arena in which each
 * maximal invalid part (Unicode §3.9, "U+FFFD Substitution of Maximal Subparts") and each
 * NUL is U+FFFD. Bytes 0x80-0x9f and 0xa0-0xff that stand alone in text that is otherwise
 * Windows-1252 are not guessed at here: that is indexer/markup/charset's job. */
struct slice utf8_repair(struct slice text, struct arena *arena);
/* How many code points begin before byte `position` of valid text. */
size_t utf8_count_code_points(struct slice text);

#endif
