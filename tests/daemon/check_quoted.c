/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of its quotations an article that was found shows. */
#include "daemon/search/quoted.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

#include "base/banned.h"

#define MANY 200 /* quotations of the longest article */

static struct index_fixture fixture;

static const struct index_fixture_article articles[] = {
	{.identity = "none", .title = "Troops", .body = "The troops of the coast stay where they are."},
	{.identity = "pact", .title = "Pact", .date = "2024-03-01",
		.body = "\"The troops are not for sale,\" Pete Hagen said on Monday.\n\n"
			"\"We pay for what we use, and the harbour is ours,\" said Anna Holm.\n\n"
			"\"It is as it is,\" Holm said. \"No troop of ours will leave the harbour.\"\n\n"
			"Hagen called the answer \"a realistic outcome\"."},
	{.identity = "reply", .title = "Reply to Hagen", .date = "2024-03-02",
		.body = "\"Burden sharing means sharing decisions,\" said Ines Falk of the harbour.\n\n"
			"A spokesman spoke of \"the harbour as such\"."},
	{.identity = "stadt", .title = "Die Stadt", .language = "de", .date = "2024-03-03",
		.body = "„Die Verhandlungen sind beendet“, sagte Karl Brandt. „Wir gehen“, sagte er."},
};

static void make_index(void)
{
	index_fixture_open(&fixture);
	index_fixture_add(&fixture, articles, 2);
	index_fixture_add(&fixture, articles + 2, COUNT_OF(articles) - 2);
}

static void remove_index(void)
{
	index_fixture_close(&fixture);
}

static struct search_results find(const char *query, uint32_t quotations)
{
	const struct search_request request = {.query = slice_of(query), .size = 100,
		.sort = SEARCH_BY_DATE, .quotation_count = quotations};

	return index_fixture_search(&fixture, &request);
}

/* The identities of all matching quotations of all hits. */
static const char *shown(const struct search_results *results)
{
	static char text[4096];
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < results->hit_count; i++) {
		for (size_t j = 0; j < results->hits[i].matching_count && used < sizeof(text); j++)
			used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%.*s",
				used ? " " : "",
				SLICE_ARGS(results->hits[i].matching[j].identity));
	}
	return text;
}

static const struct {
	const char *query, *expected;
} rows[] = {
	/* Words, in any form; those that say more come first. */
	{"troops", "pact#1 pact#4"},
	{"harbour", "pact#2 pact#4 reply#2"},
	{"troops harbour", "pact#4 pact#1 pact#2"},
	{"harbour decisions", "reply#1 reply#2"},
	{"Verhandlung", "stadt#1"},
	/* Phrases as a whole, and what is near. */
	{"\"realistic outcome\"", "pact#5"},
	{"\"answer a realistic\"", ""},
	{"\"is as it\"", "pact#3"},
	{"troop NEAR/5 leave", "pact#4"},
	{"quote:\"the harbour as\"", "reply#2"},
	{"=troops", "pact#1"},
	{"realis*", "pact#5"},
	/* Who says it. */
	{"hagen troops", "pact#1 pact#4 pact#5"},
	{"hagen harbour", "pact#1 pact#2 pact#4 pact#5 reply#2"},
	{"\"anna holm\"", "pact#2 pact#3 pact#4"},
	{"speaker:holm", "pact#2 pact#3 pact#4"},
	{"speaker:holm harbour", "pact#2 pact#4 pact#3"},
	{"speaker:\"anna holm\"", "pact#2 pact#3 pact#4"},
	{"speaker:hol*", "pact#2 pact#3 pact#4"},
	{"troops -speaker:falk", "pact#1 pact#4"},
	/* Small words and what is not asked of the text bring none. */
	{"the troops", "pact#1 pact#4"},
	{"the of", ""},
	{"*", ""},
	{"date:2024-03", ""},
	{"-troops", ""},
	{"title:hagen", ""},
	{"title:hagen harbour", "reply#2"},
};

START_TEST(these_quotations_answer)
{
	struct search_results results = find(rows[_i].query, 10);

	ck_assert_str_eq(shown(&results), rows[_i].expected);
}
END_TEST

START_TEST(a_quotation_has_speaker_and_marks)
{
	struct search_results results = find("troops harbour", 1);
	const struct quotation_view *quotation = results.hits[0].matching;

	ck_assert_uint_eq(results.hits[0].matching_count, 1);
	ck_assert_uint_eq(results.hits[0].quotation_count, 5);
	ck_assert(slice_equal_string(quotation->text, "No troop of ours will leave the harbour."));
	ck_assert(slice_equal_string(quotation->entity, "Anna Holm"));
	ck_assert_uint_eq(quotation->mark_count, 2);
	ck_assert(slice_equal_string(span_of(quotation->text, quotation->marks[0]), "troop"));
	ck_assert(slice_equal_string(span_of(quotation->text, quotation->marks[1]), "harbour"));
	ck_assert_uint_eq(quotation->before.size + quotation->after.size, 0);
	ck_assert(slice_equal_string(span_of(slice_of(articles[1].body), quotation->span),
		"No troop of ours will leave the harbour."));
}
END_TEST

START_TEST(no_more_are_shown_than_asked_for)
{
	for (uint32_t limit = 0; limit <= 5; limit++) {
		struct search_results results = find("speaker:holm harbour", limit);

		ck_assert_uint_eq(results.hits[0].matching_count, limit < 3 ? limit : 3);
	}
}
END_TEST

START_TEST(the_dead_show_nothing)
{
	struct search_results results;

	index_fixture_bury(&fixture, "pact");
	results = find("harbour", 10);
	ck_assert_str_eq(shown(&results), "reply#2");
}
END_TEST

START_TEST(a_late_quotation_of_a_long_article_is_found)
{
	struct index_fixture_article longest = {.identity = "long", .title = "Long"};
	struct buffer body = {0};
	struct search_results results;

	for (unsigned i = 1; i <= MANY; i++)
		buffer_printf(&body, "\"This is what word%uq means to us,\" said Peter Lund.\n\n", i);
	longest.body = body.data;
	index_fixture_add(&fixture, &longest, 1);
	results = find("word199q", 2);
	ck_assert_str_eq(shown(&results), "long#199");
	results = find("speaker:lund word7q", 2);
	ck_assert_str_eq(shown(&results), "long#7 long#1");
	buffer_clear(&body);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("search/quoted");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, make_index, remove_index);
	tcase_add_loop_test(all, these_quotations_answer, 0, COUNT_OF(rows));
	tcase_add_test(all, a_quotation_has_speaker_and_marks);
	tcase_add_test(all, no_more_are_shown_than_asked_for);
	tcase_add_test(all, the_dead_show_nothing);
	tcase_add_test(all, a_late_quotation_of_a_long_article_is_found);
	suite_add_tcase(suite, all);
	return suite;
}
