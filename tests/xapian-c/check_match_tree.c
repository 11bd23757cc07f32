/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random query trees over random documents in several databases, beside plain sets. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "tests/support/stock_writer.h"
#include "tests/support/suite.h"
#include "xapian-c/match.h"

enum { DOCUMENTS = 180, TERMS = 8, SHARDS = 3, MANY = 40000 };

static char folder[256];
static char paths[SHARDS + 2][320];
static const char *path_list[SHARDS + 2];
static struct xc_database *database;

/* What document `number` of the combined database has. */
static bool has_term[DOCUMENTS + 1][TERMS];
static unsigned value[DOCUMENTS + 1];

static void path_make(int index)
{
	snprintf(paths[index], sizeof(paths[index]), "%s/%d", folder, index);
	path_list[index] = paths[index];
}

static void term_name(int term, char name[8])
{
	snprintf(name, 8, "t%d", term);
}

static void write_shard(struct suite_random *random, int shard)
{
	struct stock_writer *writer = stock_writer_open(paths[shard]);

	for (int local = 1; local <= DOCUMENTS / SHARDS; local++) {
		const int number = (local - 1) * SHARDS + shard + 1;
		char text[16];

		for (int term = 0; term < TERMS; term++) {
			has_term[number][term] = suite_random_below(random, TERMS) >= (unsigned)term;
			term_name(term, text);
			if (has_term[number][term])
				stock_writer_term(writer, slice_of(text), 1 + (unsigned)term % 3);
		}
		value[number] = suite_random_below(random, 50);
		snprintf(text, sizeof(text), "%02u", value[number]);
		if (value[number])
			stock_writer_value(writer, 4, slice_of(text));
		stock_writer_add(writer, SLICE_LITERAL("-"));
	}
	stock_writer_close(writer);
}

static void make_databases(void)
{
	const char *temporary = getenv("TMPDIR");
	struct suite_random random = {7};
	struct error error = {0};

	snprintf(folder, sizeof(folder), "%s/match.XXXXXX", temporary ? temporary : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	for (int i = 0; i < SHARDS + 2; i++)
		path_make(i);
	for (int shard = 0; shard < SHARDS; shard++)
		write_shard(&random, shard);
	ck_assert(xc_database_open(path_list, SHARDS, &database, &error));
}

static void remove_databases(void)
{
	struct error error = {0};

	xc_database_close(database);
	database = NULL;
	ck_assert(file_remove_tree(folder, &error));
}

/* Documents whose number is a multiple of `divisor` weigh 1 where they have both terms. */
struct divisor {
	unsigned divisor;
	int terms[2];
	unsigned asked;
};

static double weigh_multiples(void *context, unsigned shard, uint32_t document)
{
	const uint32_t number = (document - 1) * SHARDS + shard + 1;
	struct divisor *divisor = context;

	divisor->asked++;
	return number % divisor->divisor == 0 && has_term[number][divisor->terms[0]] &&
	       has_term[number][divisor->terms[1]];
}

/* Knows the one thing beforehand, and not the other. */
static size_t sift_multiples(void *context, unsigned shard, uint32_t *documents, size_t count)
{
	const struct divisor *divisor = context;
	size_t left = 0;

	ck_assert_uint_lt(shard, SHARDS);
	for (size_t i = 0; i < count; i++) {
		ck_assert(documents[i] >= 1 && documents[i] <= DOCUMENTS / SHARDS);
		ck_assert(i == 0 || documents[i] > documents[i - 1]);
		if (((documents[i] - 1) * SHARDS + shard + 1) % divisor->divisor == 0)
			documents[left++] = documents[i];
	}
	return left;
}

static struct divisor divisors[64];
static size_t divisor_count;

struct pair {
	struct xc_query *query;
	bool matches[DOCUMENTS + 1];
};

static struct pair random_leaf(struct suite_random *random)
{
	const int term = (int)suite_random_below(random, TERMS);
	const int other = (int)suite_random_below(random, TERMS);
	const unsigned kind = suite_random_below(random, 5);
	struct error error = {0};
	struct pair pair = {0};
	char names[2][8];

	term_name(term, names[0]);
	term_name(other, names[1]);
	if (kind < 2) {
		pair.query = xc_query_term(slice_of(names[0]), &error);
		for (int i = 1; i <= DOCUMENTS; i++)
			pair.matches[i] = has_term[i][term];
	} else if (kind < 4) {
		struct slice terms[] = {slice_of(names[0]), slice_of(names[1]), slice_of(names[0])};
		struct divisor *divisor = &divisors[divisor_count++ % 64];
		struct xc_phrase phrase = {terms, kind == 2 ? 3 : 0, weigh_multiples, sift_multiples, divisor, 1};

		*divisor = (struct divisor){1 + suite_random_below(random, 4),
					    {kind == 2 ? term : 0, kind == 2 ? other : 0}, 0};
		pair.query = xc_query_phrase(&phrase, &error);
		for (int i = 1; i <= DOCUMENTS; i++)
			pair.matches[i] = i % (int)divisor->divisor == 0 &&
					  has_term[i][divisor->terms[0]] &&
					  has_term[i][divisor->terms[1]];
	} else {
		const unsigned low = suite_random_below(random, 60), high = low + 10;
		char bounds[2][16];

		snprintf(bounds[0], sizeof(bounds[0]), "%02u", low);
		snprintf(bounds[1], sizeof(bounds[1]), "%02u", high);
		pair.query = xc_query_range(4, low < 10 ? slice_of("") : slice_of(bounds[0]),
					    low > 30 ? slice_of("") : slice_of(bounds[1]), &error);
		for (int i = 1; i <= DOCUMENTS; i++)
			pair.matches[i] = value[i] && (low < 10 || value[i] >= low) &&
					  (low > 30 || value[i] <= high);
	}
	ck_assert_ptr_nonnull(pair.query);
	return pair;
}

static bool combined(enum xc_operator operation, bool a, bool b)
{
	switch (operation) {
	case XC_AND:
	case XC_FILTER:
		return a && b;
	case XC_OR:
	case XC_SYNONYM:
	case XC_MAX:
		return a || b;
	case XC_AND_NOT:
		return a && !b;
	case XC_AND_MAYBE:
		return a;
	}
	return false;
}

static struct pair random_tree(struct suite_random *random, int depth)
{
	static const enum xc_operator operations[] = {XC_AND, XC_OR, XC_AND_NOT, XC_AND_MAYBE,
						      XC_FILTER, XC_MAX, XC_SYNONYM};
	const unsigned count = 2 + suite_random_below(random, 2);
	struct xc_query *parts[3];
	struct error error = {0};
	enum xc_operator operation;
	struct pair pair;

	if (depth == 0 || suite_random_below(random, 4) == 0)
		return random_leaf(random);
	operation = operations[suite_random_below(random, COUNT_OF(operations))];
	pair = random_tree(random, depth - 1);
	parts[0] = pair.query;
	for (unsigned i = 1; i < count; i++) {
		struct pair other = random_tree(random, depth - 1);

		parts[i] = other.query;
		for (int j = 1; j <= DOCUMENTS; j++)
			pair.matches[j] = combined(operation, pair.matches[j], other.matches[j]);
	}
	pair.query = xc_query_combine(operation, parts, count, &error);
	if (suite_random_below(random, 3) == 0)
		pair.query = xc_query_scale(pair.query, 0.5, &error);
	ck_assert_ptr_nonnull(pair.query);
	return pair;
}

static bool accept_not_fives(void *context, unsigned shard, uint32_t document)
{
	(void)context;
	return ((document - 1) * SHARDS + shard + 1) % 5 != 0;
}

static struct xc_match whole_match(const struct xc_query *query)
{
	return (struct xc_match){.query = query, .size = DOCUMENTS,
				 .sort_slot = XC_NO_SLOT, .k1 = 1.2, .b = 0.75};
}

static void assert_hits(const struct xc_hits *hits, const bool *matches, bool (*accept)(void *,
	unsigned, uint32_t))
{
	bool found[DOCUMENTS + 1] = {false};
	size_t expected = 0;

	for (size_t i = 0; i < hits->count; i++)
		found[hits->hits[i].document] = true;
	for (uint32_t i = 1; i <= DOCUMENTS; i++) {
		const bool wanted = matches[i] && (!accept || accept(NULL, (i - 1) % SHARDS,
								     (i - 1) / SHARDS + 1));

		expected += wanted;
		ck_assert_msg(found[i] == wanted, "document %u", i);
	}
	ck_assert_uint_eq(hits->count, expected);
	ck_assert_uint_eq(hits->total, expected);
	ck_assert(!hits->timed_out);
}

/* Weighed or not, with the dead taken out or not, with and without lengths. */
START_TEST(trees_match_what_sets_say)
{
	struct suite_random random = {(unsigned)_i};

	for (int round = 0; round < 200; round++) {
		struct pair pair = random_tree(&random, 3);
		struct xc_match match = whole_match(pair.query);
		struct error error = {0};
		struct xc_hits hits;

		match.k1 = round % 3 ? 1.2 : -1;
		match.accept = round % 2 ? accept_not_fives : NULL;
		match.b = round % 4 ? 0.7 : 0;
		match.deadline_ns = round % 7 ? 0 : clock_monotonic_ns() + 3600000000000;
		ck_assert_msg(xc_match_run(database, &match, &hits, &error), "%s", error.message);
		assert_hits(&hits, pair.matches, match.accept);
		xc_hits_clear(&hits);
		xc_query_free(pair.query);
	}
}
END_TEST

/* Many terms are read at once, few side by side: with the same result. */
START_TEST(many_terms_weigh_what_few_do)
{
	static const enum xc_operator operations[] = {XC_OR, XC_MAX, XC_SYNONYM};
	struct error error = {0};
	struct xc_query *many[24], *few[TERMS], *queries[2];
	struct xc_hits hits[2];
	char name[8];

	for (int i = 0; i < TERMS; i++) {
		term_name(i, name);
		few[i] = xc_query_term(slice_of(name), &error);
	}
	for (int i = 0; i < 24; i++) {
		snprintf(name, sizeof(name), i < TERMS ? "t%d" : "none%d", i);
		many[i] = xc_query_term(slice_of(name), &error);
	}
	queries[0] = xc_query_combine(operations[_i], few, TERMS, &error);
	queries[1] = xc_query_combine(operations[_i], many, 24, &error);
	for (int i = 0; i < 2; i++) {
		struct xc_match match = whole_match(queries[i]);

		ck_assert(xc_match_run(database, &match, &hits[i], &error));
	}
	ck_assert_uint_eq(hits[0].total, hits[1].total);
	/* As one term, few are taken for as frequent as all together, many as they are. */
	for (size_t i = 0; i < hits[0].count && operations[_i] != XC_SYNONYM; i++)
		ck_assert_double_eq_tol(hits[0].hits[i].weight, hits[1].hits[i].weight, 1e-4);
	for (int i = 0; i < 2; i++) {
		xc_hits_clear(&hits[i]);
		xc_query_free(queries[i]);
	}
}
END_TEST

static void assert_equal_hits(const struct xc_hits *hits, const struct xc_hits *expected)
{
	ck_assert_uint_eq(hits->total, expected->total);
	ck_assert_uint_eq(hits->count, expected->count);
	for (size_t i = 0; i < hits->count; i++) {
		ck_assert_uint_eq(hits->hits[i].document, expected->hits[i].document);
		ck_assert_double_eq(hits->hits[i].weight, expected->hits[i].weight);
	}
}

/* What a walk met needs no more looking up: with the same result. */
START_TEST(listed_terms_match_as_those_that_are_looked_up)
{
	const size_t count = _i & 1 ? 24 : TERMS;
	const enum xc_operator operation = _i & 2 ? XC_SYNONYM : XC_OR;
	struct error error = {0};
	struct xc_query *parts[24], *queries[2];
	struct xc_hits hits[2];
	struct slice terms[24];
	uint32_t frequencies[24];
	char names[24][8];

	for (size_t i = 0; i < count; i++) {
		snprintf(names[i], sizeof(names[i]), i < TERMS ? "t%zu" : "none%zu", i);
		terms[i] = slice_of(names[i]);
		frequencies[i] = xc_database_frequency(database, terms[i]);
		parts[i] = xc_query_term(terms[i], &error);
	}
	queries[0] = xc_query_combine(operation, parts, count, &error);
	queries[1] = xc_query_listed(operation,
		&(struct xc_listed){terms, frequencies, NULL, count}, &error);
	for (int i = 0; i < 2; i++) {
		struct xc_match match = whole_match(queries[i]);

		ck_assert(xc_match_run(database, &match, &hits[i], &error));
	}
	assert_equal_hits(&hits[1], &hits[0]);
	for (int i = 0; i < 2; i++) {
		xc_hits_clear(&hits[i]);
		xc_query_free(queries[i]);
	}
}
END_TEST

START_TEST(synonyms_match_any_of_their_terms)
{
	struct error error = {0};
	struct xc_query *parts[] = {xc_query_term(slice_of("t6"), &error),
				    xc_query_term(slice_of("t7"), &error)};
	struct xc_query *query = xc_query_combine(XC_SYNONYM, parts, 2, &error);
	struct xc_match match = whole_match(query);
	bool matches[DOCUMENTS + 1];
	struct xc_hits hits;

	for (int i = 1; i <= DOCUMENTS; i++)
		matches[i] = has_term[i][6] || has_term[i][7];
	ck_assert(xc_match_run(database, &match, &hits, &error));
	assert_hits(&hits, matches, NULL);
	xc_hits_clear(&hits);
	xc_query_free(query);
}
END_TEST

START_TEST(all_and_none_are_what_they_say)
{
	struct error error = {0};
	struct xc_query *query = _i ? xc_query_all(&error) : xc_query_none(&error);
	struct xc_match match = whole_match(query);
	struct xc_hits hits;

	ck_assert(xc_match_run(database, &match, &hits, &error));
	ck_assert_uint_eq(hits.count, _i ? DOCUMENTS : 0);
	xc_hits_clear(&hits);
	xc_query_free(query);
}
END_TEST

/* BM25 (Robertson and Zaragoza 2009, 3.3) with Xapian's idf, over all shards at once. */
START_TEST(weights_are_those_of_bm25_over_all_shards)
{
	struct error error = {0};
	struct xc_query *query = xc_query_term(slice_of("t7"), &error);
	struct xc_match match = whole_match(query);
	struct xc_hits hits;
	double frequency = xc_database_frequency(database, slice_of("t7"));
	double idf = log((DOCUMENTS - frequency + 0.5) / (frequency + 0.5));

	ck_assert(xc_match_run(database, &match, &hits, &error));
	for (size_t i = 0; i < hits.count; i++) {
		const double length = xc_database_length(database, hits.hits[i].document) /
				      xc_database_average_length(database);
		const double count = 2, norm = length < 0.5 ? 0.5 : length;

		ck_assert_double_eq_tol(hits.hits[i].weight,
					idf * 2.2 * count / (count + 1.2 * (0.25 + 0.75 * norm)),
					1e-6);
	}
	xc_hits_clear(&hits);
	xc_query_free(query);
}
END_TEST

START_TEST(windows_are_cut_from_one_order)
{
	struct error error = {0};
	struct xc_query *query = xc_query_term(slice_of("t1"), &error);
	struct xc_match match = whole_match(query);
	struct xc_hits whole, part;

	match.sort_slot = _i & 1 ? 4 : XC_NO_SLOT;
	match.sort_reverse = _i & 2;
	ck_assert(xc_match_run(database, &match, &whole, &error));
	for (size_t i = 1; i < whole.count && (_i & 1); i++) {
		const unsigned a = value[whole.hits[i - 1].document], b = value[whole.hits[i].document];

		ck_assert(a == 0 ? b == 0 : b == 0 || (_i & 2 ? a >= b : a <= b));
	}
	match.size = 7;
	for (match.from = 0; match.from < DOCUMENTS; match.from += 7) {
		ck_assert(xc_match_run(database, &match, &part, &error));
		for (size_t i = 0; i < part.count; i++)
			ck_assert_uint_eq(part.hits[i].document,
					  whole.hits[match.from + i].document);
		ck_assert_uint_eq(part.total, whole.total);
		xc_hits_clear(&part);
	}
	xc_hits_clear(&whole);
	xc_query_free(query);
}
END_TEST

START_TEST(phrases_are_asked_only_where_their_terms_are)
{
	struct slice terms[] = {slice_of("t7"), slice_of("t6")};
	struct divisor divisor = {1, {7, 6}, 0};
	struct xc_phrase phrase = {terms, 2, weigh_multiples, NULL, &divisor, 1};
	struct error error = {0};
	struct xc_query *query = xc_query_phrase(&phrase, &error);
	struct xc_match match = whole_match(query);
	struct xc_hits hits;

	ck_assert(xc_match_run(database, &match, &hits, &error));
	ck_assert_uint_eq(divisor.asked, hits.count);
	ck_assert_uint_gt(hits.count, 0);
	ck_assert_double_eq(hits.hits[0].weight, 1);
	xc_hits_clear(&hits);
	xc_query_free(query);
}
END_TEST

/* Two databases, the first of them empty: the source must not take the second for it. */
START_TEST(empty_databases_do_not_shift_the_others)
{
	struct slice terms[] = {slice_of("t0")};
	struct divisor divisor = {1, {0, 0}, 0};
	struct xc_phrase phrase = {terms, 1, weigh_multiples, NULL, &divisor, 1};
	const char *list[] = {paths[SHARDS], paths[1], paths[1]};
	struct error error = {0};
	struct xc_database *three = NULL;
	struct xc_query *query = xc_query_phrase(&phrase, &error);
	struct xc_match match = whole_match(query);
	struct xc_hits hits;
	size_t expected = 0;

	stock_writer_close(stock_writer_open(paths[SHARDS]));
	ck_assert(xc_database_open(list, SHARDS, &three, &error));
	divisor.divisor = SHARDS; /* weighs documents of the last shard only */
	for (int i = 2; i <= DOCUMENTS; i += SHARDS)
		expected += has_term[i][0];
	ck_assert(xc_match_run(three, &match, &hits, &error));
	ck_assert_uint_eq(hits.count, expected);
	for (size_t i = 0; i < hits.count; i++)
		ck_assert_uint_eq(hits.hits[i].document % SHARDS, 0);
	xc_hits_clear(&hits);
	xc_query_free(query);
	xc_database_close(three);
}
END_TEST

START_TEST(an_empty_database_matches_nothing)
{
	struct error error = {0};
	struct xc_query *query = xc_query_all(&error);
	struct xc_match match = whole_match(query);
	struct xc_database *empty = NULL;
	struct xc_hits hits;

	ck_assert(xc_database_open(NULL, 0, &empty, &error));
	ck_assert(xc_match_run(empty, &match, &hits, &error));
	ck_assert_uint_eq(hits.total, 0);
	xc_hits_clear(&hits);
	xc_database_close(empty);
	xc_query_free(query);
}
END_TEST

static double weigh_slowly(void *context, unsigned shard, uint32_t document)
{
	const int64_t until = clock_monotonic_ns() + *(const int64_t *)context;

	(void)shard;
	while (clock_monotonic_ns() < until)
		;
	return document % 2;
}

/* MANY documents: "low" in the first half, "high" in the second, "every" in all. */
static void write_many(void)
{
	struct stock_writer *writer = stock_writer_open(paths[SHARDS + 1]);

	for (unsigned i = 0; i < MANY; i++) {
		stock_writer_term(writer, SLICE_LITERAL("every"), 1);
		stock_writer_term(writer, i % 2 ? SLICE_LITERAL("low") : SLICE_LITERAL("high"), 1);
		stock_writer_add(writer, SLICE_LITERAL("-"));
	}
	stock_writer_close(writer);
}

static struct xc_query *make_shape(int shape, int64_t *pause_ns)
{
	static const enum xc_operator operations[] = {XC_AND, XC_FILTER, XC_AND_NOT, XC_OR, XC_MAX};
	struct error error = {0};
	struct slice terms[] = {slice_of("every")};
	struct xc_phrase phrase = {terms, 1, weigh_slowly, NULL, pause_ns, 1};
	struct xc_query *parts[64];

	if (shape == 5)
		return xc_query_phrase(&phrase, &error);
	if (shape == 6)
		return xc_query_term(slice_of("every"), &error);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		parts[i] = xc_query_term(slice_of(shape == 2 ? "every" : i % 2 ? "low" : "high"),
					 &error);
	return xc_query_combine(operations[shape], parts, COUNT_OF(parts), &error);
}

/* Each shape takes longer than it is given, or ends in time; none may overrun by much. */
START_TEST(deadlines_bound_every_shape)
{
	const char *list[] = {paths[SHARDS + 1]};
	int64_t pause_ns = 20000, begin;
	struct xc_query *query = make_shape(_i, &pause_ns);
	struct xc_match match = whole_match(query);
	struct xc_database *many = NULL;
	struct error error = {0};
	struct xc_hits hits;

	write_many();
	ck_assert(xc_database_open(list, 1, &many, &error));
	begin = clock_monotonic_ns();
	match.deadline_ns = begin + 1000000;
	ck_assert(xc_match_run(many, &match, &hits, &error));
	ck_assert_int_lt((clock_monotonic_ns() - begin) / 1000000, 500);
	ck_assert(_i != 5 || (hits.timed_out && hits.count > 0));
	xc_hits_clear(&hits);
	match.deadline_ns = begin;
	ck_assert(xc_match_run(many, &match, &hits, &error));
	ck_assert(hits.timed_out && hits.count == 0);
	xc_hits_clear(&hits);
	xc_query_free(query);
	xc_database_close(many);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("match_tree");
	TCase *test = tcase_create("match_tree");

	tcase_set_timeout(test, 60);
	tcase_add_checked_fixture(test, make_databases, remove_databases);
	tcase_add_loop_test(test, trees_match_what_sets_say, 0, 10);
	tcase_add_loop_test(test, many_terms_weigh_what_few_do, 0, 3);
	tcase_add_loop_test(test, listed_terms_match_as_those_that_are_looked_up, 0, 4);
	tcase_add_test(test, synonyms_match_any_of_their_terms);
	tcase_add_loop_test(test, all_and_none_are_what_they_say, 0, 2);
	tcase_add_test(test, weights_are_those_of_bm25_over_all_shards);
	tcase_add_loop_test(test, windows_are_cut_from_one_order, 0, 4);
	tcase_add_test(test, phrases_are_asked_only_where_their_terms_are);
	tcase_add_test(test, empty_databases_do_not_shift_the_others);
	tcase_add_test(test, an_empty_database_matches_nothing);
	tcase_add_loop_test(test, deadlines_bound_every_shape, 0, 7);
	suite_add_tcase(suite, test);
	return suite;
}
