/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/suggest/suggest.h"

#include <string.h>

#include "base/memory.h"
#include "schema/wire.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"
#include "text/utf8.h"

#include "base/banned.h"

static struct index_fixture fixture;

static const struct index_fixture_article articles[] = {
	{"a1", "The prime minister speaks", "Bridges and borders",
		"The prime minister spoke of the harbour bridge and the government.\n"
		"\"We will rebuild the harbour bridge,\" Anna Holt said.\n"
		"\"They promised it, and nobody came,\" Peter Hollander told the council.\n",
		"2024-05-02", "Harbour Gazette", "Jane Doe", NULL},
	{"a2", "Harbour plans", NULL,
		"The prime minister and the home secretary met at the harbour. Primary schools are shut.\n"
		"\"There is no more money for any school,\" Anna Holt said.\n"
		"\"He should have asked us before,\" said the judge.\n",
		"2024-05-03", "Hill Times", "Jo Doe", NULL},
	{"a3", "Homes", NULL,
		"A home in Zürich costs more than a home in Bern. The harbor is old; the government is not.\n"
		"\"The market is not what it was,\" Jean-Luc Moreau said on Friday.\n",
		"2024-05-04", "Harbour Gazette", "Jane Doe", NULL},
	{"gone", "Hobgoblins", NULL,
		"Hobgoblins hog the hollow.\n\"No hobbit ever holds a hoe,\" Hob Hobson said.\n",
		"2024-05-05", "Hobby Horse", "Hob Hobson", NULL},
};

static void set_up(void)
{
	index_fixture_open(&fixture);
	index_fixture_add(&fixture, articles, 2);
	index_fixture_add(&fixture, articles + 2, 2);
	index_fixture_bury(&fixture, "gone");
}

static void tear_down(void)
{
	index_fixture_close(&fixture);
}

static struct suggest_result suggest(struct slice typed, uint32_t size)
{
	const struct suggest_request request = {.typed = typed, .size = size};
	struct suggest_result result = {.count = 0};
	struct error error = {0};

	ck_assert_msg(reader_refresh(fixture.reader, &error), "%s", error.message);
	ck_assert_msg(suggest_run(fixture.reader, &request, &result, &error), "%s", error.message);
	return result;
}

static const char letters[] = {
	[SUGGESTION_SPELLING] = '?',
	[SUGGESTION_WORD] = 'w',
	[SUGGESTION_SPEAKER] = 's',
	[SUGGESTION_VALUE] = 'v',
};

static const struct {
	const char *typed, *suggestions; /* kind, count, query, with | between */
} cases[] = {
	/* Words: the most frequent first; speakers by any part of their name. */
	{"harb", "w2 harbour|w1 harbor"},
	{"HARB", "w2 harbour|w1 harbor"},
	{"zur", "w1 zurich"},
	{"hol", "w2 holt|w1 hollander|s2 speaker:\"Anna Holt\"|s1 speaker:\"Peter Hollander\""},
	{"jean-lu", "w1 jean-luc|s1 speaker:\"Jean-Luc Moreau\""},
	{"an-luc", "w1 an-luc"},
	{"x -moreau", "w1 x -moreau|s1 x -speaker:\"Jean-Luc Moreau\""},
	{"luc", "w1 luc|s1 speaker:\"Jean-Luc Moreau\""},
	{"said anna ho", "w2 said anna holt|w2 said anna home|w1 said anna hollander|w1 said anna homes"
			 "|s2 said speaker:\"Anna Holt\""},
	{"anna h", "w2 anna holt|w2 anna harbour|w2 anna home|w1 anna harbor|w1 anna hollander|w1 anna homes"
		   "|s2 speaker:\"Anna Holt\""},
	/* What stands behind the word before comes first, however rare. */
	{"home s", "w1 home secretary|w4 home said|w1 home school|w1 home schools|w1 home shut"
		   "|w1 home speaks|w1 home spoke"},
	/* Stop words only in a phrase; those say what stands beside. */
	{"th", ""},
	{"\"bridge and th", "w4 \"bridge and the|w1 \"bridge and than|w1 \"bridge and there|w1 \"bridge and they"},
	/* Fields. */
	{"title:ho", "w1 title:homes"},
	{"subtitle:b", "w1 subtitle:borders|w1 subtitle:bridges"},
	{"speaker:hol", "s2 speaker:\"Anna Holt\"|s1 speaker:\"Peter Hollander\""},
	{"x speaker:\"anna ho", "s2 x speaker:\"Anna Holt\""},
	{"source:h", "v2 source:\"harbour gazette\"|v1 source:\"hill times\""},
	{"author:\"ja", "v2 author:\"jane doe\""},
	{"lang:e", "v4 lang:en"},
	{"date:20", ""},
	/* The whole in another spelling: of words that are done. */
	{"goverment harb", "?1 government harbour|w2 goverment harbour|w1 goverment harbor"},
	{"goverment ", "?2 government "},
	{"harb*", ""},
	/* Nobody is left who has it. */
	{"hob", ""},
	{"speaker:hob", ""},
	{"source:hob", ""},
	{"", ""},
	{"   ", ""},
	{"xyzzy", ""},
};

static void print(const struct suggest_result *result, struct buffer *text)
{
	buffer_append_string(text, "");
	for (size_t i = 0; i < result->count; i++) {
		const struct suggestion *suggestion = &result->suggestions[i];

		buffer_printf(text, "%s%c%u %.*s", i ? "|" : "", letters[suggestion->kind],
			suggestion->count, SLICE_ARGS(suggestion->query));
	}
}

START_TEST(what_is_typed_is_completed)
{
	const struct suggest_result result = suggest(slice_of(cases[_i].typed), 10);
	struct buffer text = {0};

	print(&result, &text);
	ck_assert_msg(strcmp(text.data, cases[_i].suggestions) == 0, "%s: %s", cases[_i].typed,
		text.data);
	buffer_clear(&text);
}
END_TEST

START_TEST(as_many_as_are_asked_for_and_speakers_have_their_share)
{
	for (uint32_t size = 0; size <= 6; size++) {
		const struct suggest_result result = suggest(SLICE_LITERAL("anna h"), size);
		bool has_speaker = false;

		ck_assert_uint_eq(result.count, size);
		for (size_t i = 0; i < result.count; i++)
			has_speaker |= result.suggestions[i].kind == SUGGESTION_SPEAKER;
		ck_assert_int_eq(has_speaker, size > 0);
	}
}
END_TEST

/* What was typed of a query that is made of the articles' own words, cut anywhere. */
static void type(struct suite_random *random, struct buffer *typed)
{
	static const char *const befores[] = {"", "harbour ", "\"", "title:", "speaker:", "source:",
		"author:\"", "prime minister ", "government ", "nobody OR ", "-x +"};
	const struct slice body = slice_of(articles[suite_random_below(random, 4)].body);
	const size_t begin = suite_random_below(random, (unsigned)body.size);
	struct slice rest = slice_range(body, begin, begin + 1 + suite_random_below(random, 4));
	struct slice line, word;

	buffer_reset(typed);
	buffer_append_string(typed, befores[suite_random_below(random, COUNT_OF(befores))]);
	slice_split(&rest, '\n', &line);
	slice_split(&line, ' ', &word);
	buffer_append(typed, word);
}

START_TEST(everything_suggested_finds_something)
{
	struct suite_random random = {31};
	struct buffer typed = {0}, text = {0};
	unsigned suggested = 0;

	for (int round = 0; round < 2000; round++) {
		struct slice rest, line;
		struct suggest_result result;

		type(&random, &typed);
		if (!utf8_is_valid(buffer_slice(&typed)))
			continue;
		result = suggest(buffer_slice(&typed), 10);
		buffer_reset(&text);
		for (size_t i = 0; i < result.count; i++)
			buffer_printf(&text, "%.*s\n", SLICE_ARGS(result.suggestions[i].query));
		for (rest = buffer_slice(&text); slice_split(&rest, '\n', &line) && line.size;) {
			struct search_request request = {.query = line, .size = 1,
				.mode = SEARCH_MATCH_ANY, .is_trial = true};
			size_t field;

			/* What stands before a field may be in none of its articles. */
			if (slice_find(line, SLICE_LITERAL("speaker:"), 0, &field))
				request.query = slice_range(line, field, line.size);
			suggested++;
			ck_assert_msg(index_fixture_search(&fixture, &request).total > 0, "%.*s",
				SLICE_ARGS(line));
		}
	}
	ck_assert_uint_gt(suggested, 1000);
	buffer_clear(&typed);
	buffer_clear(&text);
}
END_TEST

START_TEST(a_spelling_finds_as_many_as_is_told)
{
	const struct suggest_result result = suggest(SLICE_LITERAL("goverment minis"), 5);
	const struct search_request request = {.query = SLICE_LITERAL("government minister")};

	ck_assert_int_eq(result.suggestions[0].kind, SUGGESTION_SPELLING);
	ck_assert(slice_equal(result.suggestions[0].query, request.query));
	ck_assert_uint_eq(result.suggestions[0].count,
		index_fixture_search(&fixture, &request).total);
}
END_TEST

START_TEST(any_bytes_are_borne)
{
	static const char *const pieces[] = {"\"", ":", "(", ")", "*", "~2", "^3", " ", "speaker:",
		"title:", "a", "ho", "\xc3\xa9", "\xf0\x9f\x98\x80", "\xef\xbf\xbd", "-", "+", "OR ",
		"\xe4\xb8\xad", "\xcc\x81", "\x01", "'", "source:", "NEAR/3 "};
	struct suite_random random = {32};
	struct buffer typed = {0};

	for (int round = 0; round < 3000; round++) {
		const unsigned count = suite_random_below(&random, 12);

		buffer_reset(&typed);
		for (unsigned i = 0; i < count; i++)
			buffer_append_string(&typed, pieces[suite_random_below(&random, COUNT_OF(pieces))]);
		ck_assert_uint_le(suggest(buffer_slice(&typed), 5).count, 5);
	}
	buffer_clear(&typed);
}
END_TEST

START_TEST(what_is_too_long_is_refused)
{
	static char text[WIRE_QUERY_LIMIT + 1];
	const struct suggest_request request = {
		.typed = slice_make(text, sizeof(text)), .size = 5};
	struct suggest_result result;
	struct error error = {0};

	memset(text, 'a', sizeof(text));
	ck_assert(reader_refresh(fixture.reader, &error));
	ck_assert(!suggest_run(fixture.reader, &request, &result, &error));
	ck_assert_int_eq(error.code, ERROR_QUERY);
	ck_assert_uint_eq(suggest(slice_make(text, WIRE_QUERY_LIMIT), 5).count, 0);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("suggest");
	TCase *tests = tcase_create("suggest");

	tcase_add_unchecked_fixture(tests, set_up, tear_down);
	tcase_set_timeout(tests, 120);
	tcase_add_loop_test(tests, what_is_typed_is_completed, 0, COUNT_OF(cases));
	tcase_add_test(tests, as_many_as_are_asked_for_and_speakers_have_their_share);
	tcase_add_test(tests, everything_suggested_finds_something);
	tcase_add_test(tests, a_spelling_finds_as_many_as_is_told);
	tcase_add_test(tests, any_bytes_are_borne);
	tcase_add_test(tests, what_is_too_long_is_refused);
	suite_add_tcase(suite, tests);
	return suite;
}
