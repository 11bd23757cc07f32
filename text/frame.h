/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frame.h - a text as a row of units: its words, each with what is known of it and with the
 * punctuation before it, and the ends of its marked pieces.
 *
 * A walk steps over a marked piece as over one word and so reads the sentence around it.
 */
#ifndef TEXT_FRAME_H
#define TEXT_FRAME_H

#include <stdint.h>

#include "base/slice.h"
#include "text/gap.h"
#include "text/lexicon.h"
#include "text/quote_mark.h"
#include "text/vocabulary.h"

#define NO_UNIT UINT32_MAX

struct unit {
	uint64_t classes;
	uint32_t token;   /* of a word: its token; of an end of a piece: the piece */
	uint32_t root;    /* of a word; of an end of a piece: the unit of the other end */
	uint32_t mention; /* the name it is part of, or NO_UNIT */
	uint16_t gap;
};

/* What a frame is built of. */
struct frame_text {
	struct slice text;
	enum language language;
	const struct token_list *tokens;
	const struct quote_list *quotes;
};

struct frame_piece {
	uint32_t open, close;  /* units */
	uint32_t sentence;     /* index */
	uint32_t first_token, end_token;
};

struct sentence_units {
	uint32_t begin, end;
};

struct frame {
	struct slice text;
	enum language language;
	const struct token *tokens;
	struct unit *units;
	size_t count, capacity;
	struct frame_piece *pieces; /* one for each piece of the quote_list */
	size_t piece_count, piece_capacity;
	struct sentence_units *sentences;
	size_t sentence_count, sentence_capacity;
};

void frame_clear(struct frame *frame);
/* Replaces what the frame holds; borrows text and tokens. */
void frame_build(
	struct frame *frame, struct vocabulary *vocabulary, const struct frame_text *source);

/* The unit after or before, a whole piece being one; NO_UNIT at the ends. */
static inline uint32_t frame_next(const struct frame *frame, uint32_t unit)
{
	uint32_t next = frame->units[unit].classes & WORD_OPEN ? frame->units[unit].root + 1 : unit + 1;

	return next < frame->count ? next : NO_UNIT;
}

static inline uint32_t frame_before(const struct frame *frame, uint32_t unit)
{
	if (unit == 0)
		return NO_UNIT;
	return frame->units[unit - 1].classes & WORD_CLOSE ? frame->units[unit - 1].root : unit - 1;
}

/* The bytes of the text that units [begin, end) cover. */
struct span frame_span(const struct frame *frame, uint32_t begin, uint32_t end);

#endif
