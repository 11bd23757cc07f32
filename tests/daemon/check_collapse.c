/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collapsed lists beside whole ones, over stories that several papers print. */
#include "daemon/search/collapse.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/memory.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"
#include "text/likeness.h"

#include "base/banned.h"

#define STORIES 24
#define COPIES 5
#define CLOSE_COPIES 3 /* of them are copies of one another, whatever comes first */
#define ARTICLES (STORIES * COPIES)
#define SENTENCES 14
#define SENTENCE_WORDS 9
#define WORDS_LIMIT 600
#define VOCABULARY 60 /* so few that short queries find much */

static struct index_fixture fixture;
static struct index_fixture_article articles[ARTICLES];
static struct buffer bodies[ARTICLES];
static char names[ARTICLES][8];

static const char *const syllables[] = {"ba", "ko", "lu", "me", "ni", "ra", "su", "ti"};
static const char *const sources[] = {"Merrin Post", "Harbour Times", "Tallis Herald", NULL};

static void append_word(struct suite_random *random, struct buffer *text)
{
	const unsigned number = suite_random_below(random, VOCABULARY);

	buffer_printf(text, "%s%sn ", syllables[number % 8], syllables[number / 8]);
}

static void append_sentence(struct suite_random *random, struct buffer *text)
{
	buffer_append_string(text, "The ");
	for (unsigned i = 0; i < SENTENCE_WORDS; i++)
		append_word(random, text);
	buffer_append_string(text, "came. ");
}

static void append_quotation(struct suite_random *random, unsigned words, struct buffer *text)
{
	buffer_append_string(text, "\"We ");
	for (unsigned i = 1; i < words; i++)
		append_word(random, text);
	buffer_append_string(text, "now,\" Anna Holt said. ");
}

/* A story has a seed; each of its copies ends in its own way, some with as much of their own that
 * not all are copies of one another, and may have lost its quotation's last words. */
static void make_body(unsigned story, unsigned copy, struct buffer *text)
{
	struct suite_random same = {story + 1}, own = {1000 + story * COPIES + copy};
	const unsigned words = 3 + suite_random_below(&same, 20);
	const unsigned shared = SENTENCES - suite_random_below(&own, copy < CLOSE_COPIES ? 3 : 6);

	append_quotation(&same, copy % 2 && words > 12 ? words - 4 : words, text);
	same = (struct suite_random){story + 500};
	for (unsigned i = 0; i < SENTENCES; i++)
		append_sentence(i < shared ? &same : &own, text);
}

static void set_up(void)
{
	static const char *const dates[] = {"2024-05-01", "2024-05-02", NULL};

	index_fixture_open(&fixture);
	for (unsigned i = 0; i < ARTICLES; i++) {
		snprintf(names[i], sizeof(names[i]), "a%u", i);
		make_body(i % STORIES, i / STORIES, &bodies[i]);
		articles[i] = (struct index_fixture_article){.identity = names[i], .title = names[i],
			.body = bodies[i].data, .date = dates[i % 3], .source = sources[i % 4]};
	}
	/* Copies of one story lie in several segments. */
	index_fixture_add(&fixture, articles, ARTICLES / 2 - 7);
	index_fixture_add(&fixture, articles + ARTICLES / 2 - 7, ARTICLES / 2 + 7);
}

static void tear_down(void)
{
	for (unsigned i = 0; i < ARTICLES; i++)
		buffer_clear(&bodies[i]);
	index_fixture_close(&fixture);
}

/* --- what hits tell, by their text alone --- */

struct told {
	char identity[24], source[24];
	uint32_t collapsed;
	uint32_t hashes[WORDS_LIMIT], sketch[LIKENESS_SKETCH];
	struct likeness_words words;
};

static void read_words(struct slice text, struct told *told)
{
	char word[32];
	size_t size = 0;

	told->words = (struct likeness_words){told->hashes, 0};
	for (size_t i = 0; i <= text.size; i++) {
		if (i < text.size && isalpha((unsigned char)text.data[i])) {
			word[size++] = (char)tolower((unsigned char)text.data[i]);
		} else if (size) {
			told->hashes[told->words.count++] = digest_word(slice_make(word, size));
			size = 0;
		}
	}
	likeness_sketch(told->words, told->sketch);
}

static bool is_same(const struct search_request *request, const struct told *one,
	const struct told *other)
{
	if (request->collapse == SEARCH_COLLAPSE_SOURCE)
		return one->source[0] && strcmp(one->source, other->source) == 0;
	if (request->scope == SEARCH_IN_QUOTES)
		return likeness_is_saying(one->words, other->words);
	return likeness_may_be_copy(one->sketch, other->sketch) &&
	       likeness_is_copy(one->words, other->words);
}

static void tell(const struct search_hit *hit, struct told *told)
{
	const struct slice identity =
		hit->quotation ? hit->quotation->identity : hit->article.identity;
	struct slice text = {0};

	snprintf(told->identity, sizeof(told->identity), "%.*s", SLICE_ARGS(identity));
	snprintf(told->source, sizeof(told->source), "%.*s", SLICE_ARGS(hit->article.source));
	told->collapsed = hit->collapsed;
	if (hit->quotation) {
		text = hit->quotation->text;
	} else {
		for (unsigned i = 0; i < ARTICLES; i++) {
			if (slice_equal_string(hit->article.identity, names[i]))
				text = slice_of(bodies[i].data);
		}
	}
	ck_assert(text.size);
	read_words(text, told);
}

/* All hits, fetched by pages of `size`. */
static size_t list(struct search_request request, uint32_t size, struct told *told)
{
	struct search_results results;
	size_t count = 0;

	request.size = size;
	do {
		request.from = (uint32_t)count;
		results = index_fixture_search(&fixture, &request);
		/* A page is promised only where it has something. */
		ck_assert(count == 0 || results.hit_count > 0);
		for (size_t i = 0; i < results.hit_count; i++) {
			ck_assert_uint_lt(count, ARTICLES);
			tell(&results.hits[i], &told[count++]);
		}
		ck_assert(results.hit_count == size || !results.has_more);
	} while (results.has_more && results.hit_count);
	return count;
}

/* --- what must hold --- */

static const char *const queries[] = {"bakon", "lumen baban nitin", "\"came the\"", "nirun OR raban",
	"title:a1* OR title:a2*", "we", "kokon lulun NOT bamen", "nosuchword"};

static void compare(const struct search_request *request, const struct told *all, size_t count,
	const struct told *shown, size_t shown_count)
{
	size_t place = 0;

	for (size_t i = 0; i < count; i++) {
		const struct told *first = NULL;

		for (size_t j = 0; j < place && !first; j++) {
			if (is_same(request, &shown[j], &all[i]))
				first = &shown[j];
		}
		if (first)
			continue;
		/* What tells something new is shown, in its place. */
		ck_assert_msg(place < shown_count, "%.*s: %s is missing", SLICE_ARGS(request->query),
			all[i].identity);
		ck_assert_str_eq(shown[place].identity, all[i].identity);
		place++;
	}
	ck_assert_uint_eq(place, shown_count);
}

static void check(struct search_request request)
{
	static struct told all[ARTICLES], shown[ARTICLES], paged[ARTICLES];
	const enum search_collapse collapse = request.collapse;
	size_t count, shown_count, hidden = 0;

	request.collapse = SEARCH_COLLAPSE_NONE;
	count = list(request, ARTICLES, all);
	request.collapse = collapse;
	shown_count = list(request, ARTICLES, shown);
	compare(&request, all, count, shown, shown_count);
	for (size_t i = 0; i < shown_count; i++)
		hidden += shown[i].collapsed;
	if (count <= COLLAPSE_AHEAD)
		ck_assert_uint_eq(shown_count + hidden, count);
	for (uint32_t size = 1; size < 12; size += 3) {
		ck_assert_uint_eq(list(request, size, paged), shown_count);
		for (size_t i = 0; i < shown_count; i++) {
			ck_assert_str_eq(paged[i].identity, shown[i].identity);
			ck_assert_uint_eq(paged[i].collapsed, shown[i].collapsed);
		}
	}
}

START_TEST(a_collapsed_list_is_the_whole_one_without_its_copies)
{
	struct search_request request = {.query = slice_of(queries[_i]), .mode = SEARCH_MATCH_ANY};

	for (unsigned scope = SEARCH_IN_ARTICLES; scope <= SEARCH_IN_QUOTES; scope++) {
		for (unsigned sort = SEARCH_BY_RELEVANCE; sort <= SEARCH_BY_LENGTH; sort++) {
			request.scope = (enum search_scope)scope;
			request.sort = (enum search_sort)sort;
			request.collapse = SEARCH_COLLAPSE_SOURCE;
			check(request);
			request.collapse = SEARCH_COLLAPSE_DUPLICATE;
			check(request);
		}
	}
}
END_TEST

static struct search_results search(enum search_scope scope, enum search_collapse collapse)
{
	const struct search_request request = {.query = SLICE_LITERAL("holt"), .scope = scope,
		.mode = SEARCH_MATCH_ANY, .collapse = collapse, .size = ARTICLES};

	return index_fixture_search(&fixture, &request);
}

/* Each quotation of the index beside all others; all are Anna Holt's. */
static void check_variants(void)
{
	static struct told told[ARTICLES];
	const struct search_request request = {.query = SLICE_LITERAL("holt"),
		.scope = SEARCH_IN_QUOTES, .size = ARTICLES};
	const struct search_results results = index_fixture_search(&fixture, &request);

	for (size_t i = 0; i < results.hit_count; i++)
		tell(&results.hits[i], &told[i]);
	for (size_t i = 0; i < results.hit_count; i++) {
		const struct saying *saying = &results.hits[i].saying;
		const struct article *first = &results.hits[i].article;
		uint32_t count = 0;

		for (size_t j = 0; j < results.hit_count; j++) {
			const struct article *article = &results.hits[j].article;
			const int order = clock_compare_dates(article->date, first->date);

			if (!likeness_is_saying(told[i].words, told[j].words))
				continue;
			count++;
			if (order < 0 ||
				(order == 0 && slice_compare(article->identity, first->identity) < 0))
				first = article;
		}
		ck_assert_uint_eq(saying->count, count);
		ck_assert_int_eq(saying->first_seen, first->date);
		ck_assert_msg(slice_equal(saying->first_article, first->identity), "%s",
			told[i].identity);
	}
}

START_TEST(a_hit_tells_how_many_print_its_saying)
{
	const struct search_request request = {.query = SLICE_LITERAL("holt"),
		.scope = SEARCH_IN_QUOTES, .size = ARTICLES};
	const struct search_results results = index_fixture_search(&fixture, &request);
	uint32_t most = 0;

	ck_assert_uint_eq(results.hit_count, ARTICLES);
	for (size_t i = 0; i < results.hit_count; i++)
		most = results.hits[i].saying.count > most ? results.hits[i].saying.count : most;
	ck_assert_uint_eq(most, COPIES);
	check_variants();
	index_fixture_bury(&fixture, "a0");
	index_fixture_bury(&fixture, "a30");
	check_variants();
}
END_TEST

START_TEST(copies_of_a_story_are_one_hit)
{
	const struct search_results results = search(SEARCH_IN_ARTICLES, SEARCH_COLLAPSE_DUPLICATE);

	ck_assert_uint_eq(results.total, ARTICLES);
	ck_assert_uint_ge(results.hit_count, STORIES);
	ck_assert_uint_le(results.hit_count, ARTICLES - STORIES * (CLOSE_COPIES - 1));
}
END_TEST

START_TEST(what_stood_for_others_gives_way_when_it_is_gone)
{
	const struct search_request request = {.query = slice_of(bodies[0].data),
		.mode = SEARCH_MATCH_ANY, .collapse = SEARCH_COLLAPSE_DUPLICATE, .size = 1};
	struct search_results results = index_fixture_search(&fixture, &request);
	const uint32_t collapsed = results.hits[0].collapsed;
	char first[8];

	ck_assert_uint_ge(collapsed, 2);
	snprintf(first, sizeof(first), "%.*s", SLICE_ARGS(results.hits[0].article.identity));
	index_fixture_bury(&fixture, first);
	results = index_fixture_search(&fixture, &request);
	ck_assert(!slice_equal_string(results.hits[0].article.identity, first));
	ck_assert_uint_eq(results.hits[0].collapsed, collapsed - 1);
}
END_TEST

START_TEST(short_words_of_two_people_stay_two)
{
	static const struct index_fixture_article refusals[] = {
		{"r1", "Ferry", NULL, "\"No comment,\" said Peter Lund.\n", NULL, NULL, NULL, NULL},
		{"r2", "Herring", NULL, "\"No comment,\" said Ines Calder.\n", NULL, NULL, NULL, NULL},
		{"r3", "Ferries", NULL, "\"No comment!\" Peter Lund said.\n", NULL, NULL, NULL, NULL},
	};
	const struct search_request request = {.query = SLICE_LITERAL("\"no comment\""),
		.scope = SEARCH_IN_QUOTES, .collapse = SEARCH_COLLAPSE_DUPLICATE, .size = 10};
	struct search_results results;

	index_fixture_add(&fixture, refusals, COUNT_OF(refusals));
	results = index_fixture_search(&fixture, &request);
	ck_assert_uint_eq(results.total, 3);
	ck_assert_uint_eq(results.hit_count, 2);
	ck_assert_uint_eq(results.hits[0].collapsed + results.hits[1].collapsed, 1);
}
END_TEST

/* So many hits of so few that the page is not full until all have been looked at. */
START_TEST(the_last_of_many_copies_is_found)
{
	enum { MANY = 400 };
	static struct index_fixture_article many[MANY];
	static char identities[MANY][8];
	struct search_request request = {.query = SLICE_LITERAL("ferry"), .size = 5};
	struct search_results results;

	for (unsigned i = 0; i < MANY; i++) {
		snprintf(identities[i], sizeof(identities[i]), "f%u", i);
		many[i] = (struct index_fixture_article){.identity = identities[i], .title = "Ferry",
			.body = i == 7 ? "The ferry was late for once.\n" : "A ferry sails at noon today.\n",
			.date = i == 7 ? "2024-05-02" : "2024-05-01",
			.source = i == 7 ? "Harbour Wire" : "Merrin Post"};
	}
	index_fixture_add(&fixture, many, MANY);
	request.sort = SEARCH_BY_DATE;
	for (unsigned by = SEARCH_COLLAPSE_SOURCE; by <= SEARCH_COLLAPSE_DUPLICATE; by++) {
		request.collapse = (enum search_collapse)by;
		results = index_fixture_search(&fixture, &request);
		ck_assert_uint_eq(results.total, MANY);
		ck_assert_uint_eq(results.hit_count, 2);
		ck_assert(!results.has_more);
		ck_assert_uint_eq(results.hits[0].collapsed, COLLAPSE_AHEAD);
		ck_assert(slice_equal_string(results.hits[1].article.identity, "f7"));
	}
}
END_TEST

/* Behind the only two that differ come more copies than are looked at to count them. */
START_TEST(where_only_copies_follow_no_page_is_promised)
{
	enum { MANY = 300 };
	static struct index_fixture_article many[MANY];
	static char identities[MANY][8];
	struct search_request request = {.query = SLICE_LITERAL("ferry"), .size = 2,
		.sort = SEARCH_BY_DATE};

	for (unsigned i = 0; i < MANY; i++) {
		snprintf(identities[i], sizeof(identities[i]), "g%u", i);
		many[i] = (struct index_fixture_article){.identity = identities[i], .title = "Ferry",
			.body = i == 7 ? "The ferry was late for once.\n" : "A ferry sails at noon today.\n",
			.date = i == 7 ? "2024-05-01" : "2024-05-02",
			.source = i == 7 ? "Harbour Wire" : "Merrin Post"};
	}
	index_fixture_add(&fixture, many, MANY);
	for (unsigned by = SEARCH_COLLAPSE_SOURCE; by <= SEARCH_COLLAPSE_DUPLICATE; by++) {
		struct search_results results;

		request.collapse = (enum search_collapse)by;
		results = index_fixture_search(&fixture, &request);
		ck_assert_uint_eq(results.total, MANY);
		ck_assert_uint_eq(results.hit_count, 2);
		ck_assert(!results.has_more);
		ck_assert_uint_eq(results.hits[1].collapsed, COLLAPSE_AHEAD);
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("search/collapse");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 60);
	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_loop_test(all, a_collapsed_list_is_the_whole_one_without_its_copies, 0,
		(int)COUNT_OF(queries));
	tcase_add_test(all, a_hit_tells_how_many_print_its_saying);
	tcase_add_test(all, copies_of_a_story_are_one_hit);
	tcase_add_test(all, what_stood_for_others_gives_way_when_it_is_gone);
	tcase_add_test(all, the_last_of_many_copies_is_found);
	tcase_add_test(all, where_only_copies_follow_no_page_is_promised);
	tcase_add_test(all, short_words_of_two_people_stay_two);
	suite_add_tcase(suite, all);
	return suite;
}
