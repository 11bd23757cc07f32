/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench/times.h"

#include <stdlib.h>

#include "base/memory.h"

#include "base/banned.h"

void times_clear(struct times *times)
{
	for (size_t i = 0; i < times->count; i++)
		memory_free(times->classes[i].whole_ns);
	*times = (struct times){.parts = times->parts};
}

void times_reset(struct times *times)
{
	for (size_t i = 0; i < times->count; i++) {
		struct times_class *class = &times->classes[i];

		*class = (struct times_class){.name = class->name, .whole_ns = class->whole_ns,
			.capacity = class->capacity};
	}
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

	class->whole_ns = memory_grow(class->whole_ns, &class->capacity, class->count + 1,
		sizeof(*class->whole_ns));
	class->whole_ns[class->count++] = sample->whole_ns;
	for (size_t i = 0; i < TIMES_PART_LIMIT; i++)
		class->part_ns[i] += sample->part_ns[i];
	class->hits += sample->hits;
}

static int by_time(const void *a, const void *b)
{
	const int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;

	return (first > second) - (first < second);
}

static void print_class(const struct times *times, struct times_class *class,
	struct buffer *output)
{
	const double count = (double)class->count * 1e6;
	int64_t sum = 0;

	for (size_t i = 0; i < class->count; i++)
		sum += class->whole_ns[i];
	qsort(class->whole_ns, class->count, sizeof(*class->whole_ns), by_time);
	buffer_printf(output, "\"%.*s\":{\"mean_ms\":%.4f,\"p50_ms\":%.4f,\"p99_ms\":%.4f",
		SLICE_ARGS(class->name), (double)sum / count,
		(double)class->whole_ns[class->count / 2] / 1e6,
		(double)class->whole_ns[class->count * 99 / 100] / 1e6);
	for (size_t i = 0; times->parts && times->parts[i]; i++)
		buffer_printf(output, ",\"%s_ms\":%.4f", times->parts[i],
			(double)class->part_ns[i] / count);
	buffer_printf(output, ",\"hits\":%llu}", (unsigned long long)class->hits);
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
