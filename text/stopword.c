/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/stopword.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"

#include "text/stopword/arabic.inc"
#include "text/stopword/armenian.inc"
#include "text/stopword/basque.inc"
#include "text/stopword/catalan.inc"
#include "text/stopword/danish.inc"
#include "text/stopword/dutch.inc"
#include "text/stopword/english.inc"
#include "text/stopword/finnish.inc"
#include "text/stopword/french.inc"
#include "text/stopword/german.inc"
#include "text/stopword/hungarian.inc"
#include "text/stopword/indonesian.inc"
#include "text/stopword/irish.inc"
#include "text/stopword/italian.inc"
#include "text/stopword/lithuanian.inc"
#include "text/stopword/nepali.inc"
#include "text/stopword/norwegian.inc"
#include "text/stopword/portuguese.inc"
#include "text/stopword/romanian.inc"
#include "text/stopword/russian.inc"
#include "text/stopword/spanish.inc"
#include "text/stopword/swedish.inc"
#include "text/stopword/tamil.inc"
#include "text/stopword/turkish.inc"

#include "base/banned.h"

#define LIST(words) {words, COUNT_OF(words)}

static const struct list {
	const struct stopword *words;
	size_t count;
} lists[] = {
	[LANGUAGE_NONE] = {NULL, 0},
	[LANGUAGE_ENGLISH] = LIST(english),
	[LANGUAGE_ARABIC] = LIST(arabic),
	[LANGUAGE_ARMENIAN] = LIST(armenian),
	[LANGUAGE_BASQUE] = LIST(basque),
	[LANGUAGE_CATALAN] = LIST(catalan),
	[LANGUAGE_DANISH] = LIST(danish),
	[LANGUAGE_DUTCH] = LIST(dutch),
	[LANGUAGE_FINNISH] = LIST(finnish),
	[LANGUAGE_FRENCH] = LIST(french),
	[LANGUAGE_GERMAN] = LIST(german),
	[LANGUAGE_HUNGARIAN] = LIST(hungarian),
	[LANGUAGE_INDONESIAN] = LIST(indonesian),
	[LANGUAGE_IRISH] = LIST(irish),
	[LANGUAGE_ITALIAN] = LIST(italian),
	[LANGUAGE_LITHUANIAN] = LIST(lithuanian),
	[LANGUAGE_NEPALI] = LIST(nepali),
	[LANGUAGE_NORWEGIAN] = LIST(norwegian),
	[LANGUAGE_PORTUGUESE] = LIST(portuguese),
	[LANGUAGE_ROMANIAN] = LIST(romanian),
	[LANGUAGE_RUSSIAN] = LIST(russian),
	[LANGUAGE_SPANISH] = LIST(spanish),
	[LANGUAGE_SWEDISH] = LIST(swedish),
	[LANGUAGE_TAMIL] = LIST(tamil),
	[LANGUAGE_TURKISH] = LIST(turkish),
};
static_assert(COUNT_OF(lists) == LANGUAGE_COUNT, "a language has no list");

const struct stopword *stopword_list(enum language language, size_t *count)
{
	*count = lists[language].count;
	return lists[language].words;
}

const struct stopword *stopword_find(enum language language, struct slice folded)
{
	const struct list *list = &lists[language];
	size_t low = 0;
	size_t high = folded.size ? list->count : 0;

	while (low < high) {
		const size_t middle = (low + high) / 2;
		const char *word = list->words[middle].word;
		int order = (unsigned char)word[0] - (unsigned char)folded.data[0];

		/* Folded words hold no NUL, so strncmp sees all of both. */
		if (order == 0)
			order = strncmp(word, folded.data, folded.size);
		if (order == 0)
			order = word[folded.size] ? 1 : 0;
		if (order == 0)
			return &list->words[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

bool stopword_is(enum language language, struct slice folded)
{
	const struct stopword *row = stopword_find(language, folded);

	return row && row->is_stopword;
}

unsigned stopword_common(enum language language, struct slice folded)
{
	const struct stopword *row = stopword_find(language, folded);

	return row ? row->common : 0;
}
