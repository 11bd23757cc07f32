/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/render/results.h"

#include <stdio.h>

#include <jansson.h>

#include "base/clock.h"
#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

static struct buffer output;
static json_t *document;

static void read_back(void)
{
	json_error_t reason;

	document = json_loadb(output.data, output.size, JSON_REJECT_DUPLICATES, &reason);
	ck_assert_msg(document != NULL, "%s in %s", reason.text, output.data);
}

static void teardown(void)
{
	json_decref(document);
	buffer_clear(&output);
}

/* The value behind keys and indexes: "hits/0/id". */
static const json_t *at(const char *path)
{
	const json_t *value = document;
	struct slice rest = slice_of(path), part;

	while (value && slice_split(&rest, '/', &part)) {
		uint64_t index;
		char key[40];

		if (slice_to_unsigned(part, &index)) {
			value = json_array_get(value, (size_t)index);
			continue;
		}
		ck_assert_uint_lt(part.size, sizeof(key));
		snprintf(key, sizeof(key), "%.*s", SLICE_ARGS(part));
		value = json_object_get(value, key);
	}
	return value;
}

static const char *text_at(const char *path)
{
	return json_string_value(at(path));
}

static const struct span marks[] = {{4, 12}, {20, 25}};
static const struct search_snippet snippet = {
	.text = SLICE_LITERAL("the realistic word"), .span = {103, 190}, .marks = marks, .mark_count = 2};
static const struct slice missing[] = {SLICE_LITERAL("word")};

static struct search_hit make_hit(void)
{
	struct search_hit hit = {.score = 9.12345,
		.snippets = &snippet,
		.snippet_count = 1,
		.missing = missing,
		.missing_count = 1,
		.quotation_count = 2};

	article_init(&hit.article);
	hit.article.identity = SLICE_LITERAL("https://example.org/a");
	hit.article.title = SLICE_LITERAL("A \"title\"");
	clock_date_make(2025, 2, 12, &hit.article.date);
	return hit;
}

START_TEST(a_hit_is_told_as_documented)
{
	const struct search_hit hit = make_hit();
	const struct slice notes[] = {SLICE_LITERAL("one"), SLICE_LITERAL("two")};
	const struct search_request request = {.query = SLICE_LITERAL("a \"b"), .from = 10};
	const struct search_results results = {.total = 12, .has_more = true,
		.total_exact = true,
		.notes = notes,
		.note_count = 2,
		.hits = &hit,
		.hit_count = 1};

	results_render(&request, &results, 812345, &output);
	read_back();
	ck_assert_str_eq(text_at("query"), "a \"b");
	ck_assert_str_eq(text_at("in"), "articles");
	ck_assert_double_eq_tol(json_number_value(at("took_ms")), 0.812, 1e-9);
	ck_assert_int_eq(json_integer_value(at("total")), 12);
	ck_assert(json_is_true(at("total_exact")));
	ck_assert_ptr_null(at("partial"));
	ck_assert_str_eq(text_at("notes/1"), "two");
	ck_assert_str_eq(text_at("hits/0/id"), "https://example.org/a");
	ck_assert_str_eq(text_at("hits/0/title"), "A \"title\"");
	ck_assert_str_eq(text_at("hits/0/date"), "2025-02-12");
	ck_assert_ptr_null(at("hits/0/subtitle"));
	ck_assert_double_eq_tol(json_number_value(at("hits/0/score")), 9.1235, 1e-9);
	ck_assert_str_eq(text_at("hits/0/snippets/0/text"), "the realistic word");
	ck_assert_int_eq(json_integer_value(at("hits/0/snippets/0/start")), 103);
	ck_assert_int_eq(json_integer_value(at("hits/0/snippets/0/marks/1/0")), 20);
	ck_assert_str_eq(text_at("hits/0/missing/0"), "word");
	ck_assert_int_eq(json_integer_value(at("hits/0/quotes")), 2);
	ck_assert_int_eq(json_integer_value(at("next")), 11);
}
END_TEST

START_TEST(the_last_page_has_no_next)
{
	const struct search_hit hit = make_hit();
	const struct search_request request = {.query = SLICE_LITERAL("a"), .from = 11};
	const struct search_results results = {
		.total = 12, .timed_out = true, .hits = &hit, .hit_count = 1};

	results_render(&request, &results, 0, &output);
	read_back();
	ck_assert_ptr_null(at("next"));
	ck_assert(json_is_true(at("partial")));
	ck_assert(json_is_false(at("total_exact")));
}
END_TEST

START_TEST(nothing_found_is_a_whole_answer)
{
	const struct search_request request = {.query = SLICE_LITERAL("")};
	const struct search_results results = {.total_exact = true};

	results_render(&request, &results, 0, &output);
	read_back();
	ck_assert(json_is_array(at("hits")));
	ck_assert_uint_eq(json_array_size(at("hits")), 0);
	ck_assert(json_is_array(at("notes")));
	ck_assert_ptr_null(at("next"));
}
END_TEST

START_TEST(a_quotation_hit_has_its_article)
{
	struct search_hit hit = make_hit();
	const struct quotation_view quotation = {.identity = SLICE_LITERAL("a#3"),
		.text = SLICE_LITERAL("an end"),
		.marks = marks,
		.mark_count = 1,
		.speaker = SLICE_LITERAL("Smith"),
		.entity = SLICE_LITERAL("Anna Smith"),
		.cue = SLICE_LITERAL("said"),
		.span = {812, 899},
		.is_direct = true};
	const struct search_request request = {.scope = SEARCH_IN_QUOTES};
	const struct search_results results = {.total = 1, .hits = &hit, .hit_count = 1};

	hit.quotation = &quotation;
	hit.collapsed = 2;
	hit.saying = (struct saying){3, hit.article.date, SLICE_LITERAL("b")};
	results_render(&request, &results, 0, &output);
	read_back();
	ck_assert_str_eq(text_at("in"), "quotes");
	ck_assert_str_eq(text_at("hits/0/id"), "a#3");
	ck_assert_str_eq(text_at("hits/0/entity"), "Anna Smith");
	ck_assert_int_eq(json_integer_value(at("hits/0/start")), 812);
	ck_assert_int_eq(json_integer_value(at("hits/0/marks/0/1")), 12);
	ck_assert(json_is_true(at("hits/0/direct")));
	ck_assert_str_eq(text_at("hits/0/article/id"), "https://example.org/a");
	ck_assert_str_eq(text_at("hits/0/article/date"), "2025-02-12");
	ck_assert_int_eq(json_integer_value(at("hits/0/variants")), 3);
	ck_assert_str_eq(text_at("hits/0/first_seen"), "2025-02-12");
	ck_assert_str_eq(text_at("hits/0/first_article"), "b");
	ck_assert_int_eq(json_integer_value(at("hits/0/collapsed")), 2);
}
END_TEST

START_TEST(an_article_is_whole)
{
	const struct quotation_view quotation = {.identity = SLICE_LITERAL("id#1"),
		.text = SLICE_LITERAL("no"),
		.span = {1, 3},
		.attribution = 0.5f};
	struct lookup found = {.quotations = &quotation, .quotation_count = 1};

	article_init(&found.article);
	found.article.identity = SLICE_LITERAL("id");
	found.article.body = SLICE_LITERAL("\"no\"\n\nand \t more");
	found.article.tags = SLICE_LITERAL("one\ntwo");
	found.article.extra = SLICE_LITERAL("{\"words\":7}");
	found.article.language = LANGUAGE_ENGLISH;
	found.article.date = 1700000001;
	article_render(&found, &output);
	read_back();
	ck_assert_str_eq(text_at("body"), "\"no\"\n\nand \t more");
	ck_assert_str_eq(text_at("tags/1"), "two");
	ck_assert_int_eq(json_integer_value(at("extra/words")), 7);
	ck_assert_str_eq(text_at("language"), "en");
	ck_assert_str_eq(text_at("date"), "2023-11-14T22:13:21Z");
	ck_assert_str_eq(text_at("quotes/0/text"), "no");
	ck_assert_double_eq_tol(json_number_value(at("quotes/0/score")), 0.5, 1e-9);
	ck_assert_ptr_null(at("author"));
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("results");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, NULL, teardown);
	tcase_add_test(all, a_hit_is_told_as_documented);
	tcase_add_test(all, the_last_page_has_no_next);
	tcase_add_test(all, nothing_found_is_a_whole_answer);
	tcase_add_test(all, a_quotation_hit_has_its_article);
	tcase_add_test(all, an_article_is_whole);
	suite_add_tcase(suite, all);
	return suite;
}
