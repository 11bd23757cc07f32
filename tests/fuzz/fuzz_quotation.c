/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "text/quotation.h"
#include "text/utf8.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LEXEMES_MOST 10000

/* Kept between inputs, as between articles: to fill their tables takes longer than to read one. */
static struct lexicon *lexicons[LANGUAGE_COUNT];
static struct quotation_finder *finder;

static struct lexicon *lexicon_of(enum language language)
{
	if (!finder)
		finder = quotation_finder_new();
	if (!lexicons[language])
		lexicons[language] = lexicon_new(language);
	return lexicons[language];
}

/* The first byte chooses the language. Spans are inside the text, in order and apart. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const enum language language = size ? (enum language)(data[0] % LANGUAGE_COUNT) : LANGUAGE_NONE;
	struct arena arena = {0};
	struct token_list title = {0}, tokens = {0};
	struct lexicon *lexicon = lexicon_of(language);
	const struct slice body =
		utf8_repair(slice_make((const char *)data + (size > 0), size - (size > 0)), &arena);
	struct quotation_list list;
	uint32_t end = 0;

	lexicon_trim(lexicon, LEXEMES_MOST);
	lexicon_cut(lexicon, slice_range(body, 0, 40), &title);
	lexicon_cut(lexicon, body, &tokens);
	list = quotation_find(finder, &(struct quotation_text){slice_range(body, 0, 40), body,
		&title, &tokens, lexicon}, &arena);
	for (size_t i = 0; i < list.count; i++) {
		const struct quotation *quotation = &list.quotations[i];

		assert(quotation->outer.begin >= end && quotation->outer.end <= body.size);
		assert(quotation->outer.begin <= quotation->span.begin);
		assert(quotation->span.begin < quotation->span.end);
		assert(quotation->span.end <= quotation->outer.end);
		assert(quotation->speaker.end <= body.size && quotation->cue.end <= body.size);
		assert(quotation->first_token <= quotation->end_token);
		end = quotation->outer.end;
	}
	token_list_clear(&title);
	token_list_clear(&tokens);
	arena_clear(&arena);
	return 0;
}
