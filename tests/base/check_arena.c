/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/arena.h"

#include <stdint.h>
#include <string.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

START_TEST(zeroed_is_empty)
{
	struct arena arena = {0};

	arena_reset(&arena);
	arena_clear(&arena);
	arena_init(&arena);
	ck_assert_ptr_nonnull(arena_allocate(&arena, 0));
	arena_clear(&arena);
}
END_TEST

/* Small and large pieces in turn, each filled with its own byte, all intact at the end. */
START_TEST(pieces_are_aligned_and_do_not_overlap)
{
	struct suite_random random = {5};
	struct arena arena = {0};
	struct {
		unsigned char *memory;
		size_t size;
	} pieces[600];

	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < COUNT_OF(pieces); i++) {
			pieces[i].size = suite_random_below(&random, i % 20 == 0 ? 200000 : 900);
			pieces[i].memory = arena_allocate(&arena, pieces[i].size);
			ck_assert_uint_eq((uintptr_t)pieces[i].memory % _Alignof(max_align_t), 0);
			memset(pieces[i].memory, (int)(i & 0xff), pieces[i].size);
		}
		for (size_t i = 0; i < COUNT_OF(pieces); i++) {
			size_t intact = 0;

			while (intact < pieces[i].size && pieces[i].memory[intact] == (i & 0xff))
				intact++;
			ck_assert_uint_eq(intact, pieces[i].size);
		}
		arena_reset(&arena);
	}
	arena_clear(&arena);
}
END_TEST

static size_t count_blocks(struct arena *arena)
{
	/* The first member of a block is its successor. */
	size_t count = 0;

	for (void **block = (void **)arena->first; block; block = *block)
		count++;
	return count;
}

START_TEST(reset_keeps_blocks_but_not_large_ones)
{
	struct arena arena = {0};
	size_t blocks = 0;

	for (int round = 0; round < 50; round++) {
		for (int i = 0; i < 100; i++)
			arena_allocate(&arena, 4000);
		arena_allocate(&arena, 20000);
		arena_allocate(&arena, 65536);
		arena_allocate(&arena, 1000000);
		arena_reset(&arena);
		if (round == 0)
			blocks = count_blocks(&arena);
		ck_assert_uint_eq(count_blocks(&arena), blocks);
	}
	ck_assert_uint_gt(blocks, 4);
	arena_clear(&arena);
	ck_assert_ptr_null(arena.first);
}
END_TEST

START_TEST(large_first_is_gone_after_reset)
{
	struct arena arena = {0};

	memset(arena_allocate(&arena, 300000), 1, 300000);
	memset(arena_allocate(&arena, 10), 2, 10);
	arena_reset(&arena);
	memset(arena_allocate(&arena, 10), 3, 10);
	arena_clear(&arena);
}
END_TEST

START_TEST(arrays_are_zeroed)
{
	struct arena arena = {0};

	for (int round = 0; round < 2; round++) {
		unsigned char *array = arena_allocate_array(&arena, 100, 7);

		for (int i = 0; i < 700; i++)
			ck_assert_uint_eq(array[i], 0);
		memset(array, 0xff, 700);
		arena_reset(&arena);
	}
	arena_clear(&arena);
}
END_TEST

START_TEST(copies_are_terminated)
{
	struct arena arena = {0};
	struct slice copy = arena_copy(&arena, slice_make("quoth", 3));

	ck_assert_str_eq(copy.data, "quo");
	ck_assert_uint_eq(copy.size, 3);
	ck_assert_str_eq(arena_copy_string(&arena, slice_of(NULL)), "");
	copy = arena_printf(&arena, "%s-%05d", "n", 42);
	ck_assert_str_eq(copy.data, "n-00042");
	ck_assert_uint_eq(copy.size, 7);
	copy = arena_printf(&arena, "%*s", 70000, "x");
	ck_assert_uint_eq(strlen(copy.data), 70000);
	arena_clear(&arena);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("base/arena");
	TCase *cases = tcase_create("arena");

	tcase_add_test(cases, zeroed_is_empty);
	tcase_add_test(cases, pieces_are_aligned_and_do_not_overlap);
	tcase_add_test(cases, reset_keeps_blocks_but_not_large_ones);
	tcase_add_test(cases, large_first_is_gone_after_reset);
	tcase_add_test(cases, arrays_are_zeroed);
	tcase_add_test(cases, copies_are_terminated);
	suite_add_tcase(suite, cases);
	return suite;
}
