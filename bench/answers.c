/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * answers.c - answers queries in this process: bench/answers INDEX QUERIES [ROUNDS]
 *
 * QUERIES has lines CLASS<TAB>QUERY. All run in order, in one thread, ROUNDS times (5); the
 * last round counts. Prints times.h's JSON: the whole is what a worker of quothd does, from
 * the text of a query to its JSON; match is parsing, planning, matching and ranking.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/file.h"
#include "bench/times.h"
#include "daemon/render/results.h"
#include "daemon/search/search.h"
#include "schema/wire.h"

#define QUERY_FILE_LIMIT ((size_t)64 << 20)

struct answers {
	struct reader *reader;
	struct times times;
	struct buffer json;
	struct error error;
};

static const char *const parts[] = {"plan", "match", "collect", "render", NULL};

static bool answer(void *context, struct slice name, struct slice query)
{
	struct answers *answers = context;
	const struct search_request request = {.query = query, .size = WIRE_SIZE_INITIAL,
		.snippet_count = 1};
	struct search_results results;
	struct times_sample sample = {0};
	int64_t begin = clock_monotonic_ns(), searched;
	size_t position;

	if (!reader_refresh(answers->reader, &answers->error) ||
		!search_run(answers->reader, &request, &results, &position, &answers->error))
		return false;
	searched = clock_monotonic_ns();
	buffer_reset(&answers->json);
	results_render(&request, &results, searched - begin, &answers->json);
	sample.whole_ns = clock_monotonic_ns() - begin;
	sample.part_ns[0] = results.times.plan;
	sample.part_ns[1] = results.times.plan + results.times.match;
	sample.part_ns[2] = results.times.collect;
	sample.part_ns[3] = begin + sample.whole_ns - searched;
	sample.hits = results.hit_count;
	times_add(&answers->times, name, &sample);
	return true;
}

int main(int argc, char **argv)
{
	struct answers answers = {.times.parts = parts};
	struct buffer queries = {0}, output = {0};
	unsigned long rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 5;
	bool is_well;

	if (argc < 3 || argc > 4) {
		fprintf(stderr, "usage: %s INDEX QUERIES [ROUNDS]\n", argv[0]);
		return 2;
	}
	answers.reader = reader_new(argv[1]);
	is_well = file_read(argv[2], QUERY_FILE_LIMIT, &queries, &answers.error);
	while (is_well && rounds--) {
		times_reset(&answers.times);
		is_well = times_each_query(buffer_slice(&queries), answer, &answers);
	}
	if (is_well) {
		times_print(&answers.times, &output);
		printf("{\"classes\":%s}\n", output.data);
	} else {
		fprintf(stderr, "%s: %s\n", argv[0], answers.error.message);
	}
	times_clear(&answers.times);
	buffer_clear(&answers.json);
	buffer_clear(&queries);
	buffer_clear(&output);
	reader_free(answers.reader);
	return is_well ? 0 : 2;
}
