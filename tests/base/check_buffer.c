/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buffer.h"

#include <string.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

START_TEST(zeroed_is_empty)
{
	struct buffer buffer = {0};

	ck_assert_uint_eq(buffer_slice(&buffer).size, 0);
	buffer_reset(&buffer);
	buffer_clear(&buffer);
	ck_assert_ptr_null(buffer.data);
}
END_TEST

START_TEST(what_is_appended_is_terminated)
{
	struct buffer buffer;

	buffer_init(&buffer);
	buffer_append(&buffer, (struct slice){NULL, 0});
	ck_assert_str_eq(buffer.data, "");
	buffer_append_string(&buffer, "quo");
	buffer_append_byte(&buffer, 't');
	buffer_append(&buffer, slice_of("h"));
	buffer_printf(&buffer, "-%s %d", "index", 42);
	ck_assert_str_eq(buffer.data, "quoth-index 42");
	ck_assert_uint_eq(buffer.size, 14);
	buffer_reset(&buffer);
	ck_assert_str_eq(buffer.data, "");
	buffer_clear(&buffer);
}
END_TEST

START_TEST(printing_grows_as_it_must)
{
	struct buffer buffer = {0};
	char expected[700];

	for (int width = 0; width < 600; width++) {
		buffer_reset(&buffer);
		buffer_printf(&buffer, "<%*s>", width, "");
		ck_assert_uint_eq(buffer.size, (size_t)width + 2);
		memset(expected, ' ', sizeof(expected));
		expected[0] = '<';
		expected[width + 1] = '>';
		expected[width + 2] = '\0';
		ck_assert_str_eq(buffer.data, expected);
	}
	buffer_clear(&buffer);
}
END_TEST

START_TEST(appending_adds_up)
{
	struct suite_random random = {3};
	struct buffer buffer = {0};
	char *expected = memory_allocate(1 << 20);
	size_t size = 0;

	while (size < (1 << 20) - 1000) {
		const unsigned piece = suite_random_below(&random, 1000);

		memset(expected + size, (int)('a' + piece % 26), piece);
		buffer_append_bytes(&buffer, expected + size, piece);
		size += piece;
		ck_assert_uint_eq(buffer.size, size);
		ck_assert_uint_gt(buffer.capacity, size);
		ck_assert_int_eq(buffer.data[size], '\0');
	}
	ck_assert_int_eq(memcmp(buffer.data, expected, size), 0);
	memory_free(expected);
	buffer_clear(&buffer);
}
END_TEST

static const struct {
	uint64_t number;
	const char *bytes;
	size_t size;
} varints[] = {
	{0, "\x00", 1}, {1, "\x01", 1}, {127, "\x7f", 1}, {128, "\x80\x01", 2},
	{300, "\xac\x02", 2}, {16384, "\x80\x80\x01", 3},
	{UINT64_MAX, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10},
};

START_TEST(varint_has_the_least_bytes)
{
	struct buffer buffer = {0};
	struct slice rest = slice_make(varints[_i].bytes, varints[_i].size);
	uint64_t number;

	buffer_append_varint(&buffer, varints[_i].number);
	ck_assert(slice_equal(buffer_slice(&buffer), rest));
	ck_assert(slice_take_varint(&rest, &number));
	ck_assert_uint_eq(number, varints[_i].number);
	ck_assert_uint_eq(rest.size, 0);
	for (size_t size = 0; size < varints[_i].size; size++) {
		rest = slice_make(varints[_i].bytes, size);
		ck_assert(!slice_take_varint(&rest, &number));
		ck_assert_uint_eq(rest.size, size);
	}
	buffer_clear(&buffer);
}
END_TEST

START_TEST(varint_over_64_bits_is_refused)
{
	struct slice rest = SLICE_LITERAL("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02");
	uint64_t number = 5;

	ck_assert(!slice_take_varint(&rest, &number));
	rest = SLICE_LITERAL("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01");
	ck_assert(!slice_take_varint(&rest, &number));
	ck_assert_uint_eq(number, 5);
}
END_TEST

START_TEST(varints_in_a_row_are_read_back)
{
	struct suite_random random = {4};
	struct buffer buffer = {0};
	uint64_t numbers[1000];
	uint64_t number;
	struct slice rest;

	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		numbers[i] = (uint64_t)suite_random_below(&random, 0xffffffff) *
			suite_random_below(&random, 0xffffffff) >> suite_random_below(&random, 64);
		buffer_append_varint(&buffer, numbers[i]);
	}
	rest = buffer_slice(&buffer);
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		ck_assert(slice_take_varint(&rest, &number));
		ck_assert_uint_eq(number, numbers[i]);
	}
	ck_assert_uint_eq(rest.size, 0);
	buffer_clear(&buffer);
}
END_TEST

START_TEST(taking_hands_over_and_empties)
{
	struct buffer buffer = {0};
	char *text;

	text = buffer_take(&buffer);
	ck_assert_str_eq(text, "");
	memory_free(text);
	buffer_append_string(&buffer, "mine");
	text = buffer_take(&buffer);
	ck_assert_str_eq(text, "mine");
	ck_assert_ptr_null(buffer.data);
	ck_assert_uint_eq(buffer.size + buffer.capacity, 0);
	memory_free(text);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("base/buffer");
	TCase *cases = tcase_create("buffer");

	tcase_add_test(cases, zeroed_is_empty);
	tcase_add_test(cases, what_is_appended_is_terminated);
	tcase_add_test(cases, printing_grows_as_it_must);
	tcase_add_test(cases, appending_adds_up);
	tcase_add_loop_test(cases, varint_has_the_least_bytes, 0, COUNT_OF(varints));
	tcase_add_test(cases, varint_over_64_bits_is_refused);
	tcase_add_test(cases, varints_in_a_row_are_read_back);
	tcase_add_test(cases, taking_hands_over_and_empties);
	suite_add_tcase(suite, cases);
	return suite;
}
