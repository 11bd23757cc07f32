/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/analysis.h"

#include <string.h>

#include "base/memory.h"

/* Lexemes kept a language before all are forgotten: some 25 MB, with what others keep by
 * their numbers. 40 MB of news have 135,000 different ones, and 99 % of its words are among the
 * first 100,000; more than 131,072 would double the lexicon's table. */
#define LEXEME_LIMIT 125000

struct analysis {
	struct lexicon *lexicons[LANGUAGE_COUNT];
	struct language_guesser *guesser;
	struct quotation_finder *finder;
	struct token_list title, subtitle, body;
};

struct analysis *analysis_new(void)
{
	return memory_allocate_array(1, sizeof(struct analysis));
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

	article->language = language;
	memset(analysed, 0, sizeof(*analysed));
	analysed->language = language;
	analysed->generation = lexicon_trim(lexicon, LEXEME_LIMIT);
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
			&analysis->body, language, analysed->generation},
		arena);
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
