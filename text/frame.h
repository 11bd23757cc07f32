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
#include "text/lexicon.h"
#include "text/quote_mark.h"
#include "text/vocabulary.h"

/* What stands between a unit and the one before. */
enum gap {
	GAP_COMMA = 1,
	GAP_COLON = 2,
	GAP_SEMICOLON = 4,
	GAP_DASH = 8,
	GAP_BRACKET = 16,      /* opens */
	GAP_BRACKET_END = 32,  /* closes */
	GAP_STOP = 64,         /* a sentence ends */
	GAP_INNER = 128,       /* the stop or the comma stands inside the quotation marks */
	GAP_PARAGRAPH = 256,
	GAP_JOINED = 512,      /* no white space: hyphen, apostrophe or nothing */
	GAP_POINT = 1024,      /* a full stop, of an abbreviation perhaps */
	GAP_ASK = 2048,        /* question or exclamation mark, dots, dash inside the marks */
	GAP_GENITIVE = 4096,   /* an apostrophe ends the word before: "the voters' choice" */
};

#define NO_UNIT UINT32_MAX

struct unit {
	uint64_t classes;
	uint32_t token;   /* of a word: its token; of an end of a piece: the piece */
	uint32_t root;    /* of a word; of an end of a piece: the unit of the other end */
	uint32_t mention; /* the name it is part of, or NO_UNIT */
	uint16_t gap;
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
void frame_build(struct frame *frame, struct vocabulary *vocabulary, struct slice text,
	const struct token_list *tokens, const struct quote_list *quotes, enum language language);

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
