/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * analysis.h - THE analysis: how text becomes words, for articles and for queries.
 *
 * One analysis a thread. It owns one lexicon a language; words of articles and of queries
 * pass through the same function, so what is indexed is what is asked for.
 */
#ifndef SCHEMA_ANALYSIS_H
#define SCHEMA_ANALYSIS_H

#include "base/arena.h"
#include "schema/article.h"
#include "text/language.h"
#include "text/lexicon.h"
#include "text/quotation.h"

/* 40 MB of news have 135,000 different words as written, and 99 % of its words are among the first
 * 100,000; more than 131,072 would double a lexicon's table. */
#define ANALYSIS_LEXEME_LIMIT 125000

/* How often a word of the title or the subtitle counts among the article's words. */
#define ANALYSIS_TITLE_WEIGHT 3
#define ANALYSIS_SUBTITLE_WEIGHT 2

/* The length an article is ranked by, of the words of its parts. Title and subtitle count as
 * often as their words do: BM25's bound of a term's weight holds only where no term is in a
 * document more often than the document is long, and hits above it would be passed over. */
static inline uint32_t analysis_length(size_t title, size_t subtitle, size_t body)
{
	return (uint32_t)(ANALYSIS_TITLE_WEIGHT * title + ANALYSIS_SUBTITLE_WEIGHT * subtitle + body);
}

struct analysis;

/* What was found in one article; valid until the next analysis_run of the same analysis. */
struct analysed {
	enum language language;
	unsigned generation; /* of the language's lexicon: see lexicon_trim */
	const struct token_list *title, *subtitle, *body;
	struct quotation_list quotations; /* of the body */
};

struct analysis *analysis_new(void);
void analysis_free(struct analysis *analysis);
/* How many words analysis_run remembers before all are forgotten; ANALYSIS_LEXEME_LIMIT unless
 * this says so. */
void analysis_limit(struct analysis *analysis, size_t lexeme_limit);

/* Sets article->language (from language_name, else `wanted`, else guessed where `wanted` is
 * LANGUAGE_NONE), cuts its words and finds its quotations (arena). */
void analysis_run(struct analysis *analysis, struct article *article, enum language wanted,
	bool with_quotations, struct arena *arena, struct analysed *analysed);

/* The words of a query in one language, appended to `list`; spans count bytes of `text`. */
void analysis_words(struct analysis *analysis, enum language language, struct slice text,
	struct token_list *list);
/* Forgets the words of each language that has more than `limit`: lexemes seen before are void.
 * Whoever cuts words for ever, as a daemon does, calls it now and then. */
void analysis_trim(struct analysis *analysis, size_t limit);

#endif
