/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * claims.c - times checks of claimed quotations in one process, without HTTP.
 *
 * claims INDEX CLAIMS [ROUNDS]: CLAIMS has lines CLASS<TAB>CLAIM. All claims are checked in
 * order, ROUNDS times (5); of each claim the best time counts, so that other work on the
 * machine does not. Prints for each class how many got which verdict, and mean, median, 99th
 * percentile and maximum in milliseconds. With a third argument of 0 prints each claim's
 * verdict, score and class instead.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "daemon/check/check.h"

#define CLASS_LIMIT 32
#define CLAIMS_FILE_LIMIT (16u << 20)
#define CANDIDATES 5

struct class_times {
	struct slice name;
	double *times; /* ms of each claim */
	size_t count, known, capacity; /* claims of this round; of all rounds */
	unsigned verdicts[CHECK_NOT_FOUND + 1];
};

struct bench {
	struct reader *reader;
	bool is_listing;
	struct class_times classes[CLASS_LIMIT];
	size_t class_count;
};

static int by_value(const void *a, const void *b)
{
	const double first = *(const double *)a, second = *(const double *)b;

	return (first > second) - (first < second);
}

static void die(struct slice what, const struct error *error)
{
	fprintf(stderr, "claims: %.*s: %s\n", SLICE_ARGS(what), error->message);
	exit(2);
}

static struct class_times *class_of(struct bench *bench, struct slice name)
{
	for (size_t i = 0; i < bench->class_count; i++) {
		if (slice_equal(bench->classes[i].name, name))
			return &bench->classes[i];
	}
	if (bench->class_count == CLASS_LIMIT) {
		fprintf(stderr, "claims: more than %d classes\n", CLASS_LIMIT);
		exit(2);
	}
	bench->classes[bench->class_count].name = name;
	return &bench->classes[bench->class_count++];
}

static void run_claim(struct bench *bench, struct slice name, struct slice claim)
{
	const struct check_request request = {.text = claim, .size = CANDIDATES};
	struct class_times *class = class_of(bench, name);
	struct check_result result;
	struct error error = {0};
	size_t i = class->count++;
	int64_t began;
	double taken;

	if (!reader_refresh(bench->reader, &error))
		die(claim, &error);
	began = clock_monotonic_ns();
	if (!check_run(bench->reader, &request, &result, &error))
		die(claim, &error);
	taken = (double)(clock_monotonic_ns() - began) / 1e6;
	if (i == class->known) {
		class->times = memory_grow(class->times, &class->capacity, i + 1, sizeof(double));
		class->times[i] = taken;
		class->known++;
	}
	if (taken < class->times[i])
		class->times[i] = taken;
	class->verdicts[result.verdict]++;
	if (bench->is_listing)
		printf("%d\t%.3f\t%.*s\t%.*s\n", (int)result.verdict,
			result.candidate_count ? result.candidates[0].score : 0, SLICE_ARGS(name),
			SLICE_ARGS(claim));
}

static void run_round(struct bench *bench, struct slice claims)
{
	struct slice line, name;

	for (size_t i = 0; i < bench->class_count; i++) {
		bench->classes[i].count = 0;
		for (size_t j = 0; j <= CHECK_NOT_FOUND; j++)
			bench->classes[i].verdicts[j] = 0;
	}
	while (slice_split(&claims, '\n', &line)) {
		if (line.size && slice_split(&line, '\t', &name) && line.size)
			run_claim(bench, name, line);
	}
}

static void print_class(struct class_times *class)
{
	double sum = 0;

	for (size_t i = 0; i < class->count; i++)
		sum += class->times[i];
	qsort(class->times, class->count, sizeof(double), by_value);
	printf("%-12.*s %6u %6u %6u | %8.3f %8.3f %8.3f %8.3f\n", SLICE_ARGS(class->name),
		class->verdicts[CHECK_VERBATIM], class->verdicts[CHECK_ALTERED],
		class->verdicts[CHECK_NOT_FOUND], sum / (double)class->count,
		class->times[class->count / 2], class->times[class->count * 99 / 100],
		class->times[class->count - 1]);
	memory_free(class->times);
}

int main(int argc, char **argv)
{
	const unsigned long rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 5;
	struct bench bench = {.is_listing = rounds == 0};
	struct buffer claims = {0};
	struct error error = {0};

	if (argc < 3) {
		fprintf(stderr, "usage: claims INDEX CLAIMS [ROUNDS]\n");
		return 2;
	}
	if (!file_read(argv[2], CLAIMS_FILE_LIMIT, &claims, &error))
		die(slice_of(argv[2]), &error);
	bench.reader = reader_new(argv[1]);
	for (unsigned long i = 0; i < (rounds ? rounds : 1); i++)
		run_round(&bench, buffer_slice(&claims));
	if (!bench.is_listing)
		printf("%-12s %6s %6s %6s | %8s %8s %8s %8s\n", "class", "verb.", "alter.", "none",
			"mean", "p50", "p99", "most");
	for (size_t i = 0; i < bench.class_count && !bench.is_listing; i++)
		print_class(&bench.classes[i]);
	reader_free(bench.reader);
	buffer_clear(&claims);
	return 0;
}
