/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/error.h"

#include <string.h>

#include "tests/support/suite.h"

#include "base/banned.h"

START_TEST(setting_is_false_and_formats)
{
	struct error error = {0};

	ck_assert(!error_set(&error, ERROR_FORMAT, "line %d: %s", 7, "bad tag"));
	ck_assert_int_eq(error.code, ERROR_FORMAT);
	ck_assert_str_eq(error.message, "line 7: bad tag");
	error_clear(&error);
	ck_assert_int_eq(error.code, ERROR_NONE);
	ck_assert_str_eq(error.message, "");
}
END_TEST

START_TEST(prefix_comes_first_and_keeps_the_code)
{
	struct error error = {0};

	error_set(&error, ERROR_IO, "no space");
	ck_assert(!error_prefix(&error, "%s", "a.xml"));
	ck_assert(!error_prefix(&error, "batch %d", 3));
	ck_assert_str_eq(error.message, "batch 3: a.xml: no space");
	ck_assert_int_eq(error.code, ERROR_IO);
}
END_TEST

START_TEST(old_message_may_be_part_of_the_new)
{
	struct error error = {0};

	error_set(&error, ERROR_IO, "inner");
	error_set(&error, ERROR_INDEX, "outer (%s)", error.message);
	ck_assert_str_eq(error.message, "outer (inner)");
}
END_TEST

/* At every length around the limit. */
START_TEST(long_messages_are_cut)
{
	struct error error = {0};

	for (int size = ERROR_MESSAGE_SIZE - 8; size < ERROR_MESSAGE_SIZE + 8; size++) {
		const size_t kept = size < ERROR_MESSAGE_SIZE ? (size_t)size
							      : ERROR_MESSAGE_SIZE - 1;

		error_set(&error, ERROR_LIMIT, "%*s", size, "x");
		ck_assert_uint_eq(strlen(error.message), kept);
		error_prefix(&error, "p");
		ck_assert_uint_eq(strlen(error.message),
			kept + 3 < ERROR_MESSAGE_SIZE ? kept + 3 : ERROR_MESSAGE_SIZE - 1);
		error_prefix(&error, "%*s", size, "y");
		ck_assert_uint_eq(strlen(error.message), ERROR_MESSAGE_SIZE - 1);
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("base/error");
	TCase *cases = tcase_create("error");

	tcase_add_test(cases, setting_is_false_and_formats);
	tcase_add_test(cases, prefix_comes_first_and_keeps_the_code);
	tcase_add_test(cases, old_message_may_be_part_of_the_new);
	tcase_add_test(cases, long_messages_are_cut);
	suite_add_tcase(suite, cases);
	return suite;
}
