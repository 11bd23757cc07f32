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

#endif
