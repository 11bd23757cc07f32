/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/index/speakers.h"

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

/* The same name in other letters is one; a surname is somebody's where the article names him, and
 * else nobody's but its own; pronouns and unions are no names. */
static const struct index_fixture_article namesakes[] = {
	{.identity = "sven", .title = "Ice", .date = "2024-01-01",
		.body = "\"The ice holds this year,\" said Sven Bergström of the coast guard.\n\n"
			"\"It will hold for a month,\" Bergström said.\n"},
	{.identity = "shouted", .title = "Ice", .date = "2024-02-01",
		.body = "\"The ice is gone at last,\" said Sven Bergstrom in May.\n"},
	{.identity = "karin", .title = "Boats", .date = "2024-03-01",
		.body = "\"The boats are all at sea,\" said Karin Bergström of the union.\n\n"
			"\"We will not wait for them,\" Bergström said.\n"},
	{.identity = "alone", .title = "Boats", .date = "2024-04-01",
		.body = "\"Nobody has seen the boats,\" Bergström said.\n"},
	{.identity = "others", .title = "Boats", .date = "2024-05-01",
		.body = "It said \"nobody has seen the ice either\" on Monday.\n\n"
			"The union said \"we have not seen it either\".\n\n"
			"\"There is nothing to be seen here,\" officials said.\n"},
};

START_TEST(one_name_is_one_speaker_and_a_surname_is_of_its_article)
{
	struct speakers_result result;
	char first[11], last[11];

	index_fixture_add(&fixture, namesakes, COUNT_OF(namesakes));
	result = find("bergstrom", 10);
	ck_assert_uint_eq(result.total, 3);
	ck_assert(result.is_exact);
	ck_assert_ptr_nonnull(named(&result, "Sven Bergström"));
	ck_assert_uint_eq(named(&result, "Sven Bergström")->count, 3);
	ck_assert_uint_eq(named(&result, "Karin Bergström")->count, 2);
	ck_assert_uint_eq(named(&result, "Bergström")->count, 1);
	clock_format_date(named(&result, "Sven Bergström")->first, first);
	clock_format_date(named(&result, "Sven Bergström")->last, last);
	ck_assert_str_eq(first, "2024-01-01");
	ck_assert_str_eq(last, "2024-02-01");
	ck_assert_uint_eq(find("it", 10).total, 0);
	ck_assert_uint_eq(find("union", 10).total, 0);
	ck_assert_uint_eq(find("officials", 10).total, 0);
}
END_TEST

START_TEST(quotations_of_dead_articles_do_not_count)
{
	struct speakers_result result;
	char last[11];

	index_fixture_bury(&fixture, "first");
	index_fixture_bury(&fixture, "third");
	result = find("", 10);
	ck_assert(!result.is_exact);
	ck_assert(named(&result, "Peter Lund") == NULL);
	ck_assert(named(&result, "Anna Holt") != NULL);
	ck_assert_uint_eq(named(&result, "Anna Holt")->count, 2);
	clock_format_date(named(&result, "Anna Holt")->last, last);
	ck_assert_str_eq(last, "2024-03-01");
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("index/speakers");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, the_most_quoted_comes_first_with_the_dates_of_its_articles);
	tcase_add_test(all, a_prefix_begins_any_word_of_the_name);
	tcase_add_test(all, as_many_as_wanted_and_those_the_most_quoted);
	tcase_add_test(all, one_name_is_one_speaker_and_a_surname_is_of_its_article);
	tcase_add_test(all, quotations_of_dead_articles_do_not_count);
	suite_add_tcase(suite, all);
	return suite;
}
