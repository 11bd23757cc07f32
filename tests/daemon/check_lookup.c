/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole article by its id, with its quotations. */
#include "daemon/index/lookup.h"

#include "base/memory.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

#include "base/banned.h"

static const struct index_fixture_article articles[] = {
	{.identity = "none", .title = "None", .body = "Nobody said a word."},
	{.identity = "https://paper.example/a?b=1", .title = "Bridge", .subtitle = "It is back",
		.date = "2024-05-02", .source = "Gazette", .author = "Jane Doe",
		.body = "Ånna Holt said: \"We will rebuild the bridge.\" \"Nobody will stop us,\" she "
			"added.\n\nThe union called it \"a burden that nobody will share\"."},
	{.identity = "two", .title = "Two", .body = "\"It is as it is,\" said Peter Lund."},
};

static struct index_fixture fixture;

static void set_up(void)
{
	index_fixture_open(&fixture);
	index_fixture_add(&fixture, articles, 1);
	index_fixture_add(&fixture, articles + 1, 2);
}

static void tear_down(void)
{
	index_fixture_close(&fixture);
}

static bool find(const char *identity, struct lookup *found)
{
	struct error error = {0};
	bool is_found;

	ck_assert(reader_refresh(fixture.reader, &error));
	is_found = lookup_find(fixture.reader, slice_of(identity), found, &error);
	ck_assert_msg(error.code == ERROR_NONE, "%s", error.message);
	return is_found;
}

START_TEST(an_article_is_what_was_read)
{
	for (size_t i = 0; i < COUNT_OF(articles); i++) {
		struct lookup found;

		ck_assert(find(articles[i].identity, &found));
		ck_assert(slice_equal_string(found.article.identity, articles[i].identity));
		ck_assert(slice_equal_string(found.article.title, articles[i].title));
		ck_assert(slice_equal_string(found.article.body, articles[i].body));
		ck_assert(slice_equal(found.article.source, slice_of(articles[i].source)));
	}
}
END_TEST

START_TEST(its_quotations_come_in_the_order_of_the_text)
{
	static const struct {
		const char *identity, *text, *entity;
	} expected[] = {
		{"https://paper.example/a?b=1#1", "We will rebuild the bridge.", "Ånna Holt"},
		{"https://paper.example/a?b=1#2", "Nobody will stop us,", "Ånna Holt"},
		{"https://paper.example/a?b=1#3", "a burden that nobody will share", NULL},
	};
	struct lookup found;

	ck_assert(find(articles[1].identity, &found));
	ck_assert_uint_eq(found.quotation_count, COUNT_OF(expected));
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		const struct quotation_view *quotation = &found.quotations[i];

		ck_assert(slice_equal_string(quotation->identity, expected[i].identity));
		ck_assert(slice_equal_string(quotation->text, expected[i].text));
		ck_assert(!expected[i].entity ||
			slice_equal_string(quotation->entity, expected[i].entity));
		ck_assert(slice_equal(span_of(found.article.body, quotation->span), quotation->text));
		ck_assert(i == 0 || quotation->span.begin >= found.quotations[i - 1].span.end);
	}
	ck_assert(find("none", &found));
	ck_assert_uint_eq(found.quotation_count, 0);
	ck_assert(find("two", &found));
	ck_assert(slice_equal_string(found.quotations[0].identity, "two#1"));
}
END_TEST

START_TEST(what_is_not_there_is_no_error)
{
	static const char *const unknown[] = {"", "Two", "two ", "two#1", "https://paper.example/a"};
	struct lookup found;

	for (size_t i = 0; i < COUNT_OF(unknown); i++)
		ck_assert(!find(unknown[i], &found));
	index_fixture_bury(&fixture, "two");
	ck_assert(!find("two", &found));
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("index/lookup");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, an_article_is_what_was_read);
	tcase_add_test(all, its_quotations_come_in_the_order_of_the_text);
	tcase_add_test(all, what_is_not_there_is_no_error);
	suite_add_tcase(suite, all);
	return suite;
}
