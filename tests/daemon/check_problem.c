/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/render/problem.h"

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

START_TEST(a_problem_says_what_and_where)
{
	struct buffer output = {0};

	problem_render(400, "a \"phrase\" is too long", 12, &output);
	ck_assert_str_eq(output.data,
		"{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
		"\"detail\":\"a \\\"phrase\\\" is too long\",\"position\":12}\n");
	buffer_clear(&output);
}
END_TEST

START_TEST(no_position_is_none)
{
	struct buffer output = {0};

	problem_render(404, "", SIZE_MAX, &output);
	ck_assert_str_eq(output.data,
		"{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404}\n");
	buffer_clear(&output);
}
END_TEST

static const struct {
	enum error_code code;
	unsigned status;
} codes[] = {
	{ERROR_NONE, 500},
	{ERROR_IO, 503},
	{ERROR_FORMAT, 500},
	{ERROR_QUERY, 400},
	{ERROR_INDEX, 503},
	{ERROR_LIMIT, 503},
	{ERROR_LOCKED, 503},
	{ERROR_USAGE, 500},
	{ERROR_TIMEOUT, 503},
};

START_TEST(each_error_has_a_status_with_a_title)
{
	ck_assert_uint_eq(problem_status(codes[_i].code), codes[_i].status);
	ck_assert_str_ne(problem_title(codes[_i].status), "Error");
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("problem");
	TCase *all = tcase_create("all");

	tcase_add_test(all, a_problem_says_what_and_where);
	tcase_add_test(all, no_position_is_none);
	tcase_add_loop_test(all, each_error_has_a_status_with_a_title, 0, COUNT_OF(codes));
	suite_add_tcase(suite, all);
	return suite;
}
