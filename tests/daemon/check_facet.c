/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facets of quotations and articles against a plain scan of an invented corpus, whose every
 * quotation has its speaker and its words by number.
 */
#include "daemon/facet/facet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

#include "base/banned.h"

#define ARTICLES 1300
#define SAID 6          /* quotations an article */
#define SPEAKERS 400
#define SOURCES 14
#define MONTHS 30       /* from January 2023 on; one more is no date */
#define WORDS 12        /* word number n is in one of 2^n quotations */
#define SEGMENTS 3
#define DEAD_EVERY 17

struct said {
	unsigned speaker, words; /* words as bits */
};

struct told {
	unsigned source, month;
	bool is_dead;
	struct said said[SAID];
};

static struct index_fixture fixture;
static struct told *told;

static const char *const syllables[] = {"ba", "dor", "fen", "gil", "hol", "kar", "lin", "mar",
	"nes", "pol", "rud", "sel", "tam", "vik", "wes", "zan", "bor", "dan", "fra", "gre"};

/* Every speaker has first and last name of his own. */
static void write_name(unsigned speaker, struct buffer *text)
{
	char first = (char)('A' + speaker / 20);

	buffer_printf(text, "%c%sa %c%s%s", first, syllables[speaker % 20],
		(char)('B' + speaker % 20), syllables[speaker / 20], syllables[speaker % 20]);
}

static void write_quotation(const struct said *said, struct buffer *body)
{
	buffer_append_string(body, "\"We have seen it");
	for (unsigned i = 0; i < WORDS; i++) {
		if (said->words >> i & 1)
			buffer_printf(body, " %c%c%cword", 'b' + (int)i, 'a' + (int)i, 'b' + (int)i);
	}
	buffer_append_string(body, " here,\" said ");
	write_name(said->speaker, body);
	buffer_append_string(body, ".\n\n");
}

static void invent(struct suite_random *random, struct told *article)
{
	article->source = suite_random_below(random, suite_random_below(random, SOURCES) + 1);
	article->month = suite_random_below(random, MONTHS + 1);
	for (unsigned i = 0; i < SAID; i++) {
		struct said *said = &article->said[i];

		said->speaker = suite_random_below(random, suite_random_below(random, SPEAKERS) + 1);
		said->words = 0;
		for (unsigned word = 0; word < WORDS; word++)
			said->words |= (unsigned)(suite_random_below(random, 1u << word) == 0) << word;
	}
}

static void describe(struct arena *arena, unsigned number, struct index_fixture_article *article)
{
	struct buffer body = {0};

	for (unsigned i = 0; i < SAID; i++)
		write_quotation(&told[number].said[i], &body);
	article->identity = arena_printf(arena, "a%u", number).data;
	article->title = "Told";
	article->body = arena_copy(arena, buffer_slice(&body)).data;
	article->source = arena_printf(arena, "Paper %c", 'A' + (char)told[number].source).data;
	if (told[number].month < MONTHS)
		article->date = arena_printf(arena, "%u-%02u-05", 2023 + told[number].month / 12,
			told[number].month % 12 + 1).data;
	buffer_clear(&body);
}

static void make_index(void)
{
	struct index_fixture_article *articles = memory_allocate_array(ARTICLES, sizeof(*articles));
	struct suite_random random = {99};
	struct arena arena = {0};

	told = memory_allocate_array(ARTICLES, sizeof(*told));
	index_fixture_open(&fixture);
	for (unsigned i = 0; i < ARTICLES; i++) {
		invent(&random, &told[i]);
		describe(&arena, i, &articles[i]);
	}
	for (size_t i = 0; i < SEGMENTS; i++) {
		const size_t begin = i * ARTICLES / SEGMENTS, end = (i + 1) * ARTICLES / SEGMENTS;

		index_fixture_add(&fixture, articles + begin, end - begin);
	}
	for (unsigned i = 0; i < ARTICLES; i += DEAD_EVERY) {
		told[i].is_dead = true;
		index_fixture_bury(&fixture, articles[i].identity);
	}
	arena_clear(&arena);
	memory_free(articles);
}

static void remove_index(void)
{
	index_fixture_close(&fixture);
	memory_free(told);
}

/* --- the plain scan --- */

struct counts {
	unsigned speakers[SPEAKERS], sources[SOURCES], months[MONTHS + 1], total;
};

static void scan(unsigned word, enum search_scope scope, struct counts *counts)
{
	memset(counts, 0, sizeof(*counts));
	for (unsigned i = 0; i < ARTICLES; i++) {
		bool counted[SPEAKERS] = {false};
		unsigned hits = 0;

		for (unsigned j = 0; j < SAID; j++)
			hits += told[i].said[j].words >> word & 1;
		if (told[i].is_dead || hits == 0)
			continue;
		if (scope == SEARCH_IN_ARTICLES)
			hits = 1;
		counts->total += hits;
		counts->sources[told[i].source] += hits;
		counts->months[told[i].month] += hits;
		for (unsigned j = 0; j < SAID; j++) {
			const struct said *said = &told[i].said[j];

			if (scope == SEARCH_IN_ARTICLES ? counted[said->speaker] :
							  !(said->words >> word & 1))
				continue;
			counted[said->speaker] = true;
			counts->speakers[said->speaker]++;
		}
	}
}

static int descending(const void *a, const void *b)
{
	const unsigned first = *(const unsigned *)a, second = *(const unsigned *)b;

	return (first < second) - (first > second);
}

static void speaker_name(unsigned number, struct buffer *name)
{
	write_name(number, name);
}

static void source_name(unsigned number, struct buffer *name)
{
	buffer_printf(name, "Paper %c", 'A' + (char)number);
}

static void month_name(unsigned number, struct buffer *name)
{
	buffer_printf(name, "%u-%02u", 2023 + number / 12, number % 12 + 1);
}

/* The facet has the most frequent values, each with its count. */
static void compare(const struct facet *facet, const unsigned *counts, unsigned limit,
	void (*write)(unsigned number, struct buffer *name))
{
	unsigned *sorted = memory_allocate_array(limit, sizeof(*sorted)), seen = 0;
	struct buffer name = {0};

	memcpy(sorted, counts, limit * sizeof(*sorted));
	qsort(sorted, limit, sizeof(*sorted), descending);
	ck_assert(facet->is_exact);
	for (size_t i = 0; i < facet->count; i++)
		ck_assert_uint_eq(facet->values[i].count, sorted[i]);
	ck_assert(facet->count == FACET_VALUES || facet->count == limit || sorted[facet->count] == 0);
	for (unsigned number = 0; number < limit; number++) {
		buffer_reset(&name);
		write(number, &name);
		for (size_t i = 0; i < facet->count; i++) {
			if (!slice_equal(facet->values[i].value, buffer_slice(&name)))
				continue;
			ck_assert_msg(facet->values[i].count == counts[number], "%s", name.data);
			seen++;
		}
	}
	ck_assert_msg(seen == facet->count, "%s: %u of %zu, %.*s", facet->name, seen, facet->count,
		SLICE_ARGS(facet->values[0].value));
	buffer_clear(&name);
	memory_free(sorted);
}

static void compare_word(unsigned word, enum search_scope scope)
{
	const char text[] = {(char)('b' + word), (char)('a' + word), (char)('b' + word), 'w', 'o', 'r',
		'd', '\0'};
	struct search_request request = {.query = slice_of(text), .scope = scope};
	struct search_results results;
	struct error error = {0};
	struct counts counts;

	ck_assert(facet_parse(SLICE_LITERAL("speaker,source,month"), &request.facets, &error));
	results = index_fixture_search(&fixture, &request);
	scan(word, scope, &counts);
	ck_assert_uint_eq(results.total, counts.total);
	ck_assert_uint_eq(results.facet_count, 3);
	compare(&results.facets[0], counts.speakers, SPEAKERS, speaker_name);
	compare(&results.facets[1], counts.sources, SOURCES, source_name);
	compare(&results.facets[2], counts.months, MONTHS, month_name);
}

START_TEST(facets_of_quotations_are_those_of_a_scan)
{
	compare_word((unsigned)_i, SEARCH_IN_QUOTES);
}
END_TEST

START_TEST(facets_of_articles_are_those_of_a_scan)
{
	compare_word((unsigned)_i, SEARCH_IN_ARTICLES);
}
END_TEST

/* An index that was made before there were such tables has its speakers still. */
START_TEST(speakers_are_counted_without_the_tables_of_words)
{
	struct error error = {0};

	ck_assert(reader_refresh(fixture.reader, &error));
	for (size_t i = 0; i < fixture.reader->snapshot->manifest.segment_count; i++) {
		struct words_map *words = &fixture.reader->snapshot->words[i];

		words_close(words);
		*words = (struct words_map){0};
	}
	compare_word(0, SEARCH_IN_QUOTES);
	compare_word(0, SEARCH_IN_ARTICLES);
}
END_TEST

START_TEST(years_are_sums_of_months)
{
	struct search_request request = {.query = SLICE_LITERAL("*"), .scope = SEARCH_IN_QUOTES};
	struct search_results results;
	struct error error = {0};
	unsigned expected[3] = {0};

	for (unsigned i = 0; i < ARTICLES; i++) {
		if (!told[i].is_dead && told[i].month < MONTHS)
			expected[told[i].month / 12] += SAID;
	}
	ck_assert(facet_parse(SLICE_LITERAL("year"), &request.facets, &error));
	results = index_fixture_search(&fixture, &request);
	ck_assert_uint_eq(results.facets[0].count, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct facet_value *value = &results.facets[0].values[i];

		ck_assert_uint_eq(value->count, expected[value->value.data[3] - '3']);
	}
}
END_TEST

START_TEST(what_is_past_its_deadline_is_not_counted)
{
	struct search_request request = {.query = SLICE_LITERAL("*"), .scope = SEARCH_IN_QUOTES,
		.deadline_ns = 1};
	struct search_results results;
	struct error error = {0};
	size_t position;

	ck_assert(facet_parse(SLICE_LITERAL("speaker,month"), &request.facets, &error));
	ck_assert(reader_refresh(fixture.reader, &error));
	ck_assert(!search_run(fixture.reader, &request, &results, &position, &error) ||
		!results.facets[0].is_exact);
}
END_TEST

START_TEST(facets_have_names)
{
	struct error error = {0};
	unsigned facets = 0, one, two;

	ck_assert(facet_parse(SLICE_LITERAL("speaker, month"), &facets, &error));
	ck_assert(facet_parse(SLICE_LITERAL("speaker"), &one, &error));
	ck_assert(facet_parse(SLICE_LITERAL("month"), &two, &error));
	ck_assert_uint_eq(facets, one | two);
	ck_assert(!facet_parse(SLICE_LITERAL("speaker,colour"), &facets, &error));
	ck_assert_int_eq(error.code, ERROR_QUERY);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("facet");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 120);
	tcase_add_unchecked_fixture(all, make_index, remove_index);
	tcase_add_loop_test(all, facets_of_quotations_are_those_of_a_scan, 0, WORDS);
	tcase_add_loop_test(all, facets_of_articles_are_those_of_a_scan, 0, WORDS);
	tcase_add_test(all, speakers_are_counted_without_the_tables_of_words);
	tcase_add_test(all, years_are_sums_of_months);
	tcase_add_test(all, what_is_past_its_deadline_is_not_counted);
	tcase_add_test(all, facets_have_names);
	suite_add_tcase(suite, all);
	return suite;
}
