/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/spelling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

#include "base/banned.h"

#define ARTICLES 240
#define BODY_SIZE 400

static struct index_fixture fixture;
static char bodies[ARTICLES][BODY_SIZE], identities[ARTICLES][16];

/* In every so many articles, one behind the other. */
static const struct {
	const char *text;
	unsigned every;
} sentences[] = {
	{"The government spoke of new york again.", 2},
	{"We understand the white house.", 3},
	{"Our home is hot.", 2},
	{"A summit of nato ended.", 4},
	{"The goverment erred.", 120},
	{"Tariffs on ice cream rose.", 5},
	{"\"We will not sign any of it,\" said Anna Hegseth on Monday.", 6},
	{"Understanding came late.", 60},
	{"The café is a fine place.", 3},
};

static void set_up(void)
{
	struct index_fixture_article articles[ARTICLES] = {{0}};

	for (unsigned i = 0; i < ARTICLES; i++) {
		snprintf(identities[i], sizeof(identities[i]), "a%03u", i);
		bodies[i][0] = '\0';
		for (size_t j = 0; j < COUNT_OF(sentences); j++) {
			size_t size = strlen(bodies[i]);

			if (i % sentences[j].every == 0)
				snprintf(bodies[i] + size, BODY_SIZE - size, "%s\n", sentences[j].text);
		}
		articles[i] = (struct index_fixture_article){.identity = identities[i],
			.title = i % 3 ? "Market report" : "Election report", .body = bodies[i]};
	}
	index_fixture_open(&fixture);
	index_fixture_add(&fixture, articles, ARTICLES / 3);
	index_fixture_add(&fixture, articles + ARTICLES / 3, ARTICLES - ARTICLES / 3);
	index_fixture_bury(&fixture, "a000");
}

static void tear_down(void)
{
	index_fixture_close(&fixture);
}

static struct search_results run(struct slice query, enum search_scope scope, bool is_trial)
{
	const struct search_request request = {
		.query = query, .scope = scope, .size = ARTICLES, .is_trial = is_trial};

	return index_fixture_search(&fixture, &request);
}

static const struct {
	const char *query, *proposal; /* NULL: none */
} cases[] = {
	/* A letter too few, too many, wrong, two in the wrong order. */
	{"goverment", "government"},
	{"governmment", "government"},
	{"givernment summit", "government summit"},
	{"govenrmetn", "government"},
	{"NOTA nato", "not nato"},
	{"Goverment", "Government"},
	{"GOVERMENT OF", "government OF"},
	/* Two words as one, one as two. */
	{"newyork", "new york"},
	{"goverment newyork", "government new york"},
	{"under standing", "understanding"},
	{"under-standing summit", "understanding summit"},
	{"title:electionreport", "title:\"election report\""},
	{"newyork^2", "\"new york\"^2"},
	{"\"under stand\"", "\"understand\""},
	/* What stands beside it tells which. */
	{"white hose", "white house"},
	{"our hose", "our home"},
	{"\"white hose\"", "\"white house\""},
	{"xyzzy goverment sumit", "xyzzy government summit"},
	/* All else stays as it was typed. */
	{"  +goverment   -nato (summit OR  newyork)", "  +government   -nato (summit OR  new york)"},
	{"\u201cWhite Hose\u201d", "\u201cWhite House\u201d"},
	{"title:elecion  date:..2030", NULL},
	{"title:elecion", "title:election"},
	{"speaker:hegzeth", "speaker:hegseth"},
	{"speaker:\"Anna Hegzeth\"", "speaker:\"Anna Hegseth\""},
	{"tarrifs NEAR/3 ice", "tariffs NEAR/3 ice"},
	{"=goverment", "=government"},
	{"caffé", "cafe"},
	/* Nothing to correct, or nothing that would find more. */
	{"government", NULL},
	{"summit nato", NULL},
	{"-goverment", NULL},
	{"xyzzy", NULL},
	{"na", NULL},
	{"", NULL},
	{"goverm*", NULL},
	{"goverment~", NULL},
	{"12345", NULL},
	{"title:nato", NULL},
};

START_TEST(the_right_spelling_is_proposed_and_the_rest_stays)
{
	struct search_results results = run(slice_of(cases[_i].query), SEARCH_IN_ARTICLES, false);
	const char *proposal = cases[_i].proposal ? cases[_i].proposal : "";

	ck_assert_msg(slice_equal_string(results.proposal.query, proposal), "%s: %.*s",
		cases[_i].query, SLICE_ARGS(results.proposal.query));
}
END_TEST

START_TEST(a_trial_proposes_nothing)
{
	ck_assert_uint_eq(run(SLICE_LITERAL("goverment"), SEARCH_IN_ARTICLES, true).proposal.query.size,
		0);
}
END_TEST

START_TEST(quotations_are_asked_for_their_own_words)
{
	struct search_results results = run(SLICE_LITERAL("sing hegzeth"), SEARCH_IN_QUOTES, false);

	ck_assert(slice_equal_string(results.proposal.query, "sign hegseth"));
	ck_assert_uint_eq(results.proposal.total, ARTICLES / 6 - 1);
	/* Nobody who is quoted says so. */
	results = run(SLICE_LITERAL("goverment"), SEARCH_IN_QUOTES, false);
	ck_assert_uint_eq(results.proposal.query.size, 0);
}
END_TEST

static const char *const words[] = {"government", "york", "understand", "house", "home", "summit",
	"nato", "tariffs", "cream", "hegseth", "white", "place", "report", "election"};
static const struct form {
	const char *before, *behind;
} forms[] = {{"", ""}, {"\"", "\""}, {"+", ""}, {"title:", ""}, {"(", ")"}, {"", "^2"}, {"=", ""}};

/* A word of the index, with so many slips. */
static void write_word(struct suite_random *random, unsigned slips, char word[32])
{
	size_t size;

	snprintf(word, 32, "%s", words[suite_random_below(random, COUNT_OF(words))]);
	for (; slips > 0; slips--) {
		size_t at = suite_random_below(random, (uint32_t)(size = strlen(word)));

		if (suite_random_below(random, 2))
			word[at] = (char)('a' + suite_random_below(random, 26));
		else
			memmove(word + at, word + at + 1, size - at);
	}
}

static void write_query(struct suite_random *random, unsigned slips, char query[200])
{
	const unsigned count = 1 + suite_random_below(random, 3);
	size_t size = 0;

	for (unsigned i = 0; i < count; i++) {
		const struct form *form = &forms[suite_random_below(random, COUNT_OF(forms))];
		char word[32];

		write_word(random, slips, word);
		size += (size_t)snprintf(query + size, 200 - size, "%s%s%s%s", i ? " " : "",
			form->before, word, form->behind);
	}
}

START_TEST(what_is_proposed_gives_what_was_told_and_more_than_before)
{
	struct suite_random random = {11};
	unsigned proposed = 0;

	for (int round = 0; round < 2000; round++) {
		struct search_results before, after;
		char query[200], proposal[200];
		uint32_t total;

		write_query(&random, 1 + suite_random_below(&random, 2), query);
		before = run(slice_of(query), SEARCH_IN_ARTICLES, false);
		if (before.proposal.query.size == 0)
			continue;
		proposed++;
		snprintf(proposal, sizeof(proposal), "%.*s", SLICE_ARGS(before.proposal.query));
		total = before.total;
		ck_assert_uint_gt(before.proposal.total, 0);
		ck_assert_msg(before.is_loosened || before.proposal.total > total, "%s", query);
		after = run(slice_of(proposal), SEARCH_IN_ARTICLES, false);
		ck_assert_msg(after.total == before.proposal.total, "%s: %u, not %u", proposal,
			after.total, before.proposal.total);
		ck_assert(after.is_loosened <= before.is_loosened);
	}
	ck_assert_uint_gt(proposed, 500);
}
END_TEST

START_TEST(what_is_spelled_right_is_left_alone)
{
	struct suite_random random = {12};

	for (int round = 0; round < 500; round++) {
		struct search_results results;
		char query[200];

		write_query(&random, 0, query);
		results = run(slice_of(query), SEARCH_IN_ARTICLES, false);
		ck_assert_msg(strstr(query, "title:") || results.proposal.query.size == 0, "%s: %.*s",
			query, SLICE_ARGS(results.proposal.query));
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("spelling");
	TCase *tests = tcase_create("spelling");

	tcase_add_unchecked_fixture(tests, set_up, tear_down);
	tcase_set_timeout(tests, 120);
	tcase_add_loop_test(tests, the_right_spelling_is_proposed_and_the_rest_stays, 0,
		COUNT_OF(cases));
	tcase_add_test(tests, a_trial_proposes_nothing);
	tcase_add_test(tests, quotations_are_asked_for_their_own_words);
	tcase_add_test(tests, what_is_proposed_gives_what_was_told_and_more_than_before);
	tcase_add_test(tests, what_is_spelled_right_is_left_alone);
	suite_add_tcase(suite, tests);
	return suite;
}
