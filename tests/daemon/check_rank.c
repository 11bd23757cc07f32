/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "daemon/match/rank.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

static struct index_fixture fixture;

static void open_index(void)
{
	index_fixture_open(&fixture);
}

static void close_index(void)
{
	index_fixture_close(&fixture);
}

#define REST \
	" The day was long and the town was quiet. Nobody came to the market, and the shops were " \
	"shut by five. In the evening it rained again, as it had done all week, and people stayed home."

/* Of two articles with the same words the first is meant to come first. */
static const struct {
	const char *query, *better, *worse;
} rows[] = {
	/* the form that was typed */
	{"negotiation", "A negotiation began." REST, "A negotiator began." REST},
	{"harbours", "Two harbours closed." REST, "Two harbour closed." REST},
	/* side by side, in order */
	{"trade war", "The trade war ended." REST, "The war ended. In trade nothing changed." REST},
	{"trade war", "The trade war ended." REST, "The war trade ended." REST},
	/* near each other */
	{"budget minister", "A minister spoke of a budget." REST,
		"A minister spoke." REST REST " And there was a budget."},
	/* more than once */
	{"frost", "Frost came, then frost went, then frost was back." REST,
		"Frost came, then snow went, then ice was back." REST},
};

START_TEST(the_better_article_comes_first)
{
	/* Whichever is written first: the order of documents must not decide. */
	for (int turn = 0; turn < 2; turn++) {
		const struct index_fixture_article articles[] = {
			{.identity = turn ? "worse" : "better", .body = turn ? rows[_i].worse : rows[_i].better},
			{.identity = turn ? "better" : "worse", .body = turn ? rows[_i].better : rows[_i].worse},
			{.identity = "other", .body = "Nothing of that kind." REST},
			{.identity = "another", .body = "Nothing of this kind." REST},
			{.identity = "third", .body = "Nothing of any kind." REST},
		};
		struct search_results results;

		open_index();
		index_fixture_add(&fixture, articles, COUNT_OF(articles));
		results = index_fixture_query(&fixture, rows[_i].query);
		ck_assert_uint_ge(results.hit_count, 1);
		ck_assert(slice_equal_string(results.hits[0].article.identity, "better"));
		close_index();
	}
}
END_TEST

START_TEST(title_words_weigh_more)
{
	static const struct index_fixture_article articles[] = {
		{.identity = "body", .title = "Quiet day", .body = "The harbour closed." REST},
		{.identity = "title", .title = "Harbour closed", .body = "The gates closed." REST},
		{.identity = "none", .title = "Other news", .body = "Nothing." REST},
	};
	struct search_results results;

	open_index();
	index_fixture_add(&fixture, articles, COUNT_OF(articles));
	results = index_fixture_query(&fixture, "harbour");
	ck_assert_str_eq(index_fixture_identities(&results), "title body");
	close_index();
}
END_TEST

/* More hits than step two looks at: scores fall, pages are cut from one order. */
START_TEST(scores_never_rise)
{
	struct index_fixture_article articles[RANK_DEPTH + 50];
	struct buffer bodies[COUNT_OF(articles)] = {{0}};
	char identities[COUNT_OF(articles)][8];
	struct suite_random random = {5};
	struct search_request request = {.query = SLICE_LITERAL("trade war"), .size = 1000,
		.mode = SEARCH_MATCH_ANY};
	struct search_results results;

	for (size_t i = 0; i < COUNT_OF(articles); i++) {
		for (unsigned j = 0; j < 20; j++) {
			static const char *const words[] = {"trade", "war", "trades", "peace", "town", "rain"};

			buffer_printf(&bodies[i], "%s ", words[suite_random_below(&random, COUNT_OF(words))]);
		}
		snprintf(identities[i], sizeof(identities[i]), "a%zu", i);
		articles[i] = (struct index_fixture_article){.identity = identities[i],
			.body = bodies[i].data};
	}
	open_index();
	index_fixture_add(&fixture, articles, COUNT_OF(articles));
	results = index_fixture_search(&fixture, &request);
	ck_assert_uint_gt(results.hit_count, RANK_DEPTH);
	for (size_t i = 1; i < results.hit_count; i++)
		ck_assert_double_ge(results.hits[i - 1].score, results.hits[i].score);
	close_index();
	for (size_t i = 0; i < COUNT_OF(articles); i++)
		buffer_clear(&bodies[i]);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("rank");
	TCase *test = tcase_create("rank");

	tcase_add_loop_test(test, the_better_article_comes_first, 0, (int)COUNT_OF(rows));
	tcase_add_test(test, title_words_weigh_more);
	tcase_add_test(test, scores_never_rise);
	suite_add_tcase(suite, test);
	return suite;
}
