/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "daemon/search/passage.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

#define ELLIPSIS "\xe2\x80\xa6"

static struct index_fixture fixture;

static void open_index(void)
{
	index_fixture_open(&fixture);
}

static void close_index(void)
{
	index_fixture_close(&fixture);
}

/* A snippet with its marks in brackets. */
static void append_marked(struct buffer *text, const struct search_snippet *snippet)
{
	size_t at = 0;

	for (size_t i = 0; i < snippet->mark_count; i++) {
		buffer_append(text, slice_range(snippet->text, at, snippet->marks[i].begin));
		buffer_printf(text, "[%.*s]", SLICE_ARGS(span_of(snippet->text, snippet->marks[i])));
		at = snippet->marks[i].end;
	}
	buffer_append(text, slice_range(snippet->text, at, snippet->text.size));
}

#define FILLER \
	"The council met on Monday and spoke about roads, schools and the price of bread for more " \
	"than three hours, as it does every week in the old hall beside the market, where the " \
	"windows do not close and the clock has not run since the last mayor left the town. "

static const struct {
	const char *body, *query, *expected;
} rows[] = {
	{"Rain fell. The harbour froze over in March.", "harbour",
		"Rain fell. The [harbour] froze over in March."},
	{"Ministers negotiated. Nobody slept.", "negotiations minister",
		"[Ministers] [negotiated]. Nobody slept."},
	{"They spoke of \"burden\xe2\x80\x91sharing\" and left.", "\"burden sharing\"",
		"They spoke of \"[burden\xe2\x80\x91sharing]\" and left."},
	{FILLER "The harbour froze. It had not done so before.", "harbour",
		"The [harbour] froze. It had not done so before."},
	{"One line\nthe harbour on another\twith a tab", "\"harbour on another\"",
		"the [harbour on another] with a tab"},
	{"A river runs near the cold harbour.", "river NEAR/5 harbour",
		"A [river] runs near the cold [harbour]."},
	{"Nothing of it is here. But the title has it.", "title:frost",
		"Nothing of it is here. But the title has it."},
	{"Caf\xc3\xa9 prices rose.", "cafe", "[Caf\xc3\xa9] prices rose."},
	{"Prices rose, priced goods went, pricing failed.", "pri*",
		"[Prices] rose, [priced] goods went, [pricing] failed."},
	{"What was not wanted: frost. But ice was.", "ice -snow",
		"What was not wanted: frost. But [ice] was."},
};

START_TEST(passages_read_as_expected)
{
	const struct index_fixture_article article = {.identity = "a", .title = "Frost",
		.body = rows[_i].body};
	struct search_results results;
	struct buffer text = {0};

	index_fixture_add(&fixture, &article, 1);
	results = index_fixture_query(&fixture, rows[_i].query);
	ck_assert_uint_eq(results.hit_count, 1);
	ck_assert_uint_eq(results.hits[0].snippet_count, 1);
	append_marked(&text, &results.hits[0].snippets[0]);
	ck_assert_str_eq(text.data, rows[_i].expected);
	buffer_clear(&text);
}
END_TEST

/* Words that lose letters in front when they are stemmed. */
static const struct {
	const char *language, *body, *query, *expected;
} prefixed[] = {
	{"id", "Anak itu membaca sebuah buku.", "baca", "Anak itu [membaca] sebuah buku."},
	{"ga", "Bhí an gcapall mór ag rith.", "capall", "Bhí an [gcapall] mór ag rith."},
	{"fr", "Elle boit de l'eau froide.", "eau", "Elle boit de [l'eau] froide."},
	{"it", "Un giorno dell'arte nuova.", "arte", "Un giorno [dell'arte] nuova."},
};

START_TEST(words_with_prefixes_are_marked)
{
	const struct index_fixture_article article = {.identity = "a", .title = "Frost",
		.body = prefixed[_i].body, .language = prefixed[_i].language};
	struct search_results results;
	struct buffer text = {0};

	index_fixture_add(&fixture, &article, 1);
	results = index_fixture_query(&fixture, prefixed[_i].query);
	ck_assert_uint_eq(results.hit_count, 1);
	append_marked(&text, &results.hits[0].snippets[0]);
	ck_assert_str_eq(text.data, prefixed[_i].expected);
	buffer_clear(&text);
}
END_TEST

/* A long sentence is cut between words, and says so. */
START_TEST(long_sentences_are_cut_around_what_was_found)
{
	struct buffer body = {0};
	struct index_fixture_article article = {.identity = "a"};
	struct search_results results;
	const struct search_snippet *snippet;

	for (int i = 0; i < 200; i++)
		buffer_printf(&body, "word%d, ", i);
	buffer_append_string(&body, "and the harbour, ");
	for (int i = 200; i < 400; i++)
		buffer_printf(&body, "word%d, ", i);
	article.body = body.data;
	index_fixture_add(&fixture, &article, 1);
	results = index_fixture_query(&fixture, "harbour");
	snippet = &results.hits[0].snippets[0];
	ck_assert(slice_starts_with(snippet->text, SLICE_LITERAL(ELLIPSIS "word1")));
	ck_assert(slice_ends_with(snippet->text, SLICE_LITERAL(ELLIPSIS)));
	ck_assert_uint_eq(snippet->mark_count, 1);
	ck_assert(slice_equal_string(span_of(snippet->text, snippet->marks[0]), "harbour"));
	ck_assert_uint_le(snippet->text.size, PASSAGE_LIMIT + 2 * strlen(ELLIPSIS));
	ck_assert_uint_gt(snippet->text.size, PASSAGE_LIMIT / 2);
	buffer_clear(&body);
}
END_TEST

/* Three words far apart: three passages, in the order of the text, one where only one may be. */
START_TEST(passages_show_different_words)
{
	const struct index_fixture_article article = {.identity = "a",
		.body = "A frost came. " FILLER FILLER FILLER "A river froze. " FILLER FILLER FILLER
			"A boat sank."};
	struct search_request request = {.query = SLICE_LITERAL("boat frost river"), .size = 10,
		.snippet_count = (uint32_t)_i};
	struct search_results results;
	const struct search_hit *hit;

	index_fixture_add(&fixture, &article, 1);
	results = index_fixture_search(&fixture, &request);
	hit = &results.hits[0];
	ck_assert_uint_eq(hit->snippet_count, (size_t)_i);
	for (size_t i = 1; i < hit->snippet_count; i++)
		ck_assert_uint_le(hit->snippets[i - 1].span.end, hit->snippets[i].span.begin);
}
END_TEST

static const char *const pieces[] = {"harbour", "Harbours", "river", "the", "frost", "caf\xc3\xa9",
	"don\xe2\x80\x99t", "U.S.", "1,000.5", "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", "burden-sharing",
	"\xe2\x80\x9cquoted\xe2\x80\x9d", "\xf0\x9f\x98\x80"};

static void make_body(struct suite_random *random, struct buffer *body)
{
	static const char *const joints[] = {" ", " ", " ", ", ", ". ", "\n", "\n\n", " \xe2\x80\x94 "};
	const unsigned count = suite_random_below(random, 300);

	for (unsigned i = 0; i < count; i++) {
		buffer_append_string(body, pieces[suite_random_below(random, COUNT_OF(pieces))]);
		buffer_append_string(body, joints[suite_random_below(random, COUNT_OF(joints))]);
	}
	buffer_append_string(body, "harbour");
}

static bool is_border(struct slice text, size_t position)
{
	return position >= text.size || ((unsigned char)text.data[position] & 0xc0) != 0x80;
}

static void assert_snippet(struct slice body, const struct search_snippet *snippet)
{
	struct slice shown = snippet->text;
	struct slice text = span_of(body, snippet->span);
	size_t before = 0;

	ck_assert_uint_le(snippet->span.end, body.size);
	ck_assert(is_border(body, snippet->span.begin) && is_border(body, snippet->span.end));
	if (slice_starts_with(shown, SLICE_LITERAL(ELLIPSIS)))
		before = strlen(ELLIPSIS);
	for (size_t i = 0; i < text.size; i++)
		ck_assert(shown.data[before + i] == text.data[i] || (unsigned char)text.data[i] < ' ');
	for (size_t i = 0; i < snippet->mark_count; i++) {
		const struct span mark = snippet->marks[i];

		ck_assert_uint_lt(mark.begin, mark.end);
		ck_assert_uint_ge(mark.begin, i ? snippet->marks[i - 1].end : before);
		ck_assert_uint_le(mark.end, before + text.size);
		ck_assert(is_border(shown, mark.begin) && is_border(shown, mark.end));
	}
}

START_TEST(spans_and_marks_are_inside_whole_and_in_order)
{
	static const char *const queries[] = {"harbour", "frost harbour", "\"the river\" OR harbour",
		"harbour OR caf*", "\"burden sharing\" OR harbour", "harbour OR (river NEAR/3 the)"};
	struct suite_random random = {(unsigned)_i};
	struct buffer bodies[20] = {{0}};
	struct index_fixture_article articles[20] = {{0}};

	for (size_t i = 0; i < COUNT_OF(articles); i++) {
		make_body(&random, &bodies[i]);
		articles[i].identity = memory_copy_string("a00");
		articles[i].body = bodies[i].data;
		snprintf((char *)(uintptr_t)articles[i].identity, 4, "a%02zu", i);
	}
	index_fixture_add(&fixture, articles, COUNT_OF(articles));
	for (size_t i = 0; i < COUNT_OF(queries); i++) {
		struct search_request request = {.query = slice_of(queries[i]), .size = 100,
			.snippet_count = 3, .mode = SEARCH_MATCH_ANY};
		struct search_results results = index_fixture_search(&fixture, &request);

		ck_assert_uint_eq(results.hit_count, COUNT_OF(articles));
		for (size_t j = 0; j < results.hit_count; j++) {
			const struct search_hit *hit = &results.hits[j];
			unsigned number = 0;

			ck_assert_int_eq(sscanf(hit->article.identity.data, "a%2u", &number), 1);
			ck_assert_uint_ge(hit->snippet_count, 1);
			for (size_t k = 0; k < hit->snippet_count; k++)
				assert_snippet(buffer_slice(&bodies[number]), &hit->snippets[k]);
		}
	}
	for (size_t i = 0; i < COUNT_OF(articles); i++) {
		buffer_clear(&bodies[i]);
		memory_free((void *)(uintptr_t)articles[i].identity);
	}
}
END_TEST

START_TEST(passages_keep_their_core)
{
	struct suite_random random = {(unsigned)_i};
	struct buffer text = {0};

	make_body(&random, &text);
	for (int round = 0; round < 200; round++) {
		struct span core = {suite_random_below(&random, (unsigned)text.size), 0};
		struct passage passage;

		while (!is_border(buffer_slice(&text), core.begin))
			core.begin--;
		core.end = core.begin + suite_random_below(&random, 400);
		if (core.end > text.size)
			core.end = (uint32_t)text.size;
		while (!is_border(buffer_slice(&text), core.end))
			core.end++;
		passage = passage_around(buffer_slice(&text), core);
		ck_assert_uint_le(passage.span.begin, core.begin);
		ck_assert_uint_ge(passage.span.end, core.end);
		ck_assert_uint_le(passage.span.end, text.size);
		ck_assert(is_border(buffer_slice(&text), passage.span.begin));
		ck_assert(is_border(buffer_slice(&text), passage.span.end));
		if (core.end - core.begin < PASSAGE_LIMIT)
			ck_assert_uint_le(passage.span.end - passage.span.begin, PASSAGE_LIMIT);
	}
	buffer_clear(&text);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("snippet");
	TCase *test = tcase_create("snippet");

	tcase_add_checked_fixture(test, open_index, close_index);
	tcase_add_loop_test(test, passages_read_as_expected, 0, (int)COUNT_OF(rows));
	tcase_add_loop_test(test, words_with_prefixes_are_marked, 0, (int)COUNT_OF(prefixed));
	tcase_add_test(test, long_sentences_are_cut_around_what_was_found);
	tcase_add_loop_test(test, passages_show_different_words, 0, 4);
	tcase_add_loop_test(test, spans_and_marks_are_inside_whole_and_in_order, 0, 10);
	tcase_add_loop_test(test, passages_keep_their_core, 0, 20);
	suite_add_tcase(suite, test);
	return suite;
}
