/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * times.h - what queries took, by class, and the files they come from.
 *
 * A query file has lines CLASS<TAB>QUERY. Results are printed as one JSON object:
 * {"CLASS":{"mean_ms":..,"p50_ms":..,"p99_ms":..,"match_ms":..,"hits":..},...}
 */
#ifndef BENCH_TIMES_H
#define BENCH_TIMES_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

#define TIMES_CLASS_LIMIT 128
#define TIMES_PART_LIMIT 4

/* One query: the whole, its parts (the caller's), and how many hits were shown. */
struct times_sample {
	int64_t whole_ns;
	int64_t part_ns[TIMES_PART_LIMIT];
	uint64_t hits;
};

struct times_class {
	struct slice name;
	struct times_sample *samples;
	size_t count, known, capacity; /* of this round, of all rounds */
};

struct times {
	const char *const *parts; /* their names, NULL behind the last; NULL: none */
	bool keeps_best;          /* of each query the best round counts, not the last */
	struct times_class classes[TIMES_CLASS_LIMIT];
	size_t count;
};

void times_clear(struct times *times);
/* Begins another round of the same queries. */
void times_again(struct times *times);
/* `name` must outlive the times. Classes beyond the limit are one. */
void times_add(struct times *times, struct slice name, const struct times_sample *sample);
/* Milliseconds of a part, on average. */
double times_part_mean(const struct times_class *class, size_t part);
void times_print(struct times *times, struct buffer *output);

/* Calls `run` for each line of a query file; stops where it returns false. */
bool times_each_query(struct slice file,
	bool (*run)(void *context, struct slice name, struct slice query), void *context);

#endif
