/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is like an article: an invented corpus of topics, each with words of its own. */
#include "daemon/search/similar.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "daemon/facet/facet.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

#include "base/banned.h"

#define TOPICS 12
#define ARTICLES (TOPICS * 20) /* of the topics in turn */
#define COPIES 24              /* near-duplicates of the first so many */
#define WORDS 90               /* an article */
#define TOPIC_WORDS 40
#define COMMON_WORDS 150
#define SHOWN 5

static struct index_fixture fixture;

/* The words of a topic, then those all of them share. */
static void write_word(struct suite_random *random, unsigned topic, struct buffer *body)
{
	static const char *const small[] = {"the", "of", "and", "with"};
	const unsigned kind = suite_random_below(random, 8);

	if (kind < 2)
		buffer_append_string(body, small[suite_random_below(random, COUNT_OF(small))]);
	else if (kind < 4)
		buffer_printf(body, "t%uw%uq", topic, suite_random_below(random, TOPIC_WORDS));
	else
		buffer_printf(body, "common%uz", suite_random_below(random, COMMON_WORDS));
}

static struct slice write_body(struct suite_random *random, unsigned topic, struct arena *arena)
{
	struct buffer body = {0};
	struct slice copy;

	for (size_t i = 0; i < WORDS; i++) {
		write_word(random, topic, &body);
		buffer_append_byte(&body, i % 12 == 11 ? '.' : ' ');
	}
	copy = arena_copy(arena, buffer_slice(&body));
	buffer_clear(&body);
	return copy;
}

/* The articles, then the copies with other words at their end; in three segments. */
static void make_index(void)
{
	struct index_fixture_article articles[ARTICLES + COPIES] = {{0}};
	struct suite_random random = {7};
	struct arena arena = {0};
	const size_t third = COUNT_OF(articles) / 3;

	for (unsigned i = 0; i < ARTICLES + COPIES; i++) {
		const unsigned number = i % ARTICLES;

		articles[i].identity = arena_printf(&arena, "%s%u", i == number ? "a" : "copy", number).data;
		articles[i].title = "News of the day";
		articles[i].source = i % 2 ? "Gazette" : "Herald";
		articles[i].date = "2024-05-01";
		articles[i].body = i == number ? write_body(&random, i % TOPICS, &arena).data :
			arena_printf(&arena, "%s Corrected t%uw%uq common1z.", articles[number].body,
				number % TOPICS, number % TOPIC_WORDS).data;
	}
	index_fixture_open(&fixture);
	for (size_t i = 0; i < 3; i++)
		index_fixture_add(&fixture, articles + i * third, third);
	arena_clear(&arena);
}

static void remove_index(void)
{
	index_fixture_close(&fixture);
}

static struct search_results find(const char *identity, uint32_t from, uint32_t size)
{
	const struct search_request request = {.like = slice_of(identity), .from = from,
		.size = size, .snippet_count = 1};

	return index_fixture_search(&fixture, &request);
}

static const char *name_of(const char *kind, unsigned number)
{
	static char name[16];

	snprintf(name, sizeof(name), "%s%u", kind, number);
	return name;
}

static unsigned topic_of(const struct search_hit *hit)
{
	struct slice number = hit->article.identity;
	unsigned value = 0;

	for (size_t i = 0; i < number.size; i++) {
		if (number.data[i] >= '0' && number.data[i] <= '9')
			value = value * 10 + (unsigned)(number.data[i] - '0');
	}
	return value % TOPICS;
}

START_TEST(the_same_topic_comes_first)
{
	unsigned same = 0, all = 0;

	for (unsigned i = 0; i < ARTICLES; i++) {
		struct search_results results = find(name_of("a", i), 0, SHOWN);

		ck_assert_uint_eq(results.hit_count, SHOWN);
		for (size_t j = 0; j < results.hit_count; j++) {
			same += topic_of(&results.hits[j]) == i % TOPICS;
			all++;
		}
	}
	ck_assert_msg(same >= all * 99 / 100, "%u of %u", same, all);
}
END_TEST

START_TEST(a_near_duplicate_comes_before_all_others)
{
	for (unsigned i = 0; i < COPIES; i++) {
		struct search_results results = find(name_of("a", i), 0, 1);

		ck_assert(slice_equal(results.hits[0].article.identity, slice_of(name_of("copy", i))));
		results = find(name_of("copy", i), 0, 1);
		ck_assert(slice_equal(results.hits[0].article.identity, slice_of(name_of("a", i))));
	}
}
END_TEST

START_TEST(pages_are_a_partition_without_the_article_itself)
{
	struct search_results whole = find("a17", 0, 1000), page;
	char *expected = memory_copy_string(index_fixture_identities(&whole));
	const uint32_t total = whole.total;
	size_t place = 0;

	ck_assert_uint_eq(whole.hit_count, total);
	ck_assert_uint_gt(total, 2 * SHOWN);
	for (const char *rest = expected; place < total; rest++) {
		const char *part;

		page = find("a17", (uint32_t)place, 7);
		part = index_fixture_identities(&page);
		ck_assert_uint_eq(page.total, total);
		for (size_t i = 0; i < page.hit_count; i++)
			ck_assert(!slice_equal_string(page.hits[i].article.identity, "a17"));
		ck_assert_int_eq(strncmp(rest, part, strlen(part)), 0);
		rest += strlen(part);
		place += page.hit_count;
	}
	ck_assert_uint_eq(place, total);
	memory_free(expected);
}
END_TEST

START_TEST(a_hit_shows_what_it_shares_and_misses_nothing)
{
	struct search_results results = find("a3", 0, SHOWN);

	for (size_t i = 0; i < results.hit_count; i++) {
		ck_assert_uint_eq(results.hits[i].snippet_count, 1);
		ck_assert_uint_gt(results.hits[i].snippets[0].mark_count, 0);
		ck_assert_uint_eq(results.hits[i].missing_count, 0);
		ck_assert(i == 0 || results.hits[i - 1].score >= results.hits[i].score);
	}
}
END_TEST

/* Nothing to go by is like nothing. */
static const struct index_fixture_article bare[] = {
	{.identity = "empty"},
	{.identity = "small", .title = "To be or not to be", .body = "It is as it is."},
	{.identity = "alone", .title = "Xylophone", .body = "Qwertz uiop."},
	{.identity = "german", .title = "Die Verhandlung", .language = "de",
		.body = "Die Verhandlungen über den Haushalt sind beendet."},
	{.identity = "haushalt", .title = "Haushalte", .language = "de",
		.body = "Eine Verhandlung des Haushalts."},
	{.identity = "pier", .title = "The pier", .body = "Anglers left the pier."},
	{.identity = "anglers", .title = "Anglers", .body = "A pier of anglers and herrings."},
	{.identity = "herrings", .title = "Herring", .body = "The anglers' pier had herrings."},
};

static void make_bare_index(void)
{
	index_fixture_open(&fixture);
	index_fixture_add(&fixture, bare, 4);
	index_fixture_add(&fixture, bare + 4, COUNT_OF(bare) - 4);
}

static const char *alike(const char *identity)
{
	struct search_results results = find(identity, 0, 10);

	return index_fixture_identities(&results);
}

START_TEST(words_that_say_nothing_find_nothing)
{
	ck_assert_str_eq(alike("empty"), "");
	ck_assert_str_eq(alike("small"), "");
	ck_assert_str_eq(alike("alone"), "");
}
END_TEST

START_TEST(words_are_stemmed_as_their_language_is)
{
	ck_assert_str_eq(alike("german"), "haushalt");
}
END_TEST

START_TEST(the_dead_are_neither_like_others_nor_found)
{
	static const char *const unknown[] = {"anglers", "nobody", "Pier", "pier ", "pier#1"};
	struct search_results results;
	struct error error = {0};
	size_t position;

	ck_assert_str_eq(alike("pier"), "anglers herrings");
	index_fixture_bury(&fixture, "anglers");
	ck_assert_str_eq(alike("pier"), "herrings");
	ck_assert(reader_refresh(fixture.reader, &error));
	for (size_t i = 0; i < COUNT_OF(unknown); i++) {
		const struct search_request request = {.like = slice_of(unknown[i]), .size = 5};

		ck_assert(!search_run(fixture.reader, &request, &results, &position, &error));
		ck_assert_int_eq(error.code, ERROR_NONE);
	}
}
END_TEST

START_TEST(a_huge_article_is_like_others_by_its_beginning)
{
	struct index_fixture_article both[] = {{.identity = "huge", .title = "Rare harvest"},
		{.identity = "twin", .body = "A rareword harvest, and what comes last."}};
	struct buffer body = {0};

	/* Cut off in the middle of a character: each has three bytes. */
	buffer_append_string(&body, "rareword harvest ");
	while (body.size < 200000)
		buffer_append_string(&body, "\xe4\xb8\xad");
	buffer_append_string(&body, " anglers herrings");
	both[0].body = body.data;
	index_fixture_add(&fixture, both, COUNT_OF(both));
	ck_assert_str_eq(alike("huge"), "twin");
	buffer_clear(&body);
}
END_TEST

START_TEST(facets_and_other_orders_are_to_be_had)
{
	struct search_request request = {.like = slice_of("a0"), .size = 1000,
		.sort = SEARCH_BY_DATE, .explain = true};
	struct search_results results;
	struct error error = {0};

	ck_assert(facet_parse(SLICE_LITERAL("source"), &request.facets, &error));
	results = index_fixture_search(&fixture, &request);
	ck_assert_uint_eq(results.facet_count, 1);
	ck_assert_uint_eq(results.facets[0].count, 2);
	ck_assert_uint_eq(results.facets[0].values[0].count + results.facets[0].values[1].count,
		results.total);
	ck_assert_ptr_nonnull(memmem(results.explanation.data, results.explanation.size, "t0w", 3));
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("search/similar");
	TCase *topics = tcase_create("topics"), *others = tcase_create("others");

	tcase_set_timeout(topics, 60);
	tcase_add_unchecked_fixture(topics, make_index, remove_index);
	tcase_add_test(topics, the_same_topic_comes_first);
	tcase_add_test(topics, a_near_duplicate_comes_before_all_others);
	tcase_add_test(topics, pages_are_a_partition_without_the_article_itself);
	tcase_add_test(topics, a_hit_shows_what_it_shares_and_misses_nothing);
	tcase_add_test(topics, facets_and_other_orders_are_to_be_had);
	suite_add_tcase(suite, topics);
	tcase_add_checked_fixture(others, make_bare_index, remove_index);
	tcase_add_test(others, words_that_say_nothing_find_nothing);
	tcase_add_test(others, words_are_stemmed_as_their_language_is);
	tcase_add_test(others, the_dead_are_neither_like_others_nor_found);
	tcase_add_test(others, a_huge_article_is_like_others_by_its_beginning);
	suite_add_tcase(suite, others);
	return suite;
}
