/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/index/dictionary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "daemon/index/expand.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

#include "base/banned.h"

#define ARTICLES 120
#define SEGMENTS 3
#define VOCABULARY 900
#define WORD_SIZE 8
#define BODY_WORDS 60
#define LIMIT 10

static struct index_fixture fixture;

/* The words, in order, each once; and which articles have which. */
static char vocabulary[VOCABULARY][WORD_SIZE];
static size_t vocabulary_size;
static bool has[ARTICLES][VOCABULARY];

static void make_vocabulary(struct suite_random *random)
{
	size_t kept = 0;

	for (size_t i = 0; i < VOCABULARY; i++) {
		const unsigned size = 2 + suite_random_below(random, WORD_SIZE - 3);

		/* Few letters, so that many begin alike and are near each other; none is a stop word. */
		vocabulary[i][0] = 'q';
		for (unsigned j = 1; j < size; j++)
			vocabulary[i][j] = "qxzk"[suite_random_below(random, 4)];
		vocabulary[i][size] = '\0';
	}
	qsort(vocabulary, VOCABULARY, WORD_SIZE, (int (*)(const void *, const void *))strcmp);
	for (size_t i = 0; i < VOCABULARY; i++) {
		if (i == 0 || strcmp(vocabulary[i], vocabulary[kept - 1]) != 0)
			memmove(vocabulary[kept++], vocabulary[i], WORD_SIZE);
	}
	vocabulary_size = kept;
}

/* Squared, so that some words are frequent and most are not. */
static size_t random_word(struct suite_random *random)
{
	const size_t a = suite_random_below(random, (unsigned)vocabulary_size);

	return a * suite_random_below(random, (unsigned)vocabulary_size) / vocabulary_size;
}

static void set_up(void)
{
	static char bodies[ARTICLES][BODY_WORDS * WORD_SIZE + 1], identities[ARTICLES][8];
	struct index_fixture_article articles[ARTICLES] = {{0}};
	struct suite_random random = {21};

	make_vocabulary(&random);
	for (size_t i = 0; i < ARTICLES; i++) {
		size_t size = 0;

		for (size_t j = 0; j < BODY_WORDS; j++) {
			const size_t word = random_word(&random);

			has[i][word] = true;
			size += (size_t)snprintf(bodies[i] + size, sizeof(bodies[i]) - size, "%s ",
				vocabulary[word]);
		}
		snprintf(identities[i], sizeof(identities[i]), "a%zu", i);
		articles[i] = (struct index_fixture_article){
			.identity = identities[i], .body = bodies[i]};
	}
	index_fixture_open(&fixture);
	for (size_t i = 0; i < SEGMENTS; i++)
		index_fixture_add(&fixture, articles + i * (ARTICLES / SEGMENTS), ARTICLES / SEGMENTS);
}

static void tear_down(void)
{
	index_fixture_close(&fixture);
}

static const struct snapshot *refresh(void)
{
	struct error error = {0};

	ck_assert_msg(reader_refresh(fixture.reader, &error), "%s", error.message);
	return fixture.reader->snapshot;
}

/* --- a plain scan --- */

struct found {
	const char *word;
	uint32_t count;
	unsigned edits;
};

static uint32_t scan_count(size_t word)
{
	uint32_t count = 0;

	for (size_t i = 0; i < ARTICLES; i++)
		count += has[i][word];
	return count;
}

static int by_rank(const void *a, const void *b)
{
	const struct found *first = a, *second = b;

	if (first->edits != second->edits)
		return first->edits < second->edits ? -1 : 1;
	if (first->count != second->count)
		return first->count > second->count ? -1 : 1;
	return strcmp(first->word, second->word);
}

static void assert_same(const struct dictionary_list *list, struct found *found, size_t count)
{
	qsort(found, count, sizeof(*found), by_rank);
	ck_assert_uint_eq(list->count, count < LIMIT ? count : LIMIT);
	for (size_t i = 0; i < list->count; i++) {
		ck_assert_msg(slice_equal_string(list->words[i].word, found[i].word), "%.*s, not %s",
			SLICE_ARGS(list->words[i].word), found[i].word);
		ck_assert_uint_eq(list->words[i].count, found[i].count);
		ck_assert_uint_eq(list->words[i].edits, found[i].edits);
	}
}

START_TEST(completions_are_those_of_a_scan)
{
	const struct snapshot *snapshot = refresh();
	struct suite_random random = {22};

	for (int round = 0; round < 500; round++) {
		const struct slice whole = slice_of(vocabulary[random_word(&random)]);
		const struct slice prefix =
			slice_range(whole, 0, suite_random_below(&random, (unsigned)whole.size + 1));
		struct found found[VOCABULARY];
		struct dictionary_list list;
		size_t count = 0;

		for (size_t i = 0; i < vocabulary_size; i++) {
			const uint32_t times = scan_count(i);

			if (times && slice_starts_with(slice_of(vocabulary[i]), prefix))
				found[count++] = (struct found){vocabulary[i], times, 0};
		}
		list = dictionary_begin(snapshot, prefix, LIMIT, &fixture.reader->arena);
		assert_same(&list, found, count);
	}
}
END_TEST

/* The same but for letters that stand twice. */
static bool differ_by_doubles(const char *a, const char *b)
{
	while (*a && *a == *b) {
		const char c = *a;

		while (*a == c)
			a++;
		while (*b == c)
			b++;
	}
	return *a == *b;
}

START_TEST(near_words_are_those_of_a_scan)
{
	const struct snapshot *snapshot = refresh();
	struct suite_random random = {23};

	for (int round = 0; round < 300; round++) {
		const struct slice word = slice_of(vocabulary[random_word(&random)]);
		const uint32_t least = 1 + suite_random_below(&random, 30);
		struct found found[VOCABULARY];
		struct dictionary_list list;
		size_t count = 0;

		for (size_t i = 0; i < vocabulary_size; i++) {
			const unsigned edits = expand_distance(word, slice_of(vocabulary[i]), 2);
			const uint32_t times = scan_count(i);

			if ((edits == 1 || (edits == 2 && differ_by_doubles(word.data, vocabulary[i]))) &&
				times >= least)
				found[count++] = (struct found){vocabulary[i], times, 1};
		}
		list = dictionary_near(snapshot, word, 1, least, LIMIT, &fixture.reader->arena);
		assert_same(&list, found, count);
	}
}
END_TEST

START_TEST(counts_are_those_of_all_segments)
{
	const struct snapshot *snapshot = refresh();

	for (size_t i = 0; i < vocabulary_size; i++)
		ck_assert_uint_eq(dictionary_count(snapshot, WORDS_OF_ARTICLES,
					  slice_of(vocabulary[i])),
			scan_count(i));
	ck_assert_uint_eq(dictionary_count(snapshot, WORDS_OF_ARTICLES, SLICE_LITERAL("q")), 0);
	ck_assert_uint_eq(dictionary_count(snapshot, WORDS_OF_ARTICLES, SLICE_LITERAL("")), 0);
}
END_TEST

/* --- words as frequent everywhere --- */

START_TEST(the_first_are_found_though_no_segment_tells_them_apart)
{
	static char body[3000], other[3000];
	const struct index_fixture_article articles[] = {{.identity = "b1", .body = body},
		{.identity = "b2", .body = other}};
	struct index_fixture small;
	struct dictionary_list list;
	struct error error = {0};
	size_t size = 0;

	/* 300 words, each in one article of each segment; the last of them in one more. */
	for (int i = 0; i < 300; i++)
		size += (size_t)snprintf(body + size, sizeof(body) - size, "w%c%c%c ", 'a' + i / 100,
			'a' + i / 10 % 10, 'a' + i % 10);
	snprintf(other, sizeof(other), "wcjj wcji");
	index_fixture_open(&small);
	index_fixture_add(&small, articles, 1);
	index_fixture_add(&small, &(struct index_fixture_article){.identity = "c1", .body = body}, 1);
	index_fixture_add(&small, articles + 1, 1);
	ck_assert(reader_refresh(small.reader, &error));
	list = dictionary_begin(small.reader->snapshot, SLICE_LITERAL("w"), 3, &small.reader->arena);
	ck_assert_uint_eq(list.count, 3);
	ck_assert(slice_equal_string(list.words[0].word, "wcji"));
	ck_assert(slice_equal_string(list.words[1].word, "wcjj"));
	ck_assert_uint_eq(list.words[1].count, 3);
	ck_assert(slice_equal_string(list.words[2].word, "waaa"));
	index_fixture_close(&small);
}
END_TEST

START_TEST(a_slip_on_the_first_letter_is_one_and_doubled_letters_are_one)
{
	static const struct index_fixture_article articles[] = {
		{.identity = "a", .body = "tariffs and a committee of nato meet in parliament"}};
	static const struct {
		const char *word, *nearest; /* NULL: none */
		unsigned edits;
	} cases[] = {
		{"tarrifs", "tariffs", 1}, {"comitte", "committee", 1}, {"mato", "nato", 1},
		{"anto", "nato", 1}, {"oats", NULL, 0}, {"parlaiment", "parliament", 1},
		{"parlaimint", "parliament", 2}, {"qarlaiment", NULL, 0}, {"nato", NULL, 0}, {"", NULL, 0},
	};
	struct index_fixture small;
	struct error error = {0};

	index_fixture_open(&small);
	index_fixture_add(&small, articles, 1);
	ck_assert(reader_refresh(small.reader, &error));
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct slice word = slice_of(cases[i].word);
		const struct dictionary_list list = dictionary_near(small.reader->snapshot, word,
			word.size > 7 ? 2 : 1, 1, 5, &small.reader->arena);

		ck_assert_msg(list.count == (cases[i].nearest != NULL), "%s", cases[i].word);
		if (list.count) {
			ck_assert(slice_equal_string(list.words[0].word, cases[i].nearest));
			ck_assert_uint_eq(list.words[0].edits, cases[i].edits);
		}
	}
	index_fixture_close(&small);
}
END_TEST

/* Of characters of one byte: the whole table, nothing cut. */
static unsigned distance(const char *a, size_t m, const char *b, size_t n)
{
	unsigned table[12][12];

	for (size_t i = 0; i <= m; i++) {
		for (size_t j = 0; j <= n; j++) {
			unsigned *cell = &table[i][j];

			*cell = (unsigned)(i + j);
			if (i == 0 || j == 0)
				continue;
			*cell = table[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			if (table[i - 1][j] < *cell)
				*cell = table[i - 1][j] + 1;
			if (table[i][j - 1] < *cell)
				*cell = table[i][j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
				table[i - 2][j - 2] < *cell)
				*cell = table[i - 2][j - 2] + 1;
		}
	}
	return table[m][n];
}

START_TEST(edits_are_those_of_the_whole_table)
{
	struct suite_random random = {1};

	for (int round = 0; round < 200000; round++) {
		char words[2][10];
		size_t sizes[2];
		const unsigned limit = suite_random_below(&random, 4);
		unsigned expected;

		for (int i = 0; i < 2; i++) {
			sizes[i] = suite_random_below(&random, sizeof(words[i]) + 1);
			for (size_t j = 0; j < sizes[i]; j++)
				words[i][j] = (char)('a' + suite_random_below(&random, 3));
		}
		expected = distance(words[0], sizes[0], words[1], sizes[1]);
		ck_assert_uint_eq(expand_distance(slice_make(words[0], sizes[0]),
					  slice_make(words[1], sizes[1]), limit),
			expected < limit + 1 ? expected : limit + 1);
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("dictionary");
	TCase *tests = tcase_create("dictionary");

	tcase_add_unchecked_fixture(tests, set_up, tear_down);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, completions_are_those_of_a_scan);
	tcase_add_test(tests, near_words_are_those_of_a_scan);
	tcase_add_test(tests, counts_are_those_of_all_segments);
	tcase_add_test(tests, the_first_are_found_though_no_segment_tells_them_apart);
	tcase_add_test(tests, a_slip_on_the_first_letter_is_one_and_doubled_letters_are_one);
	tcase_add_test(tests, edits_are_those_of_the_whole_table);
	suite_add_tcase(suite, tests);
	return suite;
}
