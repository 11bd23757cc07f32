/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * term.h - from a field and a word to the bytes of a term.
 *
 * exact word: PREFIX word; stem: Z PREFIX stem; pair of common words: XPA word ' ' word; a
 * whole name: PREFIX '=' name; identity: Q name. A word or value that would make a term longer
 * than TERM_LIMIT is replaced by '#' and its digest in hexadecimal. Xapian refuses terms of
 * over 245 bytes and counts a NUL twice: folded words have none.
 */
#ifndef SCHEMA_TERM_H
#define SCHEMA_TERM_H

#include "base/buffer.h"
#include "base/slice.h"
#include "schema/field.h"

#define TERM_LIMIT 120 /* bytes, prefix included */

/* Each replaces the content of `term`. Words are folded already. */
void term_word(enum field field, struct slice folded, struct buffer *term);
void term_stem(enum field field, struct slice stem, struct buffer *term);
void term_pair(struct slice first, struct slice second, struct buffer *term);
/* FIELD_KIND_EXACT and the whole-name term of FIELD_KIND_NAME: folds the value itself. */
void term_value(enum field field, struct slice value, struct buffer *term);
void term_identity(struct slice identity, struct buffer *term);

enum term_kind {
	TERM_WORD,     /* of the text, exact */
	TERM_STEM,     /* of any field */
	TERM_PAIR,
	TERM_TITLE,    /* exact words of headline and subtitle */
	TERM_NAME,     /* words of names, and whole ones */
	TERM_IDENTITY, /* of articles and quotations, and which article a quotation is of */
	TERM_VALUE,    /* what else has one value */
	TERM_KIND_COUNT,
};

/* What kind of term it is, by its prefix. */
enum term_kind term_kind(struct slice term);

#endif
