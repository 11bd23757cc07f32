/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "daemon/match/feedback.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

#define BEST 15    /* articles with the whole query */
#define OTHERS 250 /* articles with a part of it, at most */

static const char query[] = "copper mine strike wage union";

struct collection {
	struct index_fixture fixture;
	struct index_fixture_article articles[BEST + 2 + OTHERS];
	struct buffer bodies[BEST + 2 + OTHERS];
	char identities[BEST + 2 + OTHERS][8];
	size_t count;
	struct suite_random random;
};

/* An article of `words` and eight of no meaning. */
static void add(struct collection *collection, const char *identity, const char *words)
{
	struct buffer *body = &collection->bodies[collection->count];

	buffer_printf(body, "%s", words);
	for (int i = 0; i < 8; i++)
		buffer_printf(body, " x%u", suite_random_below(&collection->random, 5000));
	buffer_printf(body, ".");
	snprintf(collection->identities[collection->count], sizeof(collection->identities[0]), "%s",
		identity);
	collection->articles[collection->count] = (struct index_fixture_article){
		.identity = collection->identities[collection->count], .body = body->data};
	collection->count++;
}

/* The best articles write of smelters and pickets, too. Of two others with the same words of the
 * query, "akin" does so, and "strange" does not; it stands before the other if `is_first`. */
static void collection_open(struct collection *collection, bool is_first, size_t others)
{
	static const char *const parts[] = {"copper pipes", "a mine", "strike out", "wage slips",
		"union flag"};

	memset(collection, 0, sizeof(*collection));
	collection->random.state = 11;
	for (size_t i = 0; i < BEST; i++)
		add(collection, "best", "copper mine strike wage union smelter pickets");
	for (size_t i = 0; i < BEST; i++)
		snprintf(collection->identities[i], sizeof(collection->identities[i]), "b%zu", i);
	for (int i = 0; i < 2; i++)
		add(collection, is_first == (i == 0) ? "strange" : "akin",
			is_first == (i == 0) ? "copper union teapots curtains" : "copper union smelter pickets");
	for (size_t i = 0; i < others; i++) {
		add(collection, "", parts[suite_random_below(&collection->random, COUNT_OF(parts))]);
		snprintf(collection->identities[BEST + 2 + i], sizeof(collection->identities[0]), "o%zu", i);
	}
	index_fixture_open(&collection->fixture);
	index_fixture_add(&collection->fixture, collection->articles, collection->count);
}

static void collection_close(struct collection *collection)
{
	index_fixture_close(&collection->fixture);
	for (size_t i = 0; i < collection->count; i++)
		buffer_clear(&collection->bodies[i]);
}

/* Where an article stands among the hits, from 0. */
static size_t place_of(struct collection *collection, const char *text, const char *identity)
{
	const struct search_request request = {.query = slice_of(text), .size = 1000,
		.mode = SEARCH_MATCH_ANY};
	const struct search_results results = index_fixture_search(&collection->fixture, &request);

	for (size_t i = 0; i < results.hit_count; i++) {
		if (slice_equal_string(results.hits[i].article.identity, identity))
			return i;
	}
	ck_abort_msg("%s is not among the hits", identity);
	return 0;
}

START_TEST(what_the_best_share_counts)
{
	struct collection collection;

	collection_open(&collection, _i, OTHERS);
	ck_assert_uint_lt(place_of(&collection, query, "akin"),
		place_of(&collection, query, "strange"));
	collection_close(&collection);
}
END_TEST

START_TEST(short_queries_are_taken_at_their_word)
{
	struct collection collection;

	collection_open(&collection, true, OTHERS);
	ck_assert_uint_lt(place_of(&collection, "copper mine strike union", "strange"),
		place_of(&collection, "copper mine strike union", "akin"));
	/* words that are repeated, or say little, make it no longer */
	ck_assert_uint_lt(place_of(&collection, "the copper mine and the copper strike of the union",
				  "strange"),
		place_of(&collection, "the copper mine and the copper strike of the union", "akin"));
	collection_close(&collection);
}
END_TEST

START_TEST(few_hits_tell_nothing)
{
	struct collection collection;

	collection_open(&collection, true, 20);
	ck_assert_uint_lt(place_of(&collection, query, "strange"),
		place_of(&collection, query, "akin"));
	collection_close(&collection);
}
END_TEST

START_TEST(scores_never_rise)
{
	const struct search_request request = {.query = slice_of(query), .size = 1000,
		.mode = SEARCH_MATCH_ANY};
	struct collection collection;
	struct search_results results;

	collection_open(&collection, true, OTHERS);
	results = index_fixture_search(&collection.fixture, &request);
	ck_assert_uint_gt(results.hit_count, FEEDBACK_DEPTH);
	for (size_t i = 1; i < results.hit_count; i++)
		ck_assert_double_ge(results.hits[i - 1].score, results.hits[i].score);
	collection_close(&collection);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("feedback");
	TCase *test = tcase_create("feedback");

	tcase_add_loop_test(test, what_the_best_share_counts, 0, 2);
	tcase_add_test(test, short_queries_are_taken_at_their_word);
	tcase_add_test(test, few_hits_tell_nothing);
	tcase_add_test(test, scores_never_rise);
	suite_add_tcase(suite, test);
	return suite;
}
