/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/radix.h"

#include "base/memory.h"
#include "tests/support/suite.h"

#define ROWS 3000

/* Keys that differ in few digits or in all. */
START_TEST(rows_are_in_order_and_equal_ones_as_they_were)
{
	static const uint32_t masks[] = {0, 3, 0x7ff, 0x3f0000, 0xffc00000, UINT32_MAX};
	struct suite_random random = {1 + _i};
	const uint32_t count = _i < 3 ? (uint32_t)_i : suite_random_below(&random, ROWS);
	struct radix_row *rows = memory_allocate_array(ROWS, sizeof(*rows));
	struct radix_row *spare = memory_allocate_array(ROWS, sizeof(*spare));
	uint64_t sum = 0;

	for (uint32_t i = 0; i < count; i++) {
		rows[i].key = suite_random_below(&random, UINT32_MAX) & masks[_i % COUNT_OF(masks)];
		rows[i].value = i;
		sum += rows[i].key;
	}
	radix_sort(rows, spare, count);
	for (uint32_t i = 0; i < count; i++) {
		sum -= rows[i].key;
		ck_assert(i == 0 || rows[i - 1].key < rows[i].key ||
			  (rows[i - 1].key == rows[i].key && rows[i - 1].value < rows[i].value));
	}
	ck_assert_uint_eq(sum, 0);
	memory_free(rows);
	memory_free(spare);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("radix");
	TCase *tests = tcase_create("radix");

	tcase_add_loop_test(tests, rows_are_in_order_and_equal_ones_as_they_were, 0, 60);
	suite_add_tcase(suite, tests);
	return suite;
}
