/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/memory.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>

#include "tests/support/suite.h"

#include "base/banned.h"

START_TEST(nothing_is_a_size_too)
{
	void *memory = memory_allocate(0);

	ck_assert_ptr_nonnull(memory);
	memory = memory_resize(memory, 0);
	ck_assert_ptr_nonnull(memory);
	memory_free(memory);
	memory_free(NULL);
}
END_TEST

START_TEST(arrays_are_zeroed)
{
	unsigned char *array = memory_allocate_array(1000, 3);

	for (int i = 0; i < 3000; i++)
		ck_assert_uint_eq(array[i], 0);
	memory_free(array);
}
END_TEST

START_TEST(growing_keeps_and_is_amortised)
{
	unsigned *array = NULL;
	size_t capacity = 0;
	unsigned moves = 0;

	for (unsigned i = 0; i < 100000; i++) {
		const size_t before = capacity;

		array = memory_grow(array, &capacity, i + 1, sizeof(*array));
		ck_assert_uint_gt(capacity, i);
		moves += capacity != before;
		array[i] = i;
	}
	for (unsigned i = 0; i < 100000; i++)
		ck_assert_uint_eq(array[i], i);
	ck_assert_uint_lt(moves, 30);
	array = memory_grow(array, &capacity, 5000000, sizeof(*array));
	ck_assert_uint_ge(capacity, 5000000);
	memory_free(array);
}
END_TEST

START_TEST(what_is_discarded_keeps_its_neighbours)
{
	const size_t size = (size_t)4 << 20, begin = 1000, end = size - 1000;
	unsigned char *bytes = memory_allocate(size);
	size_t wrong = 0;

	memset(bytes, 7, size);
	memory_discard(bytes + begin, end - begin);
	memory_discard(bytes, 1);
	for (size_t i = 0; i < size; i++)
		wrong += bytes[i] != 7 && (i < begin || i >= end || bytes[i] != 0);
	ck_assert_uint_eq(wrong, 0);
	ck_assert_uint_eq(bytes[size / 2], 0);
	memory_free(bytes);
}
END_TEST

START_TEST(copies_are_terminated)
{
	char *copy = memory_copy("quoth", 3);

	ck_assert_str_eq(copy, "quo");
	memory_free(copy);
	copy = memory_copy(NULL, 0);
	ck_assert_str_eq(copy, "");
	memory_free(copy);
	copy = memory_copy_string("whole");
	ck_assert_str_eq(copy, "whole");
	memory_free(copy);
}
END_TEST

START_TEST(products_within_range_are_exact)
{
	ck_assert_uint_eq(memory_multiply(0, SIZE_MAX), 0);
	ck_assert_uint_eq(memory_multiply(SIZE_MAX, 1), SIZE_MAX);
	ck_assert_uint_eq(memory_multiply(1 << 20, 1 << 20), (size_t)1 << 40);
}
END_TEST

START_TEST(overflow_ends_the_program)
{
	memory_multiply(SIZE_MAX / 2 + 1, 2);
}
END_TEST

START_TEST(growing_beyond_all_memory_ends_the_program)
{
	size_t capacity = 0;

	memory_grow(NULL, &capacity, SIZE_MAX, 16);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("base/memory");
	TCase *cases = tcase_create("memory");

	tcase_add_test(cases, nothing_is_a_size_too);
	tcase_add_test(cases, arrays_are_zeroed);
	tcase_add_test(cases, growing_keeps_and_is_amortised);
	tcase_add_test(cases, what_is_discarded_keeps_its_neighbours);
	tcase_add_test(cases, copies_are_terminated);
	tcase_add_test(cases, products_within_range_are_exact);
	tcase_add_test_raise_signal(cases, overflow_ends_the_program, SIGABRT);
	tcase_add_test_raise_signal(cases, growing_beyond_all_memory_ends_the_program, SIGABRT);
	suite_add_tcase(suite, cases);
	return suite;
}
