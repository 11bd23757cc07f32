/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/small_word.h"

#include "base/memory.h"

static const struct word_row dutch[] = {
#include "text/lexis/dutch.inc"
};

static const struct word_row english[] = {
#include "text/lexis/english_words.inc"
};

static const struct word_row french[] = {
#include "text/lexis/french.inc"
};

static const struct word_row german[] = {
#include "text/lexis/german.inc"
};

static const struct word_row italian[] = {
#include "text/lexis/italian.inc"
};

static const struct word_row portuguese[] = {
#include "text/lexis/portuguese.inc"
};

static const struct word_row spanish[] = {
#include "text/lexis/spanish.inc"
};

#define ROWS(table) {(table), COUNT_OF(table)}

static const struct word_rows tables[LANGUAGE_COUNT] = {
	[LANGUAGE_DUTCH] = ROWS(dutch),
	[LANGUAGE_FRENCH] = ROWS(french),
	[LANGUAGE_GERMAN] = ROWS(german),
	[LANGUAGE_ITALIAN] = ROWS(italian),
	[LANGUAGE_PORTUGUESE] = ROWS(portuguese),
	[LANGUAGE_SPANISH] = ROWS(spanish),
};

bool small_word_has(enum language language)
{
	return tables[language].count > 0;
}

struct word_rows small_word_rows(enum language language)
{
	return small_word_has(language) ? tables[language] : (struct word_rows)ROWS(english);
}
