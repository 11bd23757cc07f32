/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * variants.c - times what is told of a quotation, in one process.
 *
 * variants INDEX [COUNT [ROUNDS]]: COUNT (5000) quotations are drawn from the index. Of each is
 * asked how many print it and since when, as for every hit, then for all its forms, as
 * `quoth quotes --variants` does. Of each the best of ROUNDS (3) counts. Prints mean, median,
 * 99th percentile and maximum in milliseconds.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "daemon/index/variants.h"

#define SPREAD UINT64_C(0x9e3779b97f4a7c15)
#define TURNS 1000 /* until a live one is met */

enum question { COUNTED, GATHERED, QUESTIONS };

static const char *const names[] = {[COUNTED] = "how many", [GATHERED] = "all forms"};

struct bench {
	struct reader *reader;
	double *times[QUESTIONS]; /* ms */
	size_t count;
};

static void die(const struct error *error)
{
	fprintf(stderr, "variants: %s\n", error->message);
	exit(2);
}

/* Any quotation of a live article; numbers are well spread, and the same in each run. */
static uint32_t draw(const struct snapshot *snapshot, uint64_t i)
{
	const uint32_t last = xc_database_last_document(snapshot->quotations);

	for (uint64_t turn = i; last && turn < i + TURNS; turn++) {
		const uint32_t number = 1 + (uint32_t)((turn * SPREAD >> 32) % last);
		size_t segment;
		uint32_t local;

		snapshot_locate(snapshot, number, &segment, &local);
		if (local <= snapshot->tokens[segment].quotation_count &&
			quotation_is_live(snapshot, segment, local))
			return number;
	}
	return 0;
}

static double ask(struct bench *bench, uint32_t number, enum question question)
{
	struct quotation_source source;
	struct slice identity;
	struct variants variants;
	struct saying saying;
	struct error error = {0};
	int64_t began;

	if (!reader_refresh(bench->reader, &error) ||
		!quotation_load(bench->reader, number, &source, &error))
		die(&error);
	identity = quotation_view(bench->reader, &source).identity;
	began = clock_monotonic_ns();
	if (question == COUNTED ? !variants_count(bench->reader, &source, &saying, &error) :
				  !variants_find(bench->reader, identity, 0, &variants, &error))
		die(&error);
	return (double)(clock_monotonic_ns() - began) / 1e6;
}

static int by_value(const void *a, const void *b)
{
	const double first = *(const double *)a, second = *(const double *)b;

	return (first > second) - (first < second);
}

static void print(const struct bench *bench, enum question question)
{
	double *times = bench->times[question], sum = 0;

	for (size_t i = 0; i < bench->count; i++)
		sum += times[i];
	qsort(times, bench->count, sizeof(*times), by_value);
	printf("%-10s | %8.4f %8.4f %8.4f %8.4f\n", names[question], sum / (double)bench->count,
		times[bench->count / 2], times[bench->count * 99 / 100], times[bench->count - 1]);
}

int main(int argc, char **argv)
{
	const unsigned long rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 3;
	struct bench bench = {.count = argc > 2 ? strtoul(argv[2], NULL, 10) : 5000};
	struct error error = {0};

	if (argc < 2 || bench.count == 0) {
		fprintf(stderr, "usage: variants INDEX [COUNT [ROUNDS]]\n");
		return 2;
	}
	bench.reader = reader_new(argv[1]);
	if (!reader_refresh(bench.reader, &error))
		die(&error);
	printf("%-10s | %8s %8s %8s %8s\n", "", "mean", "p50", "p99", "most");
	for (enum question question = 0; question < QUESTIONS; question++) {
		bench.times[question] = memory_allocate_array(bench.count, sizeof(double));
		for (size_t i = 0; i < bench.count * rounds; i++) {
			double *best = &bench.times[question][i % bench.count];
			const double time =
				ask(&bench, draw(bench.reader->snapshot, i % bench.count), question);

			*best = i < bench.count || time < *best ? time : *best;
		}
		print(&bench, question);
		memory_free(bench.times[question]);
	}
	reader_free(bench.reader);
	return 0;
}
