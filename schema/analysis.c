/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/analysis.h"

#include <string.h>

#include "base/memory.h"

struct analysis {
	struct lexicon *lexicons[LANGUAGE_COUNT];
	struct language_guesser *guesser;
	struct quotation_finder *finder;
	struct token_list title, subtitle, body;
	size_t lexeme_limit;
};

struct analysis *analysis_new(void)
{
	struct analysis *analysis = memory_allocate_array(1, sizeof(*analysis));

	analysis->lexeme_limit = ANALYSIS_LEXEME_LIMIT;
	return analysis;
}

void analysis_free(struct analysis *analysis)
{
	if (!analysis)
		return;
	for (size_t i = 0; i < LANGUAGE_COUNT; i++)
		lexicon_free(analysis->lexicons[i]);
	language_guesser_free(analysis->guesser);
	quotation_finder_free(analysis->finder);
	token_list_clear(&analysis->title);
	token_list_clear(&analysis->subtitle);
	token_list_clear(&analysis->body);
	memory_free(analysis);
}

static struct lexicon *lexicon_of(struct analysis *analysis, enum language language)
{
	if (!analysis->lexicons[language])
		analysis->lexicons[language] = lexicon_new(language);
	return analysis->lexicons[language];
}

static enum language language_of(struct analysis *analysis, const struct article *article,
	enum language wanted)
{
	if (article->language_name.size)
		return language_by_name(article->language_name);
	if (wanted != LANGUAGE_NONE)
		return wanted;
	if (!analysis->guesser)
		analysis->guesser = language_guesser_new();
	return language_guess(analysis->guesser, article->body.size ? article->body : article->title,
		LANGUAGE_ENGLISH);
}

/* All languages together: an input of many must not take many times the memory. */
static void keep_limit(struct analysis *analysis, const struct lexicon *in_hand)
{
	size_t count = 0;

	for (size_t i = 0; i < LANGUAGE_COUNT; i++)
		count += analysis->lexicons[i] ? lexicon_count(analysis->lexicons[i]) : 0;
	if (count <= analysis->lexeme_limit)
		return;
	analysis_trim(analysis, 0);
	for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
		if (analysis->lexicons[i] && analysis->lexicons[i] != in_hand)
			lexicon_shrink(analysis->lexicons[i]);
	}
}

static void cut(struct lexicon *lexicon, struct slice text, struct token_list *list)
{
	list->count = 0;
	lexicon_cut(lexicon, text, list);
}

void analysis_run(struct analysis *analysis, struct article *article, enum language wanted,
	bool with_quotations, struct arena *arena, struct analysed *analysed)
{
	enum language language = language_of(analysis, article, wanted);
	struct lexicon *lexicon = lexicon_of(analysis, language);

	keep_limit(analysis, lexicon);
	article->language = language;
	memset(analysed, 0, sizeof(*analysed));
	analysed->language = language;
	analysed->generation = lexicon_trim(lexicon, analysis->lexeme_limit);
	cut(lexicon, article->title, &analysis->title);
	cut(lexicon, article->subtitle, &analysis->subtitle);
	cut(lexicon, article->body, &analysis->body);
	analysed->title = &analysis->title;
	analysed->subtitle = &analysis->subtitle;
	analysed->body = &analysis->body;
	if (!with_quotations)
		return;
	if (!analysis->finder)
		analysis->finder = quotation_finder_new();
	analysed->quotations = quotation_find(analysis->finder,
		&(struct quotation_text){article->title, article->body, &analysis->title,
			&analysis->body, lexicon},
		arena);
}

void analysis_limit(struct analysis *analysis, size_t lexeme_limit)
{
	analysis->lexeme_limit = lexeme_limit;
}

void analysis_words(struct analysis *analysis, enum language language, struct slice text,
	struct token_list *list)
{
	lexicon_cut(lexicon_of(analysis, language), text, list);
}

void analysis_trim(struct analysis *analysis, size_t limit)
{
	for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
		if (analysis->lexicons[i])
			lexicon_trim(analysis->lexicons[i], limit);
	}
}
