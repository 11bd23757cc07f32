/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * quotations.c - how fast quotations are found: bench/quotations CORPUS [PATTERN...]
 *
 * Over the articles of CORPUS; over one article that is all of them in one, of 1, 10 and 100
 * MB; and over 10 MB of a pattern, after one quotation. Words are cut before; the processor time
 * is that of quotation_find alone, the best of a few runs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/memory.h"
#include "bench/articles.h"
#include "text/quotation.h"

#include "base/banned.h"

#define MEGABYTE ((size_t)1000 * 1000)
#define PATTERN_SIZE (10 * MEGABYTE)
#define RUNS 3

static const char *const patterns[] = {"\"", "\" ", "\"a\" ", "\"a\" \"b\" ", "“a” ", "“", "”", "“a “b ",
	"“‘a’ ", "'", "''", " 'a", "«", "»", "« a » ", "„a“ ", "«a «b ", "\n", "“a\n", "said ", "X said ",
	"X said “a”, ", "Anna Bell ", "Anna ", "A ", "ANNA ", "he said ", "who, ", "and Anna, ",
	"of the head ", "Anna said that “x” and ", "Anna Bell said “x”.\n\n", "(A, ", "A. ", "-", "- ",
	", ", "a ", "a", ":“a”", "X, saying “a ", ", the man of ", "according to ", "É ", "日"};

struct bench {
	struct lexicon *lexicon;
	struct quotation_finder *finder;
	struct arena arena;
	struct token_list title, tokens;
	size_t found;
};

static double seconds_of(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

/* Seconds to find the quotations of one text. */
static double find(struct bench *bench, struct slice title, struct slice body)
{
	double begin;

	bench->title.count = bench->tokens.count = 0;
	lexicon_cut(bench->lexicon, title, &bench->title);
	lexicon_cut(bench->lexicon, body, &bench->tokens);
	begin = seconds_of();
	bench->found += quotation_find(bench->finder,
		&(struct quotation_text){title, body, &bench->title, &bench->tokens, bench->lexicon},
		&bench->arena).count;
	begin = seconds_of() - begin;
	arena_reset(&bench->arena);
	return begin;
}

static void print(struct bench *bench, const char *name, size_t size, double seconds)
{
	printf("%-28s %9.1f MB %8.1f MB/s %10zu\n", name, (double)size / 1e6,
		(double)size / seconds / 1e6, bench->found);
	fflush(stdout);
}

/* Joins all bodies into `text`, and times each alone. */
static void time_articles(struct bench *bench, const char *path, struct buffer *text, bool is_warm)
{
	struct articles *articles = articles_open(path);
	struct article article;
	double seconds = 0;
	size_t size = 0;

	bench->found = 0;
	while (articles_next(articles, &article)) {
		seconds += find(bench, article.title, article.body);
		size += article.body.size;
		if (!is_warm) {
			buffer_append(text, article.body);
			buffer_append_string(text, "\n\n");
		}
	}
	print(bench, is_warm ? "articles, again" : "articles", size, seconds);
	articles_close(articles);
}

static void time_text(struct bench *bench, const char *name, struct slice text)
{
	double best = 1e9;

	for (int run = 0; run < RUNS; run++) {
		double seconds;

		bench->found = 0;
		seconds = find(bench, slice_of(""), text);
		if (seconds < best)
			best = seconds;
	}
	print(bench, name, text.size, best);
}

static void time_pattern(struct bench *bench, const char *pattern, struct buffer *text)
{
	char name[64];
	size_t size = 0;

	buffer_reset(text);
	buffer_append_string(text, "“Well,” said Anna Bell. ");
	while (text->size < PATTERN_SIZE)
		buffer_append_string(text, pattern);
	for (const char *byte = pattern; *byte && size + 1 < sizeof(name); byte++)
		name[size++] = *byte == '\n' ? '|' : *byte;
	name[size] = '\0';
	time_text(bench, name, buffer_slice(text));
}

static void time_large(struct bench *bench, struct buffer *text)
{
	struct slice all;

	while (text->size < 100 * MEGABYTE) {
		buffer_reserve(text, text->size); /* for they are the same bytes */
		buffer_append(text, buffer_slice(text));
	}
	all = buffer_slice(text);
	time_text(bench, "one article", slice_range(all, 0, MEGABYTE));
	time_text(bench, "one article", slice_range(all, 0, 10 * MEGABYTE));
	time_text(bench, "one article", slice_range(all, 0, 100 * MEGABYTE));
}

int main(int argc, char **argv)
{
	struct bench bench = {0};
	struct buffer text = {0};

	if (argc < 2) {
		fprintf(stderr, "usage: %s CORPUS [PATTERN]...\n", argv[0]);
		return 2;
	}
	bench.lexicon = lexicon_new(LANGUAGE_ENGLISH);
	bench.finder = quotation_finder_new();
	if (argc == 2) {
		time_articles(&bench, argv[1], &text, false);
		time_articles(&bench, argv[1], &text, true);
		time_large(&bench, &text);
		for (size_t i = 0; i < COUNT_OF(patterns); i++)
			time_pattern(&bench, patterns[i], &text);
	}
	for (int i = 2; i < argc; i++)
		time_pattern(&bench, argv[i], &text);
	quotation_finder_free(bench.finder);
	lexicon_free(bench.lexicon);
	token_list_clear(&bench.title);
	token_list_clear(&bench.tokens);
	arena_clear(&bench.arena);
	buffer_clear(&text);
	return EXIT_SUCCESS;
}
