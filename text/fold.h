/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fold.h - the form in which words are compared.
 *
 * Compatibility decomposition and full case folding (UAX #15, Unicode §5.18), then without
 * the marks that readers leave out: accents of Latin, Greek and Cyrillic, Hebrew points,
 * Arabic harakat; marks that are vowels (Hindi, Thai) stay. Typographic apostrophes become
 * ', final sigma and sigma are one, so are dotted, dotless and plain i, eszett is ss, and
 * full width is plain width. fold(fold(x)) = fold(x).
 */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/buffer.h"
#include "base/slice.h"

/* Appends the folded form of valid UTF-8. Any text may be folded, not only single words. */
void fold_append(struct slice text, struct buffer *output);

#endif
