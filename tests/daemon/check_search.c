/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

static const struct index_fixture_article articles[] = {
	{.identity = "froze", .title = "Harbour froze over", .date = "2024-03-01", .source = "Gazette",
		.author = "Jane Doe",
		.body = "The harbour froze. \"We have never seen such ice,\" said Anna Holm. "
			"\"It is as it is,\" said Anna Holm."},
	{.identity = "budget", .title = "Budget talks fail", .subtitle = "No money for roads",
		.date = "2024-01-15", .source = "Herald",
		.body = "Ministers left the talks on the budget without a result."},
	{.identity = "vote", .title = "A vote", .body = "The vote on the budget of the harbour is off."},
	{.identity = "stadt", .title = "Die Stadt", .language = "de", .date = "2023-12-24",
		.body = "Die Verhandlungen \xc3\xbc""ber den Haushalt in der Stadt sind beendet. Es ist "
			"wie es ist."},
	{.identity = "short", .title = "Brief", .language = "xx", .body = "it is as it is"},
};

static struct index_fixture fixture;

static void make_index(void)
{
	index_fixture_open(&fixture);
	index_fixture_add(&fixture, articles, 3);
	index_fixture_add(&fixture, articles + 3, COUNT_OF(articles) - 3);
}

static void remove_index(void)
{
	index_fixture_close(&fixture);
}

/* Query and identities; in any order where none is asked for. */
static const struct {
	const char *query, *expected;
	enum search_sort sort;
} rows[] = {
	{"budget", "budget vote", SEARCH_BY_RELEVANCE},
	{"title:budget", "budget", SEARCH_BY_RELEVANCE},
	{"subtitle:roads", "budget", SEARCH_BY_RELEVANCE},
	{"body:harbours", "froze vote", SEARCH_BY_DATE_NEWEST},
	{"title:the budget", "budget vote", SEARCH_BY_RELEVANCE},
	{"the of", "vote", SEARCH_BY_RELEVANCE},
	{"Verhandlung", "stadt", SEARCH_BY_RELEVANCE},
	{"\"it is as it is\"", "froze short", SEARCH_BY_DATE_NEWEST},
	{"\"wie es ist\"", "stadt", SEARCH_BY_RELEVANCE},
	{"quote:\"never seen\"", "froze", SEARCH_BY_RELEVANCE},
	{"quote:\"froze\"", "", SEARCH_BY_RELEVANCE},
	{"quote:ice", "froze", SEARCH_BY_RELEVANCE},
	{"speaker:holm", "froze", SEARCH_BY_RELEVANCE},
	{"source:gazette", "froze", SEARCH_BY_RELEVANCE},
	{"author:doe budget", "", SEARCH_BY_RELEVANCE},
	{"lang:de", "stadt", SEARCH_BY_RELEVANCE},
	{"lang:und", "short", SEARCH_BY_RELEVANCE},
	{"id:vote", "vote", SEARCH_BY_RELEVANCE},
	{"-budget", "froze stadt short", SEARCH_BY_DATE_NEWEST},
	{"date:2024", "froze budget", SEARCH_BY_DATE_NEWEST},
	{"*", "stadt budget froze short vote", SEARCH_BY_DATE},
	{"*", "froze budget stadt short vote", SEARCH_BY_DATE_NEWEST},
	{"*", "vote short budget stadt froze", SEARCH_BY_TITLE},
	{"budgat~", "budget vote", SEARCH_BY_RELEVANCE},
	{"b?dget", "budget vote", SEARCH_BY_RELEVANCE},
	{"=talks", "budget", SEARCH_BY_RELEVANCE},
	{"=talk", "", SEARCH_BY_RELEVANCE},
	{"\"talks on the\" NEAR/4 result", "budget", SEARCH_BY_RELEVANCE},
	{"(harbour OR result) NEAR/4 \"on the\"", "vote budget", SEARCH_BY_RELEVANCE},
	{"\"minist* left\"", "budget", SEARCH_BY_RELEVANCE},
	{"", "", SEARCH_BY_RELEVANCE},
};

START_TEST(queries_find_these_articles)
{
	const struct search_request request = {.query = slice_of(rows[_i].query), .size = 100,
		.sort = rows[_i].sort, .mode = SEARCH_MATCH_ALL, .snippet_count = 1};
	struct search_results results = index_fixture_search(&fixture, &request);

	ck_assert_str_eq(index_fixture_identities(&results), rows[_i].expected);
	ck_assert_uint_eq(results.total, results.hit_count);
	ck_assert(results.total_exact && !results.timed_out);
}
END_TEST

START_TEST(a_hit_shows_its_record)
{
	struct search_results results = index_fixture_query(&fixture, "id:froze harbour");
	const struct search_hit *hit = &results.hits[0];

	ck_assert_uint_eq(results.hit_count, 1);
	ck_assert(slice_equal_string(hit->article.title, "Harbour froze over"));
	ck_assert(slice_equal_string(hit->article.source, "Gazette"));
	ck_assert(slice_equal_string(hit->article.author, "Jane Doe"));
	ck_assert_uint_eq(hit->article.body.size, 0);
	ck_assert_uint_eq(hit->quotation_count, 2);
	ck_assert_uint_eq(hit->missing_count, 0);
	ck_assert_uint_eq(results.generation, fixture.reader->snapshot->manifest.generation);
}
END_TEST

START_TEST(all_words_are_asked_for_first_then_any)
{
	struct search_results results = index_fixture_query(&fixture, "harbour ministers unicorn");

	ck_assert_uint_eq(results.hit_count, 3);
	ck_assert_uint_eq(results.note_count, 1);
	ck_assert_ptr_nonnull(memmem(results.notes[0].data, results.notes[0].size,
		"no article has all words", 24));
	for (size_t i = 0; i < results.hit_count; i++) {
		const struct search_hit *hit = &results.hits[i];

		ck_assert_uint_eq(hit->missing_count, 2);
		ck_assert(slice_equal_string(hit->missing[1], "unicorn"));
		ck_assert(slice_equal_string(hit->missing[0],
			slice_equal_string(hit->article.identity, "budget") ? "harbour" : "ministers"));
	}
	results = index_fixture_query(&fixture, "harbour budget");
	ck_assert_str_eq(index_fixture_identities(&results), "vote");
	ck_assert_uint_eq(results.note_count, 0);
}
END_TEST

START_TEST(modes_need_all_words_or_any)
{
	struct search_request request = {.query = SLICE_LITERAL("harbour ministers"), .size = 100};
	struct search_results results;

	request.mode = SEARCH_MATCH_ALL;
	results = index_fixture_search(&fixture, &request);
	ck_assert_uint_eq(results.total, 0);
	ck_assert_uint_eq(results.note_count, 0);
	request.mode = SEARCH_MATCH_ANY;
	results = index_fixture_search(&fixture, &request);
	ck_assert_uint_eq(results.total, 3);
	request.query = SLICE_LITERAL("+harbour ministers -vote");
	results = index_fixture_search(&fixture, &request);
	ck_assert_str_eq(index_fixture_identities(&results), "froze");
}
END_TEST

START_TEST(quotations_are_hits_of_their_own)
{
	struct search_request request = {.query = SLICE_LITERAL("ice"), .size = 100,
		.scope = SEARCH_IN_QUOTES, .snippet_count = 1};
	struct search_results results = index_fixture_search(&fixture, &request);
	const struct quotation_view *quotation;

	ck_assert_uint_eq(results.hit_count, 1);
	quotation = results.hits[0].quotation;
	ck_assert_ptr_nonnull(quotation);
	ck_assert(slice_equal_string(quotation->identity, "froze#1"));
	ck_assert_uint_eq(quotation->mark_count, 1);
	ck_assert(slice_equal_string(span_of(quotation->text, quotation->marks[0]), "ice"));
	ck_assert(slice_equal_string(quotation->speaker, "Anna Holm"));
	request.query = SLICE_LITERAL("\"it is as it is\"");
	results = index_fixture_search(&fixture, &request);
	ck_assert_uint_eq(results.hit_count, 1);
	ck_assert(slice_equal_string(results.hits[0].quotation->identity, "froze#2"));
	request.query = SLICE_LITERAL("harbour");
	results = index_fixture_search(&fixture, &request);
	ck_assert_uint_eq(results.hit_count, 0);
}
END_TEST

START_TEST(dead_articles_and_their_quotations_are_gone)
{
	struct search_request request = {.query = SLICE_LITERAL("ice"), .size = 100};
	struct search_results results;

	index_fixture_bury(&fixture, "froze");
	results = index_fixture_search(&fixture, &request);
	ck_assert_uint_eq(results.total, 0);
	request.scope = SEARCH_IN_QUOTES;
	results = index_fixture_search(&fixture, &request);
	ck_assert_uint_eq(results.total, 0);
	request.scope = SEARCH_IN_ARTICLES;
	request.query = SLICE_LITERAL("harbour");
	results = index_fixture_search(&fixture, &request);
	ck_assert_str_eq(index_fixture_identities(&results), "vote");
}
END_TEST

START_TEST(windows_may_lie_behind_the_end)
{
	struct search_request request = {.query = SLICE_LITERAL("budget"), .size = 10};
	struct search_results results;

	request.from = (uint32_t)_i * 250;
	request.size = (uint32_t)_i % 2 ? 0 : 10;
	results = index_fixture_search(&fixture, &request);
	ck_assert_uint_eq(results.total, 2);
	ck_assert_uint_eq(results.hit_count, _i == 0 ? 2 : 0);
}
END_TEST

START_TEST(explanations_show_how_a_query_was_understood)
{
	const struct search_request request = {.query = SLICE_LITERAL("budget -vote"), .size = 10,
		.explain = true};
	struct search_results results = index_fixture_search(&fixture, &request);
	static const char *const parts[] = {"tree: ", "plan: ", "budget", "match "};

	for (size_t i = 0; i < COUNT_OF(parts); i++)
		ck_assert_ptr_nonnull(memmem(results.explanation.data, results.explanation.size, parts[i],
			strlen(parts[i])));
}
END_TEST

START_TEST(a_deadline_that_has_passed_is_a_timeout)
{
	const struct search_request request = {.query = SLICE_LITERAL("budget"), .size = 10,
		.deadline_ns = clock_monotonic_ns() - 1};
	struct search_results results;
	struct error error = {0};
	size_t position;

	ck_assert(reader_refresh(fixture.reader, &error));
	ck_assert(!search_run(fixture.reader, &request, &results, &position, &error));
	ck_assert_int_eq(error.code, ERROR_TIMEOUT);
}
END_TEST

START_TEST(what_is_over_a_limit_is_refused_with_its_place)
{
	struct search_request request = {.size = 10};
	struct search_results results;
	struct buffer query = {0};
	struct error error = {0};
	size_t position;

	for (int i = 0; i < 70; i++)
		buffer_printf(&query, "\"a%d b%d\" ", i, i);
	request.query = buffer_slice(&query);
	ck_assert(reader_refresh(fixture.reader, &error));
	ck_assert(!search_run(fixture.reader, &request, &results, &position, &error));
	ck_assert_int_eq(error.code, ERROR_QUERY);
	ck_assert_uint_lt(position, query.size);
	buffer_clear(&query);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("search");
	TCase *test = tcase_create("search");

	tcase_add_checked_fixture(test, make_index, remove_index);
	tcase_add_loop_test(test, queries_find_these_articles, 0, (int)COUNT_OF(rows));
	tcase_add_test(test, a_hit_shows_its_record);
	tcase_add_test(test, all_words_are_asked_for_first_then_any);
	tcase_add_test(test, modes_need_all_words_or_any);
	tcase_add_test(test, quotations_are_hits_of_their_own);
	tcase_add_test(test, dead_articles_and_their_quotations_are_gone);
	tcase_add_loop_test(test, windows_may_lie_behind_the_end, 0, 3);
	tcase_add_test(test, explanations_show_how_a_query_was_understood);
	tcase_add_test(test, a_deadline_that_has_passed_is_a_timeout);
	tcase_add_test(test, what_is_over_a_limit_is_refused_with_its_place);
	suite_add_tcase(suite, test);
	return suite;
}
