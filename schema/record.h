/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * record.h - what is stored of each article and each quotation.
 *
 * An article's record is a head (what a list of hits shows, plain) followed by its body,
 * deflated: a list never inflates what it does not show. docs/INDEX-FORMAT gives the bytes.
 * Decoding checks everything: a damaged record is ERROR_INDEX, never a crash.
 */
#ifndef SCHEMA_RECORD_H
#define SCHEMA_RECORD_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"
#include "schema/article.h"
#include "text/quotation.h"

struct record_codec; /* holds zlib's state; one a thread */

struct record_codec *record_codec_new(void);
void record_codec_free(struct record_codec *codec);

void record_encode_article(struct record_codec *codec, const struct article *article,
	struct buffer *output);
/* Everything but body and extra; slices point into `record`. *body_size in bytes. */
bool record_decode_head(struct slice record, struct article *article, size_t *body_size,
	struct error *error);
/* The whole article; body and extra live in the arena, the rest in `record`. */
bool record_decode_article(struct record_codec *codec, struct slice record, struct arena *arena,
	struct article *article, struct error *error);

struct quotation_record {
	uint32_t article;  /* document id of its article in the same segment */
	uint32_t ordinal;  /* 1, 2, ... within the article: the id is ARTICLE#ordinal */
	struct quotation quotation; /* spans count bytes of the article's body */
	struct slice mention, cue;  /* their text */
};

void record_encode_quotation(const struct quotation_record *record, struct buffer *output);
/* Slices point into `record`. */
bool record_decode_quotation(struct slice record, struct quotation_record *quotation,
	struct error *error);

#endif
