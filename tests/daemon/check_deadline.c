/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What each step of a search still does once its deadline has passed: counted in terms, documents
 * and hits, not in seconds. A deadline of 1 ns after the machine started has passed.
 */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "daemon/match/rank.h"
#include "daemon/query/parser.h"
#include "daemon/search/collect.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

#define PASSED 1
#define ARTICLES 60
#define WORDS 3000          /* x0000 and so on, all in the first article */
#define TERMS_PER_LOOK 1024
#define WEIGHINGS_PER_LOOK 16

static struct index_fixture fixture;

/* Every article has the words treaty and of, side by side. */
static void set_up(void)
{
	struct index_fixture_article articles[ARTICLES] = {{0}};
	struct buffer body = {0};
	char identities[ARTICLES][8];

	for (int i = 0; i < WORDS; i++)
		buffer_printf(&body, "x%04d ", i);
	buffer_printf(&body, "A treaty of words. \"There is no treaty of that kind,\" said the clerk.");
	for (int i = 0; i < ARTICLES; i++) {
		snprintf(identities[i], sizeof(identities[i]), "a%d", i);
		articles[i].identity = identities[i];
		articles[i].title = "A treaty";
		articles[i].body = i == 0 ? body.data : "A treaty of peace. \"We want this treaty of all "
			"treaties,\" said the clerk of the court.";
	}
	index_fixture_open(&fixture);
	index_fixture_add(&fixture, articles, ARTICLES);
	index_fixture_query(&fixture, "treaty");
	buffer_clear(&body);
}

static void tear_down(void)
{
	index_fixture_close(&fixture);
}

static const struct search_request all = {.size = ARTICLES, .snippet_count = 1};

/* A query that is planned and may be run. */
struct ready {
	enum language language;
	struct notes notes;
	struct plan plan;
	struct build build;
};

static void make_ready(struct ready *ready, const char *query, enum search_scope scope)
{
	struct reader *reader = fixture.reader;
	struct plan_setting setting = {.analysis = reader->analysis, .languages = &ready->language,
		.language_count = 1, .arena = &reader->arena, .notes = &ready->notes,
		.scope = scope == SEARCH_IN_QUOTES ? FIELD_IN_QUOTATIONS : FIELD_IN_ARTICLES};
	struct error error = {0};
	struct tree *tree;
	size_t position;

	ready->language = LANGUAGE_ENGLISH;
	notes_init(&ready->notes, &reader->arena);
	ck_assert(query_parse(slice_of(query), &reader->arena, &ready->notes, &tree, &position, &error));
	ck_assert(plan_build(&setting, tree, &ready->plan, &position, &error));
	build_init(&ready->build, reader, scope, &ready->notes, 0);
}

static struct match_hits match(struct ready *ready, int64_t deadline_ns)
{
	const struct match_request request = {.plan = &ready->plan, .mode = SEARCH_MATCH_ALL,
		.size = ARTICLES, .deadline_ns = deadline_ns};
	struct match_hits hits;
	struct error error = {0};

	ready->build.deadline_ns = deadline_ns;
	ck_assert_msg(match_run(&ready->build, &request, &hits, &error), "%s", error.message);
	return hits;
}

START_TEST(patterns_stop_at_the_next_look)
{
	struct expand_source source = {fixture.reader->snapshot->articles, {NULL, 0},
		&fixture.reader->arena, 0};
	struct expansion expansion;
	struct error error = {0};

	ck_assert(expand_pattern(&source, SLICE_LITERAL("x*7"), &expansion, &error));
	ck_assert_uint_eq(expansion.count, WORDS / 10);
	ck_assert(!expansion.is_capped);
	source.deadline_ns = PASSED;
	ck_assert(expand_pattern(&source, SLICE_LITERAL("x*7"), &expansion, &error));
	ck_assert_uint_le(expansion.count, TERMS_PER_LOOK / 10 + 1);
	ck_assert(expansion.is_capped);
	ck_assert(expand_fuzzy(&source, SLICE_LITERAL("x0001"), 1, &expansion, &error));
	ck_assert_uint_le(expansion.count, TERMS_PER_LOOK);
	ck_assert(expansion.is_capped);
}
END_TEST

static const char *const queries[] = {"treaty", "treaty peace", "treaty OR peace OR clerk", "treaty*",
	"\"treaty of\"", "treaty NEAR/3 of", "(treaty OR peace) NEAR/3 \"of all\"", "-nothing", "*",
	"date:<2100 treaty", "body:treaty", "quote:treaty", "x* t* a*"};

START_TEST(nothing_is_matched)
{
	struct ready ready;
	struct match_hits hits;

	make_ready(&ready, queries[_i], SEARCH_IN_ARTICLES);
	hits = match(&ready, PASSED);
	ck_assert(hits.timed_out);
	ck_assert_uint_le(hits.total, 1);
	for (size_t i = 0; i < ready.build.leaf_count; i++)
		ck_assert_uint_le(ready.build.leaves[i]->looked_at, WEIGHINGS_PER_LOOK);
}
END_TEST

START_TEST(searches_end_with_a_timeout)
{
	struct search_request request = all;
	struct search_results results;
	struct error error = {0};
	size_t position;

	request.query = slice_of(queries[_i]);
	request.deadline_ns = PASSED;
	ck_assert(!search_run(fixture.reader, &request, &results, &position, &error));
	ck_assert_int_eq(error.code, ERROR_TIMEOUT);
}
END_TEST

START_TEST(hits_stay_in_the_order_they_have)
{
	struct ready ready;
	struct match_hits hits;
	struct match_hit before[ARTICLES];

	make_ready(&ready, "treaty peace clerk court", SEARCH_IN_ARTICLES);
	hits = match(&ready, 0);
	ck_assert_uint_gt(hits.count, WEIGHINGS_PER_LOOK);
	memcpy(before, hits.hits, hits.count * sizeof(before[0]));
	ready.build.deadline_ns = PASSED;
	rank_run(&ready.build, hits.hits, hits.count);
	ck_assert(ready.build.is_late);
	for (size_t i = 0; i < hits.count; i++) {
		ck_assert_uint_eq(hits.hits[i].document, before[i].document);
		ck_assert_double_eq(hits.hits[i].score, before[i].score);
	}
}
END_TEST

static size_t collect(const char *query, enum search_scope scope, int64_t deadline_ns,
	size_t *snippets)
{
	struct search_request request = all;
	const struct search_hit *shown;
	struct error error = {0};
	struct match_hits hits;
	struct ready ready;

	make_ready(&ready, query, scope);
	hits = match(&ready, 0);
	request.scope = scope;
	request.mode = SEARCH_MATCH_ANY;
	ready.build.deadline_ns = deadline_ns;
	ck_assert(collect_run(&ready.build, &request, &hits, &shown, &error));
	*snippets = 0;
	for (size_t i = 0; i < hits.count; i++) {
		ck_assert_uint_gt(shown[i].article.identity.size, 0);
		*snippets += shown[i].snippet_count;
	}
	return hits.count;
}

START_TEST(hits_are_shown_without_passages)
{
	size_t snippets;

	ck_assert_uint_eq(collect("treaty", SEARCH_IN_ARTICLES, 0, &snippets), ARTICLES);
	ck_assert_uint_eq(snippets, ARTICLES);
	ck_assert_uint_eq(collect("treaty", SEARCH_IN_ARTICLES, PASSED, &snippets), ARTICLES);
	ck_assert_uint_eq(snippets, 0);
}
END_TEST

START_TEST(one_quotation_is_shown)
{
	size_t snippets;

	ck_assert_uint_eq(collect("treaty", SEARCH_IN_QUOTES, 0, &snippets), ARTICLES);
	ck_assert_uint_eq(collect("treaty", SEARCH_IN_QUOTES, PASSED, &snippets), 1);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("deadline");
	TCase *past = tcase_create("past");

	tcase_add_checked_fixture(past, set_up, tear_down);
	tcase_add_test(past, patterns_stop_at_the_next_look);
	tcase_add_loop_test(past, nothing_is_matched, 0, COUNT_OF(queries));
	tcase_add_loop_test(past, searches_end_with_a_timeout, 0, COUNT_OF(queries));
	tcase_add_test(past, hits_stay_in_the_order_they_have);
	tcase_add_test(past, hits_are_shown_without_passages);
	tcase_add_test(past, one_quotation_is_shown);
	suite_add_tcase(suite, past);
	return suite;
}
