/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * answers.c - answers queries in this process:
 *
 *     bench/answers [-b] [-p] [-q] [-m] [-l] [-c COLLAPSE] [-f FACETS] INDEX QUERIES [ROUNDS]
 *     bench/answers -d [-p] [-q] [-l] [-c COLLAPSE] INDEX QUERIES
 *
 * QUERIES has lines CLASS<TAB>QUERY, with -l CLASS<TAB>ID: what is like that article. All run
 * in order, in one thread, ROUNDS times (5); the last round counts, with -b of each query the
 * best. Prints times.h's JSON: the whole is what a worker of quothd does, from the text of a
 * query to its JSON; match is parsing, planning, matching and ranking. -q searches quotations,
 * -m only matches, -p ranks by BM25 alone, to show what the second step of ranking costs;
 * -c source or -c duplicate leaves out hits as --collapse does, -f source,month counts facets.
 * -d prints what is found instead: QUERY, how many, and numbers and scores of the first ten,
 * for before and after.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "bench/times.h"
#include "daemon/facet/facet.h"
#include "daemon/render/results.h"
#include "daemon/search/search.h"
#include "schema/wire.h"

#define QUERY_FILE_LIMIT ((size_t)64 << 20)

struct answers {
	struct search_request request;
	struct reader *reader;
	struct times times;
	struct buffer json;
	struct error error;
	bool is_like; /* a query is the id of an article */
	bool is_list; /* what is found is shown */
};

static const char *const parts[] = {"plan", "match", "collect", "render", NULL};

static bool search(struct answers *answers, struct slice query, struct search_results *results)
{
	size_t position;

	if (answers->is_like)
		answers->request.like = query;
	else
		answers->request.query = query;
	return reader_refresh(answers->reader, &answers->error) &&
	       search_run(answers->reader, &answers->request, results, &position, &answers->error);
}

static bool answer(void *context, struct slice name, struct slice query)
{
	struct answers *answers = context;
	struct search_results results;
	struct times_sample sample = {0};
	int64_t begin = clock_monotonic_ns(), searched;

	if (!search(answers, query, &results))
		return false;
	searched = clock_monotonic_ns();
	buffer_reset(&answers->json);
	if (answers->request.size)
		results_render(&answers->request, &results, searched - begin, &answers->json);
	sample.whole_ns = clock_monotonic_ns() - begin;
	sample.part_ns[0] = results.times.plan;
	sample.part_ns[1] = results.times.plan + results.times.match;
	sample.part_ns[2] = results.times.collect;
	sample.part_ns[3] = begin + sample.whole_ns - searched;
	sample.hits = results.hit_count;
	times_add(&answers->times, name, &sample);
	return true;
}

static bool show(void *context, struct slice name, struct slice query)
{
	struct answers *answers = context;
	struct search_results results;

	(void)name;
	if (!search(answers, query, &results))
		return false;
	printf("%.*s\t%u", SLICE_ARGS(query), results.total);
	for (size_t i = 0; i < results.hit_count; i++)
		printf(" %.*s=%.4f", SLICE_ARGS(results.hits[i].article.identity),
			results.hits[i].score);
	putchar('\n');
	return true;
}

static bool run(struct answers *answers, struct slice queries, unsigned long rounds)
{
	struct buffer output = {0};
	bool is_well = true;

	while (is_well && rounds--) {
		times_again(&answers->times);
		is_well = times_each_query(queries, answer, answers);
	}
	times_print(&answers->times, &output);
	if (is_well)
		printf("{\"classes\":%s}\n", output.data);
	buffer_clear(&output);
	return is_well;
}

static bool take_option(struct answers *answers, int option)
{
	struct search_request *request = &answers->request;

	answers->times.keeps_best |= option == 'b';
	answers->is_like |= option == 'l';
	answers->is_list |= option == 'd';
	request->is_plain |= option == 'p';
	if (option == 'q')
		request->scope = SEARCH_IN_QUOTES;
	if (option == 'm')
		request->size = request->snippet_count = request->quotation_count = 0;
	if (option == 'c')
		request->collapse = strcmp(optarg, "source") == 0 ? SEARCH_COLLAPSE_SOURCE :
								     SEARCH_COLLAPSE_DUPLICATE;
	return option != '?' && (option != 'f' ||
		facet_parse(slice_of(optarg), &request->facets, &answers->error));
}

int main(int argc, char **argv)
{
	struct answers answers = {.times.parts = parts,
		.request = {.size = WIRE_SIZE_INITIAL, .snippet_count = 1,
			.quotation_count = WIRE_QUOTES_INITIAL}};
	struct buffer queries = {0};
	bool is_well = true;
	int option;

	while (is_well && (option = getopt(argc, argv, "bpqmldc:f:")) != -1)
		is_well = take_option(&answers, option);
	if (!is_well || argc - optind < 2 || argc - optind > 3) {
		fprintf(stderr, "%s\nusage: %s [-b] [-p] [-q] [-l] [-m | -d] [-c COLLAPSE] "
			"[-f FACETS] INDEX QUERIES [ROUNDS]\n", answers.error.message, argv[0]);
		return 2;
	}
	answers.reader = reader_new(argv[optind]);
	is_well = file_read(argv[optind + 1], QUERY_FILE_LIMIT, &queries, &answers.error) &&
		  (answers.is_list ? times_each_query(buffer_slice(&queries), show, &answers) :
				     run(&answers, buffer_slice(&queries),
					     argc - optind > 2 ? strtoul(argv[optind + 2], NULL, 10) : 5));
	if (!is_well)
		fprintf(stderr, "%s: %s\n", argv[0], answers.error.message);
	times_clear(&answers.times);
	buffer_clear(&answers.json);
	buffer_clear(&queries);
	reader_free(answers.reader);
	return is_well ? 0 : 2;
}
