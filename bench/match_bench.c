/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * match_bench.c - times queries in one process, without HTTP.
 *
 * match_bench INDEX QUERIES [ROUNDS [articles|plain|quotes]]: QUERIES has lines
 * CLASS<TAB>QUERY; they search articles, articles by BM25 alone, or quotations. All queries run in
 * order, ROUNDS times (5); of each query the best time of each step counts, so that other work
 * on the machine does not. Prints for each class, in milliseconds, mean, median and 99th
 * percentile of planning and matching, mean of records and snippets of ten hits, mean, median
 * and 99th percentile of the whole, how many hits were shown and how many there are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "daemon/search/search.h"

#define CLASS_LIMIT 128
#define QUERY_FILE_LIMIT (16u << 20)

struct class_times {
	struct slice name;
	double *match, *collect, *whole; /* ms of each query */
	size_t count, known; /* queries of this round, of all rounds */
	size_t match_capacity, collect_capacity, whole_capacity;
	size_t hits;
	unsigned long long total;
};

struct bench {
	struct reader *reader;
	enum search_scope scope;
	bool is_plain;
	struct class_times classes[CLASS_LIMIT];
	size_t class_count;
};

static int by_value(const void *a, const void *b)
{
	const double first = *(const double *)a, second = *(const double *)b;

	return (first > second) - (first < second);
}

static struct class_times *class_of(struct bench *bench, struct slice name)
{
	for (size_t i = 0; i < bench->class_count; i++) {
		if (slice_equal(bench->classes[i].name, name))
			return &bench->classes[i];
	}
	if (bench->class_count == CLASS_LIMIT) {
		fprintf(stderr, "match_bench: more than %d classes\n", CLASS_LIMIT);
		exit(2);
	}
	bench->classes[bench->class_count].name = name;
	return &bench->classes[bench->class_count++];
}

static void die(struct slice query, const struct error *error)
{
	fprintf(stderr, "match_bench: %.*s: %s\n", SLICE_ARGS(query), error->message);
	exit(2);
}

static double least(double a, double b)
{
	return a < b ? a : b;
}

static void run_query(struct bench *bench, struct slice name, struct slice query)
{
	const struct search_request request = {.query = query, .scope = bench->scope, .size = 10,
		.snippet_count = 1, .is_plain = bench->is_plain};
	struct class_times *times = class_of(bench, name);
	struct search_results results;
	struct error error = {0};
	size_t position, i = times->count++;
	double match, collect;

	if (!reader_refresh(bench->reader, &error) ||
		!search_run(bench->reader, &request, &results, &position, &error))
		die(query, &error);
	match = (double)(results.times.plan + results.times.match) / 1e6;
	collect = (double)results.times.collect / 1e6;
	if (i == times->known) {
		times->match = memory_grow(times->match, &times->match_capacity, i + 1, sizeof(double));
		times->collect = memory_grow(times->collect, &times->collect_capacity, i + 1,
			sizeof(double));
		times->whole = memory_grow(times->whole, &times->whole_capacity, i + 1, sizeof(double));
		times->match[i] = times->collect[i] = times->whole[i] = 1e9;
		times->known++;
	}
	times->match[i] = least(times->match[i], match);
	times->collect[i] = least(times->collect[i], collect);
	times->whole[i] = least(times->whole[i], match + collect);
	times->hits += results.hit_count;
	times->total += results.total;
}

static void run_round(struct bench *bench, struct slice queries)
{
	struct slice line, name;

	for (size_t i = 0; i < bench->class_count; i++)
		bench->classes[i].count = bench->classes[i].hits = bench->classes[i].total = 0;
	while (slice_split(&queries, '\n', &line)) {
		if (line.size && slice_split(&line, '\t', &name) && line.size)
			run_query(bench, name, line);
	}
}

static double mean(const double *values, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += values[i];
	return count ? sum / (double)count : 0;
}

static void print_class(struct class_times *times)
{
	const size_t count = times->count, p99 = count * 99 / 100;

	if (!count)
		return;
	printf("%-12.*s %7.3f", SLICE_ARGS(times->name), mean(times->match, count));
	qsort(times->match, count, sizeof(double), by_value);
	printf(" %7.3f %7.3f | %7.3f | %7.3f", times->match[count / 2], times->match[p99],
		mean(times->collect, count), mean(times->whole, count));
	qsort(times->whole, count, sizeof(double), by_value);
	printf(" %7.3f %7.3f | %6zu %9llu\n", times->whole[count / 2], times->whole[p99], times->hits,
		times->total);
}

int main(int argc, char **argv)
{
	const unsigned long rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 5;
	struct bench bench = {0};
	struct buffer queries = {0};
	struct error error = {0};

	if (argc < 3) {
		fprintf(stderr, "usage: match_bench INDEX QUERIES [ROUNDS [articles|plain|quotes]]\n");
		return 2;
	}
	if (!file_read(argv[2], QUERY_FILE_LIMIT, &queries, &error))
		die(slice_of(argv[2]), &error);
	bench.reader = reader_new(argv[1]);
	if (argc > 4 && strcmp(argv[4], "quotes") == 0)
		bench.scope = SEARCH_IN_QUOTES;
	bench.is_plain = argc > 4 && strcmp(argv[4], "plain") == 0;
	for (unsigned long i = 0; i < rounds; i++)
		run_round(&bench, buffer_slice(&queries));
	printf("%-12s %7s %7s %7s | %7s | %7s %7s %7s | %6s %9s\n", "class", "match", "p50", "p99",
		"collect", "whole", "p50", "p99", "hits", "total");
	for (size_t i = 0; i < bench.class_count; i++) {
		print_class(&bench.classes[i]);
		memory_free(bench.classes[i].match);
		memory_free(bench.classes[i].collect);
		memory_free(bench.classes[i].whole);
	}
	reader_free(bench.reader);
	buffer_clear(&queries);
	return 0;
}
