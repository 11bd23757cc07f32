/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench/times.h"

#include <stdlib.h>

#include "base/memory.h"

#include "base/banned.h"

void times_clear(struct times *times)
{
	for (size_t i = 0; i < times->count; i++)
		memory_free(times->classes[i].samples);
	*times = (struct times){.parts = times->parts, .keeps_best = times->keeps_best};
}

void times_again(struct times *times)
{
	for (size_t i = 0; i < times->count; i++)
		times->classes[i].count = 0;
}

static struct times_class *find_class(struct times *times, struct slice name)
{
	for (size_t i = 0; i < times->count; i++) {
		if (slice_equal(times->classes[i].name, name))
			return &times->classes[i];
	}
	if (times->count == TIMES_CLASS_LIMIT)
		return &times->classes[TIMES_CLASS_LIMIT - 1];
	times->classes[times->count].name = name;
	return &times->classes[times->count++];
}

void times_add(struct times *times, struct slice name, const struct times_sample *sample)
{
	struct times_class *class = find_class(times, name);
	const size_t i = class->count++;

	if (i == class->known) {
		class->samples = memory_grow(class->samples, &class->capacity, i + 1,
			sizeof(*class->samples));
		class->samples[class->known++] = *sample;
	} else if (!times->keeps_best || sample->whole_ns < class->samples[i].whole_ns) {
		class->samples[i] = *sample;
	}
}

static int by_time(const void *a, const void *b)
{
	const struct times_sample *first = a, *second = b;

	return (first->whole_ns > second->whole_ns) - (first->whole_ns < second->whole_ns);
}

double times_part_mean(const struct times_class *class, size_t part)
{
	int64_t sum = 0;

	for (size_t i = 0; i < class->count; i++)
		sum += class->samples[i].part_ns[part];
	return class->count ? (double)sum / 1e6 / (double)class->count : 0;
}

static void print_class(const struct times *times, struct times_class *class,
	struct buffer *output)
{
	const double count = (double)class->count * 1e6;
	struct times_sample sum = {0};

	for (size_t i = 0; i < class->count; i++) {
		sum.whole_ns += class->samples[i].whole_ns;
		sum.hits += class->samples[i].hits;
	}
	qsort(class->samples, class->count, sizeof(*class->samples), by_time);
	buffer_printf(output, "\"%.*s\":{\"mean_ms\":%.4f,\"p50_ms\":%.4f,\"p99_ms\":%.4f",
		SLICE_ARGS(class->name), (double)sum.whole_ns / count,
		(double)class->samples[class->count / 2].whole_ns / 1e6,
		(double)class->samples[class->count * 99 / 100].whole_ns / 1e6);
	for (size_t i = 0; times->parts && times->parts[i]; i++)
		buffer_printf(output, ",\"%s_ms\":%.4f", times->parts[i],
			times_part_mean(class, i));
	buffer_printf(output, ",\"hits\":%llu}", (unsigned long long)sum.hits);
}

void times_print(struct times *times, struct buffer *output)
{
	const char *separator = "";

	buffer_append_byte(output, '{');
	for (size_t i = 0; i < times->count; i++) {
		if (!times->classes[i].count)
			continue;
		buffer_append_string(output, separator);
		print_class(times, &times->classes[i], output);
		separator = ",";
	}
	buffer_append_byte(output, '}');
}

bool times_each_query(struct slice file,
	bool (*run)(void *context, struct slice name, struct slice query), void *context)
{
	struct slice line, name;

	while (slice_split(&file, '\n', &line)) {
		if (line.size && slice_split(&line, '\t', &name) && line.size &&
			!run(context, name, line))
			return false;
	}
	return true;
}
