/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/claim.h"

#include "schema/term.h"

#define WEIGHT_STOPWORD 0.2f

enum language claim_language(const struct reader *reader)
{
	const uint32_t *articles = reader->snapshot->manifest.language_articles;
	enum language best = LANGUAGE_ENGLISH;

	for (int language = LANGUAGE_NONE + 1; language < LANGUAGE_COUNT; language++) {
		if (articles[language] > articles[best])
			best = (enum language)language;
	}
	return best;
}

static struct alignment_word word_of(const struct token *token, uint32_t offset)
{
	const struct lexeme *lexeme = token->lexeme;

	return (struct alignment_word){
		.folded = lexeme->folded,
		.stem = lexeme->stem,
		.hash = lexeme->hash,
		.span = {token->span.begin + offset, token->span.end + offset},
		.weight = lexeme->flags & LEXEME_STOPWORD ? WEIGHT_STOPWORD : 1,
		.is_known = true,
	};
}

/* What the writer put between two words: a bracket, an ellipsis. */
static void read_marks(struct slice between, bool *is_own, bool *has_ellipsis)
{
	unsigned dots = 0;

	*has_ellipsis = false;
	for (size_t i = 0; i < between.size; i++) {
		char c = between.data[i];

		if (c == '[')
			*is_own = true;
		else if (c == ']')
			*is_own = false;
		dots = c == '.' ? dots + 1 : c == ' ' ? dots : 0;
		if (dots >= 3)
			*has_ellipsis = true;
	}
	if (slice_find(between, SLICE_LITERAL("\xe2\x80\xa6"), 0, &(size_t){0}))
		*has_ellipsis = true;
}

/* A word no article has is a slip of the pen or of the scanner, not another wording. */
static bool is_known(struct reader *reader, struct slice folded)
{
	buffer_reset(&reader->scratch);
	term_word(FIELD_TEXT, folded, &reader->scratch);
	return xc_database_frequency(reader->snapshot->articles, buffer_slice(&reader->scratch)) > 0;
}

void claim_read(struct reader *reader, struct slice text, struct claim *claim)
{
	struct token_list list = {0};
	bool is_own = false;
	size_t end = 0;

	analysis_words(reader->analysis, claim_language(reader), text, &list);
	claim->text = text;
	claim->count = list.count;
	claim->words = arena_allocate_array(&reader->arena, list.count + 1, sizeof(*claim->words));
	for (size_t i = 0; i < list.count; i++) {
		const struct token *token = &list.tokens[i];
		struct alignment_word *word = &claim->words[i];

		*word = word_of(token, 0);
		read_marks(slice_range(text, end, token->span.begin), &is_own,
			&word->follows_ellipsis);
		word->is_own = is_own;
		word->is_known = is_known(reader, word->folded);
		end = token->span.end;
	}
	token_list_clear(&list);
}

void claim_source_words(struct reader *reader, struct slice text, uint32_t offset,
	struct alignment_word *words, size_t *count, size_t capacity)
{
	struct token_list list = {0};

	analysis_words(reader->analysis, claim_language(reader), text, &list);
	for (size_t i = 0; i < list.count && *count < capacity; i++)
		words[(*count)++] = word_of(&list.tokens[i], offset);
	token_list_clear(&list);
}
