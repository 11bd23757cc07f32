/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fold.h - the form in which words are compared.
 *
 * Compatibility decomposition and full case folding (UAX #15, Unicode §5.18), then without
 * the marks that readers leave out: accents of Latin, Greek and Cyrillic (й and ў are letters
 * of their own and stay), Hebrew points, Arabic harakat and the hamza of an alef; marks that
 * are vowels (Hindi, Thai) stay. What stays is composed again. Typographic apostrophes become
 * ', final sigma and sigma are one, so are dotted, dotless and plain i, eszett is ss,
 * letters with strokes and ligatures are plain (ł l, ø o, æ ae), and full width is plain
 * width. Invisible characters (soft hyphens, joiners) go. fold(fold(x)) = fold(x).
 */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/buffer.h"
#include "base/slice.h"

/* Appends the folded form of valid UTF-8. Any text may be folded, not only single words. */
void fold_append(struct slice text, struct buffer *output);
/* The same without the table of frequent letters: what that table is made from and tested
 * against. */
void fold_append_slowly(struct slice text, struct buffer *output);

/* Small letters, composed and compatible, with their accents: what stemmers go by that know
 * them. Apostrophes as above; a dot above i goes. */
void fold_case_append(struct slice text, struct buffer *output);

#endif
