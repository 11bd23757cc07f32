/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frame.h - a text as a row of units: its words, each with what is known of it and with the
 * punctuation before it, and the ends of its marked pieces.
 *
 * A walk steps over a marked piece as over one word and so reads the sentence around it.
 */
#ifndef TEXT_FRAME_H
#define TEXT_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "text/lexicon.h"
#include "text/quote_mark.h"
#include "text/unit.h"
#include "text/vocabulary.h"

/* What it is built of. */
struct frame_text {
	struct slice text;
	const struct lexicon *lexicon; /* that cut the tokens */
	const struct token_list *tokens;
	const struct quote_list *quotes;
};

struct frame_piece {
	uint32_t open, close; /* units */
	uint32_t sentence;    /* index */
	uint32_t paragraph;   /* how many began before it */
	uint32_t place;       /* how many units stand before it, each piece being one */
	uint32_t first_token, end_token;
};

struct sentence_units {
	uint32_t begin, end;
	bool is_headline; /* nearly every word is capitalised: set by mention_list_find */
};

/* In which writing a word occurs: the number of the last text that has it with a small letter,
 * and of the last that has it with a capital where no sentence asks for one. */
enum writing { WRITTEN_SMALL, WRITTEN_CAPITAL };
struct spelling {
	uint32_t texts[2]; /* by enum writing */
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
	uint32_t *candidates; /* units where a name, a pronoun or an end of a piece may be */
	size_t candidate_count, candidate_capacity;
	struct spelling *spellings; /* by root */
	size_t spelling_capacity;
	uint32_t number;            /* of the text */
};

void frame_clear(struct frame *frame);
/* Replaces what it holds; borrows text and tokens. */
void frame_build(
	struct frame *frame, struct vocabulary *vocabulary, const struct frame_text *source);

/* A sentence begins with the unit, or what is quoted does. */
static inline bool frame_begins_sentence(const struct frame *frame, uint32_t unit)
{
	return (frame->units[unit].gap & (GAP_STOP | GAP_COLON)) ||
		(unit > 0 && (frame->units[unit - 1].classes & WORD_OPEN));
}

static inline bool frame_has_spelling(const struct frame *frame, uint32_t root, enum writing writing)
{
	return frame->spellings[root].texts[writing] == frame->number;
}

/* The bytes of the text that units [begin, end) cover. */
struct span frame_span(const struct frame *frame, uint32_t begin, uint32_t end);

#endif
