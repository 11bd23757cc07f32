/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/budget.h"

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

#define MIB ((size_t)1 << 20)

static const size_t memories[] = {1, MIB, 32 * MIB, BUDGET_LEAST, 64 * MIB, 100 * MIB, 128 * MIB,
	256 * MIB, 300 * MIB, 512 * MIB, 1024 * MIB, 4096 * MIB};

START_TEST(all_parts_together_keep_within_the_memory)
{
	const size_t memory = memories[_i];

	for (unsigned jobs = 1; jobs <= 64; jobs++) {
		const struct budget budget = budget_divide(memory, jobs);

		ck_assert_uint_ge(budget.workers, 1);
		ck_assert_uint_le(budget.workers, jobs);
		ck_assert(memory < BUDGET_LEAST || budget_bytes(&budget) <= memory);
	}
}
END_TEST

START_TEST(threads_do_not_change_what_makes_the_index)
{
	const struct budget one = budget_divide(memories[_i], 1);
	const struct budget many = budget_divide(memories[_i], 16);

	ck_assert_uint_eq(one.batch_bytes, many.batch_bytes);
	ck_assert_uint_eq(one.lexeme_limit, many.lexeme_limit);
}
END_TEST

START_TEST(more_memory_never_means_less_of_anything)
{
	const struct budget less = budget_divide(memories[_i], 16);
	const struct budget more = budget_divide(memories[_i + 1], 16);

	ck_assert_uint_le(less.batch_bytes, more.batch_bytes);
	ck_assert_uint_le(less.lexeme_limit, more.lexeme_limit);
	ck_assert_uint_le(less.known_bytes, more.known_bytes);
}
END_TEST

START_TEST(what_is_given_by_default_is_enough_for_two)
{
	ck_assert_uint_eq(budget_divide(256 * MIB, 2).workers, 2);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("budget");
	TCase *tests = tcase_create("budget");

	tcase_add_loop_test(tests, all_parts_together_keep_within_the_memory, 0,
		COUNT_OF(memories));
	tcase_add_loop_test(tests, threads_do_not_change_what_makes_the_index, 0,
		COUNT_OF(memories));
	tcase_add_loop_test(tests, more_memory_never_means_less_of_anything, 0,
		COUNT_OF(memories) - 1);
	tcase_add_test(tests, what_is_given_by_default_is_enough_for_two);
	suite_add_tcase(suite, tests);
	return suite;
}
