/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/pack.h"

#include "base/memory.h"
#include "tests/support/suite.h"

struct sortable {
	uint32_t number;
	struct slice bytes;
};

/* Both sides of every size. */
static const struct sortable sortables[] = {
	{0, SLICE_LITERAL("\0\0")},
	{1, SLICE_LITERAL("\0\x01")},
	{0x7fff, SLICE_LITERAL("\x7f\xff")},
	{0x8000, SLICE_LITERAL("\x80\x80\0")},
	{0x3fffff, SLICE_LITERAL("\xbf\xff\xff")},
	{0x400000, SLICE_LITERAL("\xc0\x40\0\0")},
	{0x1fffffff, SLICE_LITERAL("\xdf\xff\xff\xff")},
	{0x20000000, SLICE_LITERAL("\xe0\x20\0\0\0")},
	{0xfffffffe, SLICE_LITERAL("\xe0\xff\xff\xff\xfe")},
};

START_TEST(numbers_have_the_bytes_of_glass)
{
	struct buffer key = {0};

	glass_pack_sortable(&key, sortables[_i].number);
	ck_assert(slice_equal(buffer_slice(&key), sortables[_i].bytes));
	buffer_clear(&key);
}
END_TEST

START_TEST(numbers_sort_as_their_bytes)
{
	struct suite_random random = {4};
	struct buffer a = {0};
	struct buffer b = {0};

	for (unsigned i = 0; i < 100000; i++) {
		const uint32_t first = 0xffffffffu >> suite_random_below(&random, 31);
		const uint32_t second = first - suite_random_below(&random, first);

		buffer_reset(&a);
		buffer_reset(&b);
		glass_pack_sortable(&a, first);
		glass_pack_sortable(&b, second);
		ck_assert_int_eq(slice_compare(buffer_slice(&a), buffer_slice(&b)) > 0, first > second);
	}
	buffer_clear(&a);
	buffer_clear(&b);
}
END_TEST

START_TEST(nuls_in_terms_are_marked)
{
	struct buffer key = {0};

	glass_pack_term(&key, SLICE_LITERAL("\0a\0\0b\0"));
	ck_assert(slice_equal(buffer_slice(&key),
		SLICE_LITERAL("\0\xff" "a" "\0\xff\0\xff" "b" "\0\xff")));
	buffer_clear(&key);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("glass_pack");
	TCase *tests = tcase_create("keys");

	tcase_add_loop_test(tests, numbers_have_the_bytes_of_glass, 0, (int)COUNT_OF(sortables));
	tcase_add_test(tests, numbers_sort_as_their_bytes);
	tcase_add_test(tests, nuls_in_terms_are_marked);
	suite_add_tcase(suite, tests);
	return suite;
}
