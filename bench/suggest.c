/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * suggest.c - times completions and spelling in one process, without HTTP.
 *
 * suggest INDEX [ROUNDS]: what is typed is drawn from the words of the index itself: beginnings
 * of one, two, three and five letters, whole words, a second word behind a frequent one, words with
 * a letter left out. Then searches for such words, with and without a proposal: what that costs
 * is the difference. Of each query the best of ROUNDS (5) counts, so that other work on the
 * machine does not. Prints mean, median, 99th percentile and maximum of each class in
 * milliseconds, and the query that took longest.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "daemon/index/dictionary.h"
#include "daemon/search/search.h"
#include "daemon/suggest/suggest.h"

#define WORDS 4000      /* the most frequent, from which queries are made */
#define QUERIES 400     /* of a class, at most */
#define HITS 10

enum class {
	ONE_LETTER,
	TWO_LETTERS,
	THREE_LETTERS,
	FIVE_LETTERS,
	WHOLE_WORD,
	SECOND_WORD,
	MISSPELT,
	SEARCH,
	SEARCH_TRIAL,
	CLASSES,
};

static const char *const names[] = {
	[ONE_LETTER] = "one letter",
	[TWO_LETTERS] = "two letters",
	[THREE_LETTERS] = "three letters",
	[FIVE_LETTERS] = "five letters",
	[WHOLE_WORD] = "whole word",
	[SECOND_WORD] = "second word",
	[MISSPELT] = "misspelt",
	[SEARCH] = "search misspelt",
	[SEARCH_TRIAL] = "without spelling",
};

struct bench {
	struct reader *reader;
	struct buffer queries[CLASSES]; /* one a line */
	double times[QUERIES];          /* ms */
};

static void die(const struct error *error)
{
	fprintf(stderr, "suggest: %s\n", error->message);
	exit(2);
}

/* Each once, as long as neighbours are alike. */
static void add_query(struct bench *bench, enum class class, struct slice query)
{
	struct buffer *queries = &bench->queries[class];
	size_t begin = queries->size > query.size ? queries->size - query.size - 1 : 0;

	if (queries->size && slice_equal(slice_range(buffer_slice(queries), begin, queries->size - 1),
				     query))
		return;
	buffer_append(queries, query);
	buffer_append_byte(queries, '\n');
}

static void add_misspelt(struct bench *bench, struct slice word)
{
	struct buffer slip = {0};

	buffer_append(&slip, slice_range(word, 0, word.size / 2));
	buffer_append(&slip, slice_range(word, word.size / 2 + 1, word.size));
	add_query(bench, MISSPELT, buffer_slice(&slip));
	add_query(bench, SEARCH, buffer_slice(&slip));
	add_query(bench, SEARCH_TRIAL, buffer_slice(&slip));
	buffer_clear(&slip);
}

static void add_word(struct bench *bench, struct slice word, struct slice before)
{
	static const size_t sizes[] = {[TWO_LETTERS] = 2, [THREE_LETTERS] = 3, [FIVE_LETTERS] = 5};
	struct buffer pair = {0};

	for (enum class class = TWO_LETTERS; class <= FIVE_LETTERS; class++)
		if (word.size > sizes[class])
			add_query(bench, class, slice_range(word, 0, sizes[class]));
	add_query(bench, WHOLE_WORD, word);
	if (word.size > 7)
		add_misspelt(bench, word);
	buffer_append(&pair, before);
	buffer_append_byte(&pair, ' ');
	buffer_append(&pair, slice_range(word, 0, 2));
	add_query(bench, SECOND_WORD, buffer_slice(&pair));
	buffer_clear(&pair);
}

static void make_queries(struct bench *bench)
{
	struct error error = {0};
	struct dictionary_list list;

	if (!reader_refresh(bench->reader, &error))
		die(&error);
	list = dictionary_begin(bench->reader->snapshot, SLICE_LITERAL(""), WORDS,
		&bench->reader->arena);
	for (char letter = 'a'; letter <= 'z'; letter++)
		add_query(bench, ONE_LETTER, slice_make(&letter, 1));
	/* Spread over all, so that neither the frequent nor the rare are alone. */
	for (size_t i = 0; i < list.count; i += 1 + list.count / QUERIES)
		add_word(bench, list.words[i].word, list.words[i / 8].word);
}

static double run(struct bench *bench, enum class class, struct slice query)
{
	const struct suggest_request suggest = {.typed = query, .size = HITS};
	const struct search_request search = {.query = query, .size = HITS, .snippet_count = 1,
		.is_trial = class == SEARCH_TRIAL};
	struct suggest_result suggested;
	struct search_results found;
	struct error error = {0};
	size_t position;
	int64_t began;

	if (!reader_refresh(bench->reader, &error))
		die(&error);
	began = clock_monotonic_ns();
	if (class >= SEARCH ? !search_run(bench->reader, &search, &found, &position, &error)
			    : !suggest_run(bench->reader, &suggest, &suggested, &error))
		die(&error);
	return (double)(clock_monotonic_ns() - began) / 1e6;
}

static int by_value(const void *a, const void *b)
{
	const double first = *(const double *)a, second = *(const double *)b;

	return (first > second) - (first < second);
}

static void run_class(struct bench *bench, enum class class, unsigned long rounds)
{
	struct slice rest = buffer_slice(&bench->queries[class]), query;
	size_t count = 0;
	double sum = 0, most = 0;
	struct slice worst = {0};

	while (count < QUERIES && slice_split(&rest, '\n', &query) && query.size) {
		double best = run(bench, class, query);

		for (unsigned long round = 1; round < rounds; round++) {
			const double time = run(bench, class, query);

			best = time < best ? time : best;
		}
		bench->times[count++] = best;
		sum += best;
		worst = best > most ? query : worst;
		most = best > most ? best : most;
	}
	if (count == 0)
		return;
	qsort(bench->times, count, sizeof(double), by_value);
	printf("%-18s %5zu | %8.3f %8.3f %8.3f %8.3f  %.*s\n", names[class], count,
		sum / (double)count, bench->times[count / 2], bench->times[count * 99 / 100], most,
		SLICE_ARGS(worst));
}

int main(int argc, char **argv)
{
	const unsigned long rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 5;
	struct bench bench = {.reader = NULL};

	if (argc < 2) {
		fprintf(stderr, "usage: suggest INDEX [ROUNDS]\n");
		return 2;
	}
	bench.reader = reader_new(argv[1]);
	make_queries(&bench);
	printf("%-18s %5s | %8s %8s %8s %8s\n", "", "", "mean", "p50", "p99", "most");
	for (enum class class = 0; class < CLASSES; class++) {
		run_class(&bench, class, rounds);
		buffer_clear(&bench.queries[class]);
	}
	reader_free(bench.reader);
	return 0;
}
