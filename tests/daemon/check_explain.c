/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What --explain prints for each kind of query, but for the times: GOLDEN_UPDATE=1 writes it. */
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "tests/support/golden.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

#define TIMES SLICE_LITERAL("times: ")

static const struct index_fixture_article articles[] = {
	{"a1", "Peace talks begin", NULL, "The negotiators of both sides met. They began to negotiate "
		"a treaty, and the talks of the day went on until the evening.", "2024-05-01", "Gazette",
		"Jane Doe", NULL},
	{"a2", "Treaty signed", NULL, "The treaty of peace was signed in the harbour after ten days of "
		"negotiation. \"There is no peace without a treaty,\" said the minister.", "2024-05-12",
		"Courier", "John Roe", NULL},
	{"a3", "Harbor to close", NULL, "The harbor is going to close. Talks about the peace of the "
		"town go on.", "2024-06-01", "Gazette", NULL, NULL},
	{"a4", "Weather", NULL, "Rain, and more rain. No talks about anything else.", "2024-06-02",
		"Courier", NULL, NULL},
};

static const char *const queries[] = {
	"treaty talks",
	"treaties^3 -rain",
	"=treaty",
	"title:peace subtitle:rain",
	"\"the treaty\"",
	"\"treaty of peace\"^2",
	"\"peace * treaty\"",
	"\"nego* a treaty\"",
	"\"talks peace\"~3",
	"nego*",
	"t*",
	"harb?r NOT nego*",
	"harbour~",
	"peace NEAR/5 nego*",
	"(treaty OR talks) NEAR/5 \"of peace\"",
	"the BEFORE/3 of",
	"body:peace",
	"quote:treaty",
	"source:gazette date:2024-05..2024-06 peace",
	"author:j*",
	"treaty rain weather",
	"(peace OR (talks treaty)^2)^1.5",
	"*",
	"nothingness",
	"w/o",
};

START_TEST(explanations_are_as_they_were)
{
	struct index_fixture fixture;
	struct buffer all = {0};

	index_fixture_open(&fixture);
	index_fixture_add(&fixture, articles, COUNT_OF(articles));
	for (size_t i = 0; i < COUNT_OF(queries); i++) {
		const struct search_request request = {.query = slice_of(queries[i]), .size = 10,
			.explain = true};
		struct search_results results = index_fixture_search(&fixture, &request);
		size_t times;

		ck_assert(slice_find(results.explanation, TIMES, 0, &times));
		buffer_printf(&all, "# %s\n%.*s\n", queries[i],
			SLICE_ARGS(slice_range(results.explanation, 0, times)));
	}
	golden_check(suite_source("tests/cases/explain.expected"), buffer_slice(&all));
	buffer_clear(&all);
	index_fixture_close(&fixture);
}
END_TEST

START_TEST(each_step_has_its_time)
{
	static const char *const steps[] = {"plan ", "match ", "rank ", "collect "};
	struct index_fixture fixture;
	struct search_results results;
	struct search_request request = {.query = SLICE_LITERAL("treaty talks"), .size = 10,
		.explain = true};
	size_t at, from = 0;

	index_fixture_open(&fixture);
	index_fixture_add(&fixture, articles, COUNT_OF(articles));
	results = index_fixture_search(&fixture, &request);
	ck_assert(slice_find(results.explanation, TIMES, 0, &from));
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		ck_assert(slice_find(results.explanation, slice_of(steps[i]), from, &at));
		from = at;
	}
	ck_assert_int_ge(results.times.rank, 0);
	ck_assert_int_le(results.times.rank, results.times.match);
	index_fixture_close(&fixture);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("explain");
	TCase *all = tcase_create("explain");

	tcase_add_test(all, explanations_are_as_they_were);
	tcase_add_test(all, each_step_has_its_time);
	suite_add_tcase(suite, all);
	return suite;
}
