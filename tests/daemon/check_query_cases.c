/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every row of tests/cases/queries.case: the query, its tree, its plan. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "daemon/query/parser.h"
#include "tests/support/query_case.h"
#include "tests/support/suite.h"

#define CASES_LEAST 200

static struct buffer cases, actual;
static struct analysis *analysis;

static void set_up(void)
{
	struct error error = {0};

	ck_assert(file_read(suite_source("tests/cases/queries.case"), 1 << 20, &cases, &error));
	analysis = analysis_new();
}

static void tear_down(void)
{
	buffer_clear(&cases);
	buffer_clear(&actual);
	analysis_free(analysis);
}

START_TEST(every_query_becomes_the_tree_and_the_plan_written_below_it)
{
	struct slice rest = buffer_slice(&cases), line;
	int count = 0;

	while (slice_split(&rest, '\n', &line)) {
		struct slice tree, plan;
		struct buffer expected = {0};

		if (line.size == 0 || line.data[0] == '#')
			continue;
		ck_assert(slice_split(&rest, '\n', &tree));
		ck_assert(slice_split(&rest, '\n', &plan));
		buffer_printf(&expected, "%.*s\n%.*s\n%.*s\n", SLICE_ARGS(line), SLICE_ARGS(tree),
			SLICE_ARGS(plan));
		buffer_reset(&actual);
		query_case_describe(analysis, line, &actual);
		ck_assert_str_eq(actual.data, expected.data);
		buffer_clear(&expected);
		count++;
	}
	ck_assert_int_ge(count, CASES_LEAST);
}
END_TEST

/* Whatever is typed is read somehow, within the limits. */
START_TEST(random_text_is_read_without_an_error)
{
	static const char *const pieces[] = {"nato", "\"", "(", ")", " ", " ", " AND ", " OR ", " NOT ",
		"-", "+", "title:", "date:", "2024", "..", "*", "?", "~2", "^3", " NEAR/3 ", " w/2 ",
		"[", " TO ", "=", "\xe2\x80\x9c", "\xe2\x80\x9d", "speaker:", ":", "/", "\xe6\x9d\xb1"};
	struct suite_random random = {11};
	struct buffer query = {0};

	for (int round = 0; round < 20000; round++) {
		unsigned length = suite_random_below(&random, 14);

		buffer_reset(&query);
		buffer_reset(&actual);
		buffer_append_string(&query, "");
		for (unsigned i = 0; i < length; i++)
			buffer_append_string(&query, pieces[suite_random_below(&random, 30)]);
		query_case_describe(analysis, buffer_slice(&query), &actual);
		ck_assert_ptr_null(strstr(actual.data, "error at"));
	}
	buffer_clear(&query);
}
END_TEST

static const struct {
	const char *begin, *piece;
	size_t count;
	const char *end, *problem;
	size_t position;
} limits[] = {
	{"", "abc ", 1025, "", "4096", 4096},
	{"", "x", 4097, "", "4096", 4096},
	{"nato ", "(", 33, "a", "nested deeper than 32", 5 + 32},
	{"nato ", "a* ", 9, "", "8 wildcards", 5 + 3 * 8},
	{"nato ", "ab?d ", 9, "", "8 wildcards", 5 + 5 * 8},
	{"nato ", "abcd~ ", 9, "", "8 wildcards", 5 + 6 * 8},
	{"nato \"", "a* ", 9, "\"", "8 wildcards", 5},
	{"", "author:a* ", 9, "", "8 wildcards", 10 * 8 + 7},
	{"a NEAR ", "a* NEAR ", 9, "b", "8 wildcards", 7 + 8 * 8},
	{"nato ", "\"a\" ", 65, "", "64 terms", 5 + 4 * 64},
	{"nato ", "=ab ", 65, "", "64 terms", 5 + 4 * 64},
	{"nato ", "site:a ", 65, "", "64 terms", 5 + 7 * 64 + 5},
	{"nato \"", "a ", 65, "\"", "64 words in a phrase", 5},
	{"nato \"b", " *", 63, " c\"", "64 words in a phrase", 5},
	{"", "\"a b\" NEAR c NEAR ", 40, "d", "near each other", 0},
};

static void ask(size_t row, size_t count)
{
	struct buffer query = {0};

	buffer_append_string(&query, limits[row].begin);
	for (size_t i = 0; i < count; i++)
		buffer_append_string(&query, limits[row].piece);
	buffer_append_string(&query, limits[row].end);
	buffer_reset(&actual);
	query_case_describe(analysis, buffer_slice(&query), &actual);
	buffer_clear(&query);
}

START_TEST(limits_are_errors_before_anything_runs)
{
	char place[32];

	ask((size_t)_i, limits[_i].count);
	snprintf(place, sizeof(place), "error at %zu: ", limits[_i].position);
	ck_assert_msg(strstr(actual.data, place) != NULL, "%s", actual.data);
	ck_assert_msg(strstr(actual.data, limits[_i].problem) != NULL, "%s", actual.data);
}
END_TEST

START_TEST(what_a_limit_allows_is_no_error)
{
	const size_t allowed = limits[_i].count == 40 ? 31 : limits[_i].count - 1;

	ask((size_t)_i, allowed);
	ck_assert_msg(strstr(actual.data, "error at ") == NULL, "%s", actual.data);
}
END_TEST

START_TEST(loose_words_beyond_the_limit_are_left_out_with_a_note)
{
	struct buffer query = {0};

	for (int i = 0; i < 2000; i++)
		buffer_append_string(&query, "a-");
	query_case_describe(analysis, buffer_slice(&query), &actual);
	ck_assert_ptr_null(strstr(actual.data, "error at"));
	ck_assert_ptr_nonnull(strstr(actual.data, "only the first 64 words are searched for"));
	buffer_clear(&query);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("daemon/query");
	TCase *trees = tcase_create("cases");

	tcase_add_checked_fixture(trees, set_up, tear_down);
	tcase_add_test(trees, every_query_becomes_the_tree_and_the_plan_written_below_it);
	tcase_add_test(trees, random_text_is_read_without_an_error);
	tcase_add_loop_test(trees, limits_are_errors_before_anything_runs, 0, COUNT_OF(limits));
	tcase_add_loop_test(trees, what_a_limit_allows_is_no_error, 0, COUNT_OF(limits));
	tcase_add_test(trees, loose_words_beyond_the_limit_are_left_out_with_a_note);
	suite_add_tcase(suite, trees);
	return suite;
}
