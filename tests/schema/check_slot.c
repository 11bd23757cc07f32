/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/slot.h"

#include <string.h>

#include "base/memory.h"
#include "tests/support/suite.h"

static const int64_t numbers[] = {INT64_MIN, INT64_MIN + 1, -86400, -256, -255, -1, 0, 1, 255, 256,
	65535, 1714521600, INT64_MAX - 1, INT64_MAX};

START_TEST(decoding_gives_the_number_back)
{
	char bytes[SLOT_NUMBER_SIZE];
	int64_t number = 0;

	slot_encode_number(numbers[_i], bytes);
	ck_assert(slot_decode_number(slice_make(bytes, sizeof(bytes)), &number));
	ck_assert_int_eq(number, numbers[_i]);
}
END_TEST

START_TEST(bytes_sort_as_the_numbers_do)
{
	char first[SLOT_NUMBER_SIZE], second[SLOT_NUMBER_SIZE];

	for (size_t j = 0; j < COUNT_OF(numbers); j++) {
		int order;

		slot_encode_number(numbers[_i], first);
		slot_encode_number(numbers[j], second);
		order = memcmp(first, second, sizeof(first));
		ck_assert_int_eq((order > 0) - (order < 0),
			(numbers[_i] > numbers[j]) - (numbers[_i] < numbers[j]));
	}
}
END_TEST

START_TEST(other_sizes_are_no_numbers)
{
	int64_t number;

	ck_assert(!slot_decode_number(SLICE_LITERAL(""), &number));
	ck_assert(!slot_decode_number(SLICE_LITERAL("1234567"), &number));
	ck_assert(!slot_decode_number(SLICE_LITERAL("123456789"), &number));
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("schema/slot");
	TCase *encoding = tcase_create("encoding");

	tcase_add_loop_test(encoding, decoding_gives_the_number_back, 0, COUNT_OF(numbers));
	tcase_add_loop_test(encoding, bytes_sort_as_the_numbers_do, 0, COUNT_OF(numbers));
	tcase_add_test(encoding, other_sizes_are_no_numbers);
	suite_add_tcase(suite, encoding);
	return suite;
}
