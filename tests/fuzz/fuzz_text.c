/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Repairs, cuts, folds and guesses; what must hold of every text is asserted. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "text/fold.h"
#include "text/language.h"
#include "text/lexicon.h"
#include "text/sentence.h"
#include "text/utf8.h"
#include "text/word.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void cut_sentences(struct slice text)
{
	struct sentence_cursor cursor = {text, 0};
	struct span span;
	uint32_t end = 0;

	while (sentence_next(&cursor, &span)) {
		assert(span.begin >= end && span.begin < span.end && span.end <= text.size);
		end = span.end;
	}
}

/* word_next and lexicon_cut find the same words. */
static void cut_words(struct slice text, enum language language)
{
	struct lexicon *lexicon = lexicon_new(language);
	struct word_cursor cursor = {text, 0};
	struct token_list tokens = {0};
	size_t count = 0;
	enum word_kind kind;
	struct span span;

	lexicon_cut(lexicon, text, &tokens);
	for (; word_next(&cursor, &span, &kind); count++) {
		assert(count < tokens.count);
		assert(span.begin < span.end && span.end <= text.size);
		assert(span.end - span.begin <= WORD_LIMIT);
		assert(tokens.tokens[count].span.begin == span.begin);
		assert(tokens.tokens[count].span.end == span.end);
		assert(tokens.tokens[count].lexeme ==
			lexicon_find(lexicon, span_of(text, span), kind));
	}
	assert(count == tokens.count);
	token_list_clear(&tokens);
	lexicon_free(lexicon);
}

static void fold(struct slice text)
{
	struct buffer once = {0};
	struct buffer twice = {0};

	fold_append(text, &once);
	fold_append(buffer_slice(&once), &twice);
	assert(slice_equal(buffer_slice(&once), buffer_slice(&twice)));
	buffer_reset(&twice);
	fold_append_slowly(text, &twice);
	assert(slice_equal(buffer_slice(&once), buffer_slice(&twice)));
	buffer_clear(&once);
	buffer_clear(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice bytes = slice_make((const char *)data, size);
	static struct language_guesser *guesser; /* fingerprints take a while to read */
	struct arena arena = {0};
	const struct slice text = utf8_repair(bytes, &arena);

	if (!guesser)
		guesser = language_guesser_new();
	assert(utf8_is_valid(text));
	fold(text);
	cut_sentences(text);
	cut_words(text, language_guess(guesser, text, LANGUAGE_ENGLISH));
	/* Nothing reads outside a text that is not valid either. */
	cut_sentences(bytes);
	language_guess(guesser, bytes, LANGUAGE_NONE);
	arena_clear(&arena);
	return 0;
}
