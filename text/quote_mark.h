/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * quote_mark.h - pairs quotation marks and gives what lies between them, in pieces.
 *
 * Double marks: “ ” „ ‟ « » " and doubled apostrophes or backquotes; single ones: ‘ ’ ‚ ‹ › ' `,
 * where nothing else is open and they cannot be apostrophes. Which end a mark is follows
 * from its neighbours, and where these do not tell, from what is open. Marks are paired
 * paragraph by paragraph; a quotation that runs over several is one piece for each. Inner
 * quotations belong to the piece around them. Time is linear in the text.
 */
#ifndef TEXT_QUOTE_MARK_H
#define TEXT_QUOTE_MARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "text/span.h"

struct quote_piece {
	struct span inner;   /* between the marks, without white space at its ends; not empty */
	struct span outer;   /* with the marks */
	bool is_closed;      /* false: ends with its paragraph */
	bool is_continuing;  /* the paragraph before ended within the same quotation */
	bool is_single;      /* in single marks */
};

/* Zeroed is valid and empty; quote_list_clear frees what it grew. */
struct quote_list {
	struct quote_piece *pieces; /* in the order of the text; they do not overlap */
	size_t count, capacity;
	struct quote_mark *marks;   /* of the paragraph at hand */
	size_t mark_count, mark_capacity;
	uint64_t steps;             /* marks looked at while pairing, over all texts */
};

void quote_list_clear(struct quote_list *list);
/* Replaces what the list holds by the pieces of `text` (valid UTF-8). */
void quote_list_find(struct quote_list *list, struct slice text);
/* True where the paragraph that holds the line [line, newline) ends at `newline`: an empty
 * line follows, or the line ends like a sentence, or it or the next is too long to have been
 * wrapped. */
bool quote_paragraph_ends(struct slice text, size_t line, size_t newline);

#endif
