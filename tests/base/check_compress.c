/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/compress.h"

#include <string.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

/* Bytes of `letters` kinds: 1 is a run, 256 cannot be compressed. */
static void fill(struct buffer *buffer, size_t size, unsigned letters, unsigned seed)
{
	struct suite_random random = {seed};

	buffer_reset(buffer);
	memset(buffer_reserve(buffer, size), 0, size);
	buffer->size = size;
	for (size_t i = 0; letters > 1 && i < size; i++)
		buffer->data[i] = (char)suite_random_below(&random, letters);
}

static const struct {
	size_t size;
	unsigned letters;
} samples[] = {
	{0, 1}, {1, 256}, {10, 2}, {1000, 4}, {70000, 256}, {300000, 3}, {2000000, 1}, {32768, 26},
};

START_TEST(records_are_inflated_back)
{
	struct compressor *compressor = compressor_new(6);
	struct decompressor *decompressor = decompressor_new();
	struct buffer data = {0}, small = {0};
	struct error error = {0};
	char *output = memory_allocate(samples[_i].size);

	for (unsigned seed = 0; seed < 3; seed++) {
		fill(&data, samples[_i].size, samples[_i].letters, seed);
		buffer_reset(&small);
		buffer_append_string(&small, "kept");
		compressor_run(compressor, buffer_slice(&data), &small);
		ck_assert(slice_starts_with(buffer_slice(&small), slice_of("kept")));
		ck_assert_msg(decompressor_run(decompressor,
				      slice_range(buffer_slice(&small), 4, small.size), output,
				      data.size, &error),
			"%s", error.message);
		ck_assert(slice_equal(buffer_slice(&data), slice_make(output, data.size)));
	}
	buffer_clear(&data);
	buffer_clear(&small);
	memory_free(output);
	compressor_free(compressor);
	decompressor_free(decompressor);
	compressor_free(NULL);
	decompressor_free(NULL);
}
END_TEST

START_TEST(other_sizes_and_damage_are_refused)
{
	struct compressor *compressor = compressor_new(6);
	struct decompressor *decompressor = decompressor_new();
	struct buffer data = {0}, small = {0};
	struct error error = {0};
	char output[1001];

	fill(&data, 1000, 20, 1);
	compressor_run(compressor, buffer_slice(&data), &small);
	ck_assert(!decompressor_run(decompressor, buffer_slice(&small), output, 999, &error));
	ck_assert_int_eq(error.code, ERROR_FORMAT);
	ck_assert(!decompressor_run(decompressor, buffer_slice(&small), output, 1001, &error));
	ck_assert(!decompressor_run(decompressor, buffer_slice(&small), output, 0, &error));
	for (size_t size = 0; size < small.size; size++) {
		ck_assert(!decompressor_run(decompressor,
			slice_range(buffer_slice(&small), 0, size), output, 1000, &error));
	}
	buffer_append_byte(&small, 0);
	ck_assert(!decompressor_run(decompressor, buffer_slice(&small), output, 1000, &error));
	ck_assert(!decompressor_run(decompressor, slice_of("\xff\xff\xff"), output, 10, &error));
	/* And works on after all that. */
	ck_assert(decompressor_run(decompressor, slice_range(buffer_slice(&small), 0, small.size - 1),
		output, 1000, &error));
	compressor_free(compressor);
	decompressor_free(decompressor);
	buffer_clear(&data);
	buffer_clear(&small);
}
END_TEST

START_TEST(changed_bytes_are_survived)
{
	struct compressor *compressor = compressor_new(6);
	struct decompressor *decompressor = decompressor_new();
	struct suite_random random = {9};
	struct buffer data = {0}, small = {0};
	struct error error = {0};
	char output[5000];

	for (unsigned round = 0; round < 3000; round++) {
		fill(&data, sizeof(output), 1 + round % 30, round);
		buffer_reset(&small);
		compressor_run(compressor, buffer_slice(&data), &small);
		small.data[suite_random_below(&random, (unsigned)small.size)] ^=
			(char)(1 << suite_random_below(&random, 8));
		decompressor_run(decompressor, buffer_slice(&small), output, sizeof(output),
			&error);
	}
	compressor_free(compressor);
	decompressor_free(decompressor);
	buffer_clear(&data);
	buffer_clear(&small);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("base/compress");
	TCase *cases = tcase_create("compress");

	tcase_set_timeout(cases, 60);
	tcase_add_loop_test(cases, records_are_inflated_back, 0, COUNT_OF(samples));
	tcase_add_test(cases, other_sizes_and_damage_are_refused);
	tcase_add_test(cases, changed_bytes_are_survived);
	suite_add_tcase(suite, cases);
	return suite;
}
