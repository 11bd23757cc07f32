/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random queries over random articles in three segments, some of them dead, beside a plain scan
 * of their words. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

enum { ARTICLES = 150, SEGMENTS = 3, TITLE = 4, BODY = 40, VOCABULARY = 24, LOOSE_FROM = 8 };

/* Words of one stem stand side by side: stem = index of the first. Those before LOOSE_FROM are
 * stop words, and pairs of them are terms. */
static const struct {
	const char *text;
	int stem;
} vocabulary[VOCABULARY] = {
	{"the", 0}, {"of", 1}, {"to", 2}, {"and", 3}, {"in", 4}, {"for", 5}, {"that", 6}, {"is", 7},
	{"budget", 8}, {"budgets", 8}, {"minister", 10}, {"ministers", 10}, {"talk", 12},
	{"talks", 12}, {"talking", 12}, {"river", 15}, {"harbour", 16}, {"harbours", 16},
	{"election", 18}, {"elections", 18}, {"Z\xc3\xbcrich", 20}, {"winter", 21}, {"border", 22},
	{"borders", 22},
};

/* Title, a gap, body: a gap is a word that no query has. */
enum { GAP = -1, WORDS = TITLE + 1 + BODY };
static int words[ARTICLES][WORDS];
static bool is_dead[ARTICLES];
static int day[ARTICLES];
static struct index_fixture fixture;

static int random_word(struct suite_random *random, int from)
{
	return from + (int)suite_random_below(random, (unsigned)(VOCABULARY - from));
}

static void append_words(struct buffer *text, const int *from, int count, struct suite_random *random)
{
	static const char *const joints[] = {" ", " ", " ", ", ", ". ", "\n", " \xe2\x80\x9c"};

	for (int i = 0; i < count; i++)
		buffer_printf(text, "%s%s", i ? joints[suite_random_below(random, COUNT_OF(joints))] : "",
			vocabulary[from[i]].text);
}

static void make_segment(struct suite_random *random, int segment)
{
	const int first = segment * ARTICLES / SEGMENTS, end = (segment + 1) * ARTICLES / SEGMENTS;
	struct index_fixture_article articles[ARTICLES];
	struct buffer titles[ARTICLES], bodies[ARTICLES];
	char identities[ARTICLES][16], dates[ARTICLES][16];

	for (int i = first; i < end; i++) {
		titles[i] = bodies[i] = (struct buffer){0};
		for (int j = 0; j < WORDS; j++)
			words[i][j] = j == TITLE ? GAP : random_word(random, 0);
		append_words(&titles[i], words[i], TITLE, random);
		append_words(&bodies[i], words[i] + TITLE + 1, BODY, random);
		day[i] = 1 + (int)suite_random_below(random, 28);
		snprintf(identities[i], sizeof(identities[i]), "a%d", i);
		snprintf(dates[i], sizeof(dates[i]), "2024-05-%02d", day[i]);
		articles[i - first] = (struct index_fixture_article){.identity = identities[i],
			.title = titles[i].data, .body = bodies[i].data, .date = dates[i]};
	}
	index_fixture_add(&fixture, articles, (size_t)(end - first));
	for (int i = first; i < end; i++) {
		buffer_clear(&titles[i]);
		buffer_clear(&bodies[i]);
	}
}

static void make_index(void)
{
	struct suite_random random = {11};

	index_fixture_open(&fixture);
	for (int i = 0; i < SEGMENTS; i++)
		make_segment(&random, i);
	for (int i = 0; i < ARTICLES; i += 17) {
		char identity[16];

		snprintf(identity, sizeof(identity), "a%d", i);
		index_fixture_bury(&fixture, identity);
		is_dead[i] = true;
	}
}

static void remove_index(void)
{
	index_fixture_close(&fixture);
}

/* A query as text, and the articles a scan finds. */
struct asked {
	struct buffer text;
	bool matches[ARTICLES];
};

static bool has_stem(int article, int from, int end, int stem)
{
	for (int i = from; i < end; i++) {
		if (words[article][i] != GAP && vocabulary[words[article][i]].stem == stem)
			return true;
	}
	return false;
}

static bool has_run(int article, int from, int end, const int *run, int count, int any)
{
	for (int i = from; i + count <= end; i++) {
		bool fits = true;

		for (int j = 0; j < count; j++)
			fits = fits && words[article][i + j] != GAP &&
			       (j == any || words[article][i + j] == run[j]);
		if (fits)
			return true;
	}
	return false;
}

/* Both words in one region, at most `distance` apart. */
static bool has_near(int article, int a, int b, int distance, bool is_ordered)
{
	for (int i = 0; i < WORDS; i++) {
		for (int j = 0; j < WORDS; j++) {
			const int apart = j > i ? j - i : i - j;

			if (words[article][i] == a && words[article][j] == b && i != j &&
				apart <= distance && (!is_ordered || j > i) &&
				(i < TITLE) == (j < TITLE))
				return true;
		}
	}
	return false;
}

static void ask_word(struct suite_random *random, struct asked *asked)
{
	const bool in_title = suite_random_below(random, 4) == 0;
	const bool in_body = !in_title && suite_random_below(random, 4) == 0;
	const int word = random_word(random, LOOSE_FROM);

	buffer_printf(&asked->text, "%s%s", in_title ? "title:" : in_body ? "body:" : "",
		vocabulary[word].text);
	for (int i = 0; i < ARTICLES; i++)
		asked->matches[i] = has_stem(i, in_body ? TITLE + 1 : 0, in_title ? TITLE : WORDS,
			vocabulary[word].stem);
}

/* Mostly words that stand so in some article. */
static void ask_phrase(struct suite_random *random, struct asked *asked)
{
	const int count = 2 + (int)suite_random_below(random, 3);
	const int any = count > 2 && suite_random_below(random, 4) == 0 ? 1 : -1;
	const int article = (int)suite_random_below(random, ARTICLES);
	const int at = TITLE + 1 + (int)suite_random_below(random, (unsigned)(BODY - count));
	const bool in_title = suite_random_below(random, 5) == 0;
	int run[4];

	buffer_append_string(&asked->text, in_title ? "title:\"" : "\"");
	for (int j = 0; j < count; j++) {
		run[j] = suite_random_below(random, 8) ? words[article][at + j] : random_word(random, 0);
		buffer_printf(&asked->text, "%s%s", j ? " " : "",
			j == any ? "*" : vocabulary[run[j]].text);
	}
	buffer_append_string(&asked->text, "\"");
	for (int i = 0; i < ARTICLES; i++)
		asked->matches[i] = has_run(i, 0, in_title ? TITLE : WORDS, run, count, any);
}

static void ask_near(struct suite_random *random, struct asked *asked)
{
	const int a = random_word(random, 0), b = random_word(random, 0);
	const int distance = 1 + (int)suite_random_below(random, 6);
	const unsigned kind = suite_random_below(random, 3);

	if (kind == 2)
		buffer_printf(&asked->text, "\"%s %s\"~%d", vocabulary[a].text, vocabulary[b].text,
			distance);
	else
		buffer_printf(&asked->text, "%s %s/%d %s", vocabulary[a].text,
			kind ? "BEFORE" : "NEAR", distance, vocabulary[b].text);
	for (int i = 0; i < ARTICLES; i++)
		asked->matches[i] = has_near(i, a, b, kind == 2 ? distance + 1 : distance, kind != 0);
}

static void ask_day(struct suite_random *random, struct asked *asked)
{
	const int low = 1 + (int)suite_random_below(random, 20);
	const int high = low + (int)suite_random_below(random, 8);

	buffer_printf(&asked->text, "date:2024-05-%02d..2024-05-%02d", low, high);
	for (int i = 0; i < ARTICLES; i++)
		asked->matches[i] = day[i] >= low && day[i] <= high;
}

static void ask_pattern(struct suite_random *random, struct asked *asked)
{
	const int word = random_word(random, LOOSE_FROM);
	const size_t size = 3 + suite_random_below(random, 2);

	buffer_printf(&asked->text, "%.*s*", (int)size, vocabulary[word].text);
	for (int i = 0; i < ARTICLES; i++) {
		asked->matches[i] = false;
		for (int j = 0; j < WORDS; j++)
			asked->matches[i] |= words[i][j] != GAP &&
					     strncmp(vocabulary[words[i][j]].text, vocabulary[word].text,
						     size) == 0;
	}
}

static void ask_leaf(struct suite_random *random, struct asked *asked)
{
	static void (*const kinds[])(struct suite_random *, struct asked *) = {
		ask_word, ask_word, ask_phrase, ask_phrase, ask_near, ask_day, ask_pattern};

	kinds[suite_random_below(random, COUNT_OF(kinds))](random, asked);
}

static void ask(struct suite_random *random, struct asked *asked, int depth)
{
	static const char *const joints[] = {" AND ", " OR ", " NOT ", " "};
	const unsigned kind = suite_random_below(random, COUNT_OF(joints));
	struct asked other = {.text = {0}};

	if (depth == 0 || suite_random_below(random, 3) == 0) {
		ask_leaf(random, asked);
		return;
	}
	buffer_append_string(&asked->text, "(");
	ask(random, asked, depth - 1);
	ask(random, &other, depth - 1);
	buffer_printf(&asked->text, "%s%s)", joints[kind], other.text.data);
	for (int i = 0; i < ARTICLES; i++) {
		const bool a = asked->matches[i], b = other.matches[i];

		asked->matches[i] = kind == 1 ? a || b : kind == 2 ? a && !b : a && b;
	}
	buffer_clear(&other.text);
}

static struct search_request request_of(const struct asked *asked)
{
	return (struct search_request){.query = buffer_slice(&asked->text),
		.mode = SEARCH_MATCH_ALL, .size = ARTICLES};
}

static void assert_hits(const struct asked *asked, const struct search_results *results)
{
	bool found[ARTICLES] = {false};
	uint32_t expected = 0;

	for (size_t i = 0; i < results->hit_count; i++) {
		int number = 0;

		ck_assert_int_eq(sscanf(results->hits[i].article.identity.data, "a%d", &number), 1);
		ck_assert_msg(!found[number], "%s: a%d twice", asked->text.data, number);
		found[number] = true;
	}
	for (int i = 0; i < ARTICLES; i++) {
		const bool wanted = asked->matches[i] && !is_dead[i];

		expected += wanted;
		ck_assert_msg(found[i] == wanted, "%s: a%d %s", asked->text.data, i,
			wanted ? "is missing" : "is too many");
	}
	ck_assert_uint_eq(results->total, expected);
	ck_assert(results->total_exact);
}

START_TEST(queries_find_what_a_scan_finds)
{
	struct suite_random random = {(unsigned)_i};

	for (int round = 0; round < 300; round++) {
		struct asked asked = {.text = {0}};
		struct search_request request;
		struct search_results results;

		ask(&random, &asked, 2);
		request = request_of(&asked);
		results = index_fixture_search(&fixture, &request);
		assert_hits(&asked, &results);
		buffer_clear(&asked.text);
	}
}
END_TEST

/* Pages of seven are the whole list, cut. */
START_TEST(paging_is_a_partition)
{
	static const enum search_sort sorts[] = {SEARCH_BY_RELEVANCE, SEARCH_BY_DATE,
		SEARCH_BY_DATE_NEWEST, SEARCH_BY_TITLE, SEARCH_BY_LENGTH};
	struct search_request request = {.query = SLICE_LITERAL("budget OR talks OR winter"),
		.size = ARTICLES, .sort = sorts[_i]};
	struct search_results results = index_fixture_search(&fixture, &request);
	char whole[8192], pages[8192] = "";
	size_t used = 0;

	snprintf(whole, sizeof(whole), "%s", index_fixture_identities(&results));
	request.size = 7;
	for (; request.from < ARTICLES; request.from += 7) {
		const char *page;

		results = index_fixture_search(&fixture, &request);
		page = index_fixture_identities(&results);
		used += (size_t)snprintf(pages + used, sizeof(pages) - used, "%s%s",
			used && page[0] ? " " : "", page);
	}
	ck_assert_str_eq(pages, whole);
}
END_TEST

START_TEST(sorts_order_by_their_value)
{
	struct search_request request = {.query = SLICE_LITERAL("budget"), .size = ARTICLES,
		.sort = _i ? SEARCH_BY_DATE_NEWEST : SEARCH_BY_DATE};
	struct search_results results = index_fixture_search(&fixture, &request);

	ck_assert_uint_gt(results.hit_count, 10);
	for (size_t i = 1; i < results.hit_count; i++) {
		const int64_t before = results.hits[i - 1].article.date;

		ck_assert(_i ? before >= results.hits[i].article.date :
			       before <= results.hits[i].article.date);
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("match");
	TCase *test = tcase_create("match");

	tcase_set_timeout(test, 30);
	tcase_add_unchecked_fixture(test, make_index, remove_index);
	tcase_add_loop_test(test, queries_find_what_a_scan_finds, 0, 10);
	tcase_add_loop_test(test, paging_is_a_partition, 0, 5);
	tcase_add_loop_test(test, sorts_order_by_their_value, 0, 2);
	suite_add_tcase(suite, test);
	return suite;
}
