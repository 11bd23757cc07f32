/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/small_word.h"

#include "base/memory.h"

static const struct word_row english[] = {
#include "text/lexis/english_words.inc"
};

struct word_rows small_word_rows(enum language language)
{
	(void)language;
	return (struct word_rows){english, COUNT_OF(english)};
}
