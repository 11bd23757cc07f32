/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/speakers.h"

#include "base/clock.h"
#include "base/memory.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

#include "base/banned.h"

static struct index_fixture fixture;

static const struct index_fixture_article articles[] = {
	{"first", "Vote", NULL,
		"\"We will rebuild the bridge,\" Anna Holt said. \"Nobody will stop us now,\" she said.\n",
		"2024-05-02", NULL, NULL, NULL},
	{"second", "Vote again", NULL,
		"\"The bridge comes first this year,\" Anna Holt said on Tuesday.\n"
		"\n\"We have no money for any of it,\" said Peter Annand.\n",
		"2024-03-01", NULL, NULL, NULL},
	{"undated", "Vote once more", NULL,
		"\"It was never about the money at all,\" Anna Holt said on Friday.\n", NULL, NULL, NULL,
		NULL},
	{"third", "Herring", NULL,
		"\"It is impossible to fish by these rules,\" said Peter Lund of the union.\n",
		"2024-06-01", NULL, NULL, NULL},
};

static void set_up(void)
{
	index_fixture_open(&fixture);
	index_fixture_add(&fixture, articles, 2);
	index_fixture_add(&fixture, articles + 2, COUNT_OF(articles) - 2);
}

static void tear_down(void)
{
	index_fixture_close(&fixture);
}

static struct speakers_result find(const char *prefix, uint32_t size)
{
	struct speakers_result result = {.count = 0};
	struct error error = {0};

	ck_assert_msg(reader_refresh(fixture.reader, &error), "%s", error.message);
	ck_assert_msg(speakers_run(fixture.reader, slice_of(prefix), size, 0, &result, &error), "%s",
		error.message);
	return result;
}

static const struct speaker *named(const struct speakers_result *result, const char *name)
{
	for (size_t i = 0; i < result->count; i++) {
		if (slice_equal_string(result->speakers[i].name, name))
			return &result->speakers[i];
	}
	return NULL;
}

START_TEST(the_most_quoted_comes_first_with_the_dates_of_its_articles)
{
	struct speakers_result result = find("", 10);
	char first[11], last[11];

	ck_assert_uint_eq(result.total, 3);
	ck_assert_uint_eq(result.count, 3);
	ck_assert(slice_equal_string(result.speakers[0].name, "Anna Holt"));
	ck_assert_uint_eq(result.speakers[0].count, 4);
	clock_format_date(result.speakers[0].first, first);
	clock_format_date(result.speakers[0].last, last);
	ck_assert_str_eq(first, "2024-03-01");
	ck_assert_str_eq(last, "2024-05-02");
}
END_TEST

START_TEST(a_prefix_begins_any_word_of_the_name)
{
	static const struct {
		const char *prefix;
		size_t count;
	} cases[] = {{"ann", 2}, {"ANNA H", 1}, {"hol", 1}, {"pet", 2}, {"lund", 1}, {"und", 0},
		{"pet lu", 1}, {"lu pet", 1}, {"pet hol", 0}};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		ck_assert_msg(find(cases[i].prefix, 10).count == cases[i].count, "%s",
			cases[i].prefix);
}
END_TEST

START_TEST(as_many_as_wanted_and_those_the_most_quoted)
{
	struct speakers_result result = find("", 1);

	ck_assert_uint_eq(result.count, 1);
	ck_assert_uint_eq(result.total, 3);
	ck_assert(slice_equal_string(result.speakers[0].name, "Anna Holt"));
}
END_TEST

START_TEST(quotations_of_dead_articles_do_not_count)
{
	struct speakers_result result;
	char last[11];

	index_fixture_bury(&fixture, "first");
	index_fixture_bury(&fixture, "third");
	result = find("", 10);
	ck_assert(named(&result, "Peter Lund") == NULL);
	ck_assert(named(&result, "Anna Holt") != NULL);
	ck_assert_uint_eq(named(&result, "Anna Holt")->count, 2);
	clock_format_date(named(&result, "Anna Holt")->last, last);
	ck_assert_str_eq(last, "2024-03-01");
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("search/speakers");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, the_most_quoted_comes_first_with_the_dates_of_its_articles);
	tcase_add_test(all, a_prefix_begins_any_word_of_the_name);
	tcase_add_test(all, as_many_as_wanted_and_those_the_most_quoted);
	tcase_add_test(all, quotations_of_dead_articles_do_not_count);
	suite_add_tcase(suite, all);
	return suite;
}
