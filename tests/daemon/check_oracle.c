/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random queries over the whole language beside a plain scan of every article. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "daemon/facet/facet.h"
#include "schema/wire.h"
#include "tests/support/oracle.h"
#include "tests/support/suite.h"

enum { ROUNDS = 150, SEEDS = 5 };

static struct index_fixture fixture;
static struct oracle_article articles[ORACLE_ARTICLES];
static struct arena arena;

static void open_index(void)
{
	oracle_open(&fixture, articles);
}

static void close_index(void)
{
	index_fixture_close(&fixture);
	arena_clear(&arena);
}

/* The numbers of the articles a query finds. */
static uint32_t find(const char *query, enum search_mode mode, bool found[ORACLE_ARTICLES])
{
	const struct search_request request = {.query = slice_of(query), .mode = mode,
		.size = ORACLE_ARTICLES};
	struct search_results results = index_fixture_search(&fixture, &request);

	for (int i = 0; i < ORACLE_ARTICLES; i++)
		found[i] = false;
	for (size_t i = 0; i < results.hit_count; i++) {
		int number = 0;

		ck_assert_int_eq(sscanf(results.hits[i].article.identity.data, "a%d", &number), 1);
		ck_assert_msg(!found[number], "%s: a%d twice", query, number);
		found[number] = true;
	}
	ck_assert_uint_eq(results.total, results.hit_count);
	ck_assert(results.total_exact);
	return results.total;
}

static void compare(const struct oracle_node *node, const char *query, bool any)
{
	bool found[ORACLE_ARTICLES];

	find(query, any ? SEARCH_MATCH_ANY : SEARCH_MATCH_ALL, found);
	for (int i = 0; i < ORACLE_ARTICLES; i++) {
		const bool wanted = !articles[i].is_dead && oracle_fits(node, &articles[i], any);

		ck_assert_msg(found[i] == wanted, "%s%s: a%d %s", query, any ? " (any)" : "", i,
			wanted ? "is missing" : "is too many");
	}
}

/* Each pattern and each misspelt word has one of these marks. */
static bool is_within_limits(const char *query)
{
	int marks = 0;

	for (; *query; query++)
		marks += *query == '*' || *query == '?' || *query == '~';
	return marks <= WIRE_WILDCARD_LIMIT;
}

static void compare_round(struct suite_random *random, bool is_near)
{
	struct buffer query = {0};
	const struct oracle_node *node = is_near ? oracle_ask_near(random, &arena, 2) :
						   oracle_ask(random, &arena, ORACLE_DEPTH);

	oracle_print(node, &query);
	if (is_within_limits(query.data)) {
		compare(node, query.data, false);
		compare(node, query.data, true);
	}
	buffer_clear(&query);
	arena_reset(&arena);
}

START_TEST(queries_find_what_a_scan_finds)
{
	struct suite_random random = {(unsigned)_i + 100};

	for (int round = 0; round < ROUNDS; round++)
		compare_round(&random, false);
}
END_TEST

START_TEST(nearness_within_nearness_finds_what_a_scan_finds)
{
	struct suite_random random = {(unsigned)_i + 200};

	for (int round = 0; round < ROUNDS; round++)
		compare_round(&random, true);
}
END_TEST

/* --- what must hold of any two queries --- */

static void print_pair(const char *form, const char *a, const char *b, struct buffer *query)
{
	buffer_reset(query);
	for (const char *c = form; *c; c++) {
		if (*c == 'A' || *c == 'B')
			buffer_append_string(query, *c == 'A' ? a : b);
		else
			buffer_append_byte(query, *c);
	}
}

/* The first finds no more than the second; A and B are words or whole queries. */
static const struct {
	const char *narrow, *wide;
	bool of_words;
} inclusions[] = {
	{"(A) && (B)", "A", false},
	{"(A) !(B)", "A", false},
	{"(A) && (B)", "(A) || (B)", false},
	{"A", "(A) || (B)", false},
	{"\"A B\"", "=A pre/1 =B", true},
	{"=A pre/1 =B", "\"A B\"", true},
	{"=A pre/3 =B", "=A w/3 =B", true},
	{"=A w/3 =B", "=A w/4 =B", true},
	{"=A w/9 =B", "=A && =B", true},
	{"\"A B\"~3", "\"A B\"~4", true},
	{"\"A B\"", "\"A B\"~2", true},
	{"=A", "A", true},
	{"=A", "A~1", true},
	{"A~1", "A~2", true},
	{"title:A", "A", true},
	{"body:A", "A", true},
};

START_TEST(narrower_queries_find_no_more)
{
	struct suite_random random = {(unsigned)_i + 300};
	struct buffer texts[2] = {{0}, {0}}, narrow = {0}, wide = {0};
	bool few[ORACLE_ARTICLES], many[ORACLE_ARTICLES];

	for (int round = 0; round < 60; round++) {
		for (int i = 0; i < 2; i++) {
			buffer_reset(&texts[i]);
			if (inclusions[_i].of_words)
				buffer_append_string(&texts[i],
					oracle_vocabulary[4 + suite_random_below(&random,
									    ORACLE_VOCABULARY - 4)]
						.text);
			else
				oracle_print(oracle_ask(&random, &arena, 2), &texts[i]);
		}
		print_pair(inclusions[_i].narrow, texts[0].data, texts[1].data, &narrow);
		print_pair(inclusions[_i].wide, texts[0].data, texts[1].data, &wide);
		if (!is_within_limits(narrow.data))
			continue;
		find(narrow.data, SEARCH_MATCH_ALL, few);
		find(wide.data, SEARCH_MATCH_ALL, many);
		for (int i = 0; i < ORACLE_ARTICLES; i++)
			ck_assert_msg(!few[i] || many[i], "%s finds a%d, %s does not", narrow.data, i,
				wide.data);
		arena_reset(&arena);
	}
	buffer_clear(&texts[0]);
	buffer_clear(&texts[1]);
	buffer_clear(&narrow);
	buffer_clear(&wide);
}
END_TEST

START_TEST(all_finds_no_more_than_any)
{
	struct suite_random random = {400};
	bool all[ORACLE_ARTICLES], any[ORACLE_ARTICLES];
	struct buffer query = {0};

	for (int round = 0; round < 500; round++) {
		buffer_reset(&query);
		oracle_print(oracle_ask(&random, &arena, ORACLE_DEPTH), &query);
		if (!is_within_limits(query.data))
			continue;
		find(query.data, SEARCH_MATCH_ALL, all);
		find(query.data, SEARCH_MATCH_ANY, any);
		for (int i = 0; i < ORACLE_ARTICLES; i++)
			ck_assert_msg(!all[i] || any[i], "%s: a%d", query.data, i);
		arena_reset(&arena);
	}
	buffer_clear(&query);
}
END_TEST

static const struct facet *facet_named(const struct search_results *results,
	const char *name)
{
	for (size_t i = 0; i < results->facet_count; i++) {
		if (strcmp(results->facets[i].name, name) == 0)
			return &results->facets[i];
	}
	ck_abort_msg("no facet %s", name);
	return NULL;
}

static uint32_t count_of(const struct facet *facet, const char *value)
{
	for (size_t i = 0; i < facet->count; i++) {
		if (slice_equal_string(facet->values[i].value, value))
			return facet->values[i].count;
	}
	return 0;
}

static void compare_facets(const struct oracle_node *node, const char *query)
{
	uint32_t sources[ORACLE_NAMES] = {0}, dated = 0;
	struct search_request request = {.query = slice_of(query), .mode = SEARCH_MATCH_ALL};
	struct search_results results;
	struct error error = {0};

	for (int i = 0; i < ORACLE_ARTICLES; i++) {
		if (articles[i].is_dead || !oracle_fits(node, &articles[i], false))
			continue;
		sources[articles[i].source]++;
		dated += articles[i].day != 0;
	}
	ck_assert(facet_parse(SLICE_LITERAL("source,month"), &request.facets, &error));
	results = index_fixture_search(&fixture, &request);
	for (int i = 0; i < ORACLE_NAMES; i++)
		ck_assert_msg(count_of(facet_named(&results, "source"), oracle_names[i]) == sources[i],
			"%s: %s", query, oracle_names[i]);
	ck_assert_msg(count_of(facet_named(&results, "month"), "2024-05") == dated, "%s: month", query);
}

/* Of all hits, whatever is shown of them: none here. */
START_TEST(facets_count_what_a_scan_counts)
{
	struct suite_random random = {500};
	struct buffer query = {0};

	for (int round = 0; round < 300; round++) {
		const struct oracle_node *node = oracle_ask(&random, &arena, 2);

		buffer_reset(&query);
		oracle_print(node, &query);
		if (is_within_limits(query.data))
			compare_facets(node, query.data);
		arena_reset(&arena);
	}
	buffer_clear(&query);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("oracle");
	TCase *test = tcase_create("oracle");

	tcase_set_timeout(test, 60);
	tcase_add_unchecked_fixture(test, open_index, close_index);
	tcase_add_loop_test(test, queries_find_what_a_scan_finds, 0, SEEDS);
	tcase_add_loop_test(test, nearness_within_nearness_finds_what_a_scan_finds, 0, SEEDS);
	tcase_add_loop_test(test, narrower_queries_find_no_more, 0, (int)COUNT_OF(inclusions));
	tcase_add_test(test, all_finds_no_more_than_any);
	tcase_add_test(test, facets_count_what_a_scan_counts);
	suite_add_tcase(suite, test);
	return suite;
}
