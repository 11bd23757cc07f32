/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table.h - hits for people: at the terminal's width, matched words in colour. */
#ifndef CLIENT_TABLE_H
#define CLIENT_TABLE_H

#include "base/buffer.h"
#include "client/answer.h"
#include "client/terminal.h"

/* `from`: hits before the first of the answer, for the numbers. */
void table_print(const struct terminal *terminal, const struct answer *answer, unsigned from,
	struct buffer *output);
/* Quotations: what was said, by whom, where. */
void table_print_quotations(const struct terminal *terminal, const struct answer *answer,
	unsigned from, struct buffer *output);
/* Suggestions: how many there are of each, and the query. */
void table_print_suggestions(const struct terminal *terminal, const struct answer *answer,
	unsigned from, struct buffer *output);
/* Speakers: how often quoted, who, from when to when. */
void table_print_speakers(const struct terminal *terminal, const struct answer *answer,
	unsigned from, struct buffer *output);

#endif
