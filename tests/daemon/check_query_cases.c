/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every row of tests/cases/queries.case: the query, its tree, its plan. */
#include <string.h>

#include "base/file.h"
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

static struct buffer repeated(const char *text, size_t count)
{
	struct buffer query = {0};

	for (size_t i = 0; i < count; i++)
		buffer_append_string(&query, text);
	return query;
}

static const struct {
	const char *piece;
	size_t count;
	const char *problem;
} limits[] = {
	{"abc ", 1025, "4096"},
	{"(", 100, "nested deeper"},
	{"a* ", 9, "wildcards"},
	{"\"a\" ", 65, "terms"},
	{"\"a b\" NEAR c NEAR ", 40, "near each other"},
	{"a-", 2000, NULL}, /* loose words are left out with a note */
};

START_TEST(limits_are_errors_before_anything_runs)
{
	struct buffer query = repeated(limits[_i].piece, limits[_i].count);

	query_case_describe(analysis, buffer_slice(&query), &actual);
	if (limits[_i].problem) {
		ck_assert_ptr_nonnull(strstr(actual.data, "error at"));
		ck_assert_ptr_nonnull(strstr(actual.data, limits[_i].problem));
	} else {
		ck_assert_ptr_null(strstr(actual.data, "error at"));
		ck_assert_ptr_nonnull(strstr(actual.data, "only the first"));
	}
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
	tcase_add_loop_test(trees, limits_are_errors_before_anything_runs, 0,
		sizeof(limits) / sizeof(limits[0]));
	suite_add_tcase(suite, trees);
	return suite;
}
