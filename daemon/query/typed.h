/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * typed.h - the word at the end of a query that is still being typed, and what stands before it.
 */
#ifndef DAEMON_QUERY_TYPED_H
#define DAEMON_QUERY_TYPED_H

#include <stdbool.h>

#include "base/slice.h"
#include "schema/field.h"

#define TYPED_WORDS 4 /* kept: the one being typed and those right before it */

struct typed {
	enum field field;
	bool is_in_mark;  /* behind a quotation mark that is open */
	size_t begin;     /* byte of the query at which the field's name begins, else the word */
	struct slice value; /* all that was typed of the field's value */
	struct slice words[TYPED_WORDS]; /* side by side, as typed; the last ends with the query */
	size_t count;
};

/* False where the query does not end in a word: behind a blank, an operator, a wildcard, a
 * closing mark, in a range. `query` is valid UTF-8 and outlives what points into it. */
bool typed_parse(struct slice query, struct typed *typed);

#endif
