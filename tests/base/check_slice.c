/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/slice.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

/* Few letters, so that equal parts are frequent. */
static struct slice random_slice(struct suite_random *random, char *memory, unsigned limit)
{
	const unsigned size = suite_random_below(random, limit + 1);

	for (unsigned i = 0; i < size; i++)
		memory[i] = "aAb\n"[suite_random_below(random, 4)];
	return slice_make(memory, size);
}

START_TEST(null_is_the_empty_slice)
{
	const struct slice empty = slice_of(NULL);
	size_t position = 9;

	ck_assert_uint_eq(empty.size, 0);
	ck_assert(slice_equal(empty, slice_of("")));
	ck_assert(slice_starts_with(slice_of("a"), empty));
	ck_assert_int_eq(slice_compare(empty, slice_of("")), 0);
	ck_assert(slice_find(empty, empty, 0, &position));
	ck_assert_uint_eq(position, 0);
	ck_assert(!slice_find_byte(empty, 'a', 0, &position));
	ck_assert_uint_eq(slice_trim(empty).size, 0);
	ck_assert_uint_eq(slice_range(empty, 1, 2).size, 0);
}
END_TEST

static const struct {
	size_t begin, end;
	const char *expected;
} ranges[] = {
	{0, 5, "quoth"}, {1, 3, "uo"}, {3, 3, ""}, {3, 1, ""}, {2, 99, "oth"}, {9, 99, ""},
	{5, 5, ""}, {0, SIZE_MAX, "quoth"}, {SIZE_MAX, SIZE_MAX, ""},
};

START_TEST(range_is_clipped)
{
	ck_assert(slice_equal_string(
		slice_range(SLICE_LITERAL("quoth"), ranges[_i].begin, ranges[_i].end),
		ranges[_i].expected));
}
END_TEST

START_TEST(comparing_orders_by_bytes)
{
	static const char *const sorted[] = {"", "A", "a", "a\x01", "aa", "ab", "b", "\xc3\xa4"};

	for (int i = 0; i < (int)COUNT_OF(sorted); i++) {
		for (int k = 0; k < (int)COUNT_OF(sorted); k++) {
			const int order = slice_compare(slice_of(sorted[i]), slice_of(sorted[k]));

			ck_assert_int_eq((order > 0) - (order < 0), (i > k) - (i < k));
			ck_assert_int_eq(slice_equal(slice_of(sorted[i]), slice_of(sorted[k])),
				i == k);
		}
	}
}
END_TEST

START_TEST(case_is_ignored_in_ascii_only)
{
	ck_assert(slice_equal_ignore_case(slice_of("ContenT-0"), slice_of("cONTENt-0")));
	ck_assert(!slice_equal_ignore_case(slice_of("a"), slice_of("ab")));
	/* They differ by the bit that differs between letters of either case. */
	ck_assert(!slice_equal_ignore_case(slice_of("@["), slice_of("`{")));
	ck_assert(!slice_equal_ignore_case(slice_of("\xc3\x84"), slice_of("\xc3\xa4")));
}
END_TEST

static bool find_plainly(struct slice slice, struct slice needle, size_t from, size_t *position)
{
	for (size_t i = from; i <= slice.size && needle.size <= slice.size - i; i++) {
		if (memcmp(slice.data + i, needle.data, needle.size) == 0) {
			*position = i;
			return true;
		}
	}
	return false;
}

START_TEST(finding_agrees_with_trying_every_place)
{
	struct suite_random random = {1};
	char text[24], part[4];

	for (int round = 0; round < 20000; round++) {
		const struct slice slice = random_slice(&random, text, sizeof(text));
		const struct slice needle = random_slice(&random, part, sizeof(part) - 1);
		const size_t from = suite_random_below(&random, 26);
		size_t expected = 77, position = 77;

		ck_assert_int_eq(slice_find(slice, needle, from, &position),
			find_plainly(slice, needle, from, &expected));
		ck_assert_uint_eq(position, expected);
		if (needle.size == 1) {
			position = 77;
			slice_find_byte(slice, needle.data[0], from, &position);
			ck_assert_uint_eq(position, expected);
		}
		ck_assert_int_eq(slice_starts_with(slice, needle),
			find_plainly(slice, needle, 0, &position) && position == 0);
		ck_assert_int_eq(slice_ends_with(slice, needle),
			needle.size <= slice.size &&
				find_plainly(slice, needle, slice.size - needle.size, &position));
	}
}
END_TEST

START_TEST(trimming_leaves_no_space_outside)
{
	ck_assert(slice_equal_string(slice_trim(slice_of(" \t\r\n\v\f a b \n")), "a b"));
	ck_assert_uint_eq(slice_trim(slice_of(" \n ")).size, 0);
	ck_assert(slice_equal_string(slice_trim(slice_of("x")), "x"));
	/* U+00A0 is not ASCII. */
	ck_assert(slice_equal_string(slice_trim(slice_of("\xc2\xa0")), "\xc2\xa0"));
}
END_TEST

START_TEST(splitting_loses_nothing)
{
	struct suite_random random = {2};
	char text[16];

	for (int round = 0; round < 5000; round++) {
		const struct slice whole = random_slice(&random, text, sizeof(text));
		struct slice rest = whole;
		struct slice part;
		size_t total = 0;

		while (slice_split(&rest, 'b', &part)) {
			size_t position;

			ck_assert(!slice_find_byte(part, 'b', 0, &position));
			ck_assert_ptr_eq(part.data, whole.data + total);
			total += part.size + 1;
		}
		ck_assert_uint_eq(total, whole.size + 1);
	}
}
END_TEST

START_TEST(numbers_are_the_whole_slice)
{
	static const char *const refused[] = {"", " 1", "1 ", "+", "-", "1.0", "0x10", "1e3", "--1",
		"18446744073709551616", "99999999999999999999999"};
	uint64_t number = 7;
	int64_t with_sign = 7;

	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		ck_assert(!slice_to_unsigned(slice_of(refused[i]), &number));
		ck_assert(!slice_to_signed(slice_of(refused[i]), &with_sign));
	}
	ck_assert(!slice_to_unsigned(slice_of("-1"), &number));
	ck_assert(!slice_to_unsigned(slice_of("+1"), &number));
	ck_assert(!slice_to_signed(slice_of("9223372036854775808"), &with_sign));
	ck_assert(!slice_to_signed(slice_of("-9223372036854775809"), &with_sign));
	ck_assert_uint_eq(number, 7);
	ck_assert_int_eq(with_sign, 7);
	ck_assert(slice_to_unsigned(slice_of("18446744073709551615"), &number));
	ck_assert_uint_eq(number, UINT64_MAX);
	ck_assert(slice_to_unsigned(slice_of("007"), &number));
	ck_assert_uint_eq(number, 7);
	ck_assert(slice_to_signed(slice_of("+12"), &with_sign));
	ck_assert_int_eq(with_sign, 12);
}
END_TEST

START_TEST(printed_numbers_are_read_back)
{
	static const int64_t numbers[] = {0, 1, -1, 10, INT64_MAX, INT64_MIN, INT64_MIN + 1};
	char text[32];
	int64_t number;

	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		snprintf(text, sizeof(text), "%lld", (long long)numbers[i]);
		ck_assert(slice_to_signed(slice_of(text), &number));
		ck_assert_int_eq(number, numbers[i]);
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("base/slice");
	TCase *cases = tcase_create("slice");

	tcase_add_test(cases, null_is_the_empty_slice);
	tcase_add_loop_test(cases, range_is_clipped, 0, COUNT_OF(ranges));
	tcase_add_test(cases, comparing_orders_by_bytes);
	tcase_add_test(cases, case_is_ignored_in_ascii_only);
	tcase_add_test(cases, finding_agrees_with_trying_every_place);
	tcase_add_test(cases, trimming_leaves_no_space_outside);
	tcase_add_test(cases, splitting_loses_nothing);
	tcase_add_test(cases, numbers_are_the_whole_slice);
	tcase_add_test(cases, printed_numbers_are_read_back);
	suite_add_tcase(suite, cases);
	return suite;
}
