/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/check/check.h"

#include <string.h>

#include "base/memory.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

#include "base/banned.h"

static struct index_fixture fixture;

/* clang-format off */
static const struct index_fixture_article articles[] = {
	{"bridge", "Council votes on the bridge", NULL,
		"The council of Eastmouth met for six hours on Monday.\n\n"
		"\"We will rebuild the old bridge before winter comes,\" Mayor Anna Holt said. "
		"\"The people of this town have waited long enough for it.\"\n\n"
		"Critics doubt the figure of $48 million. The river rose by two metres last week and "
		"nobody was hurt.\n", "2024-05-02", "Coast Courier", NULL, NULL},
	{"bridge-early", "Mayor promises bridge", NULL,
		"Anna Holt spoke to reporters at the harbour.\n\n"
		"\"We will rebuild the old bridge before winter comes,\" she said.\n",
		"2024-05-01", "Harbour Post", NULL, NULL},
	{"bridge-late", "A promise remembered", NULL,
		"A year ago, Anna Holt said: \"We will rebuild the old bridge before winter comes.\" "
		"It still lies in the river.\n", "2025-05-09", "Coast Courier", NULL, NULL},
	{"herring", "Quota cut again", NULL,
		"\"It is impossible to fish by these rules, and everyone in the ministry knows it,\" "
		"said Peter Lund of the fishermen's union.\n\n"
		"According to Lund the new quota is \"a modern form of robbery\".\n",
		"2024-06-01", "Coast Courier", NULL, NULL},
	{"speech", "What was said", NULL,
		"\"No deal is better than a bad deal,\" Minister Karl Ode told parliament.\n\n"
		"\"No deal is better than a bad deal,\" repeated Ida Falk, who leads the opposition, "
		"a week later.\n", "2024-07-01", "Capital Times", NULL, NULL},
	{"pont", "Le pont du port", NULL,
		"« Nous allons reconstruire le vieux pont avant l'hiver », a déclaré la maire Anna "
		"Holt. « Les habitants ont assez attendu. »\n", "2024-05-03", "Le Phare", NULL, "fr"},
	{"bruecke", "Die Brücke im Hafen", NULL,
		"„Wir werden die alte Brücke vor dem Winter wieder aufbauen“, sagte "
		"Bürgermeisterin Anna Holt am Montag.\n", "2024-05-04", "Der Hafenbote", NULL, "de"},
};

#define WHOLE "We will rebuild the old bridge before winter comes"

static const struct {
	const char *claim, *speaker;
	enum check_verdict verdict;
	const char *identity; /* of the first candidate; NULL: any or none */
} cases[] = {
	/* As it was said, and the earliest article first. */
	{WHOLE, NULL, CHECK_VERBATIM, "bridge-early"},
	{"\"" WHOLE ",\"", NULL, CHECK_VERBATIM, "bridge-early"},
	{"„" WHOLE "“", NULL, CHECK_VERBATIM, "bridge-early"},
	{"'" WHOLE "...'", NULL, CHECK_VERBATIM, "bridge-early"},
	{"« " WHOLE " »", NULL, CHECK_VERBATIM, "bridge-early"},
	{"WE WILL REBUILD the old bridge; before winter comes!", NULL, CHECK_VERBATIM, "bridge-early"},
	{"we will rebuild\nthe old bridge", NULL, CHECK_VERBATIM, "bridge-early"},
	/* A contiguous part is verbatim, however short. */
	{"rebuild the old bridge before winter", NULL, CHECK_VERBATIM, "bridge-early"},
	{"old bridge", NULL, CHECK_VERBATIM, "bridge-early"},
	{"a bad deal", NULL, CHECK_VERBATIM, "speech"},
	/* Two sentences around "said". */
	{WHOLE ". The people of this town have waited long enough for it.", NULL, CHECK_VERBATIM, "bridge"},
	{"before winter comes. The people of this town have waited", NULL, CHECK_VERBATIM, "bridge"},
	/* The writer's own marks. */
	{"We will rebuild ... before winter comes", NULL, CHECK_VERBATIM, "bridge-early"},
	{"We will […] rebuild … before winter comes", NULL, CHECK_VERBATIM, "bridge-early"},
	{"[The town] will rebuild the old bridge", NULL, CHECK_VERBATIM, "bridge-early"},
	{"It is impossible to fish by these [new] rules", NULL, CHECK_VERBATIM, "herring"},
	{"The people [of Eastmouth] have waited long enough", NULL, CHECK_VERBATIM, "bridge"},
	/* Pens and scanners. */
	{"We wi11 rebui1d the 0ld bridge before winter comes", NULL, CHECK_VERBATIM, "bridge-early"},
	{"a rnodern forrn of robbery", NULL, CHECK_VERBATIM, "herring"},
	{"We will rebuild tbe old bridge befroe winter comes", NULL, CHECK_VERBATIM, "bridge-early"},
	{"We will rebuildthe old bridge before winter comes", NULL, CHECK_VERBATIM, "bridge-early"},
	{"We will re- build the old bridge before winter comes", NULL, CHECK_VERBATIM, "bridge-early"},
	{"everyone in the min istry knows it", NULL, CHECK_VERBATIM, "herring"},
	/* Cut inside without a mark, words put in, words changed. */
	{"We will rebuild the bridge before winter comes", NULL, CHECK_ALTERED, NULL},
	{"We will never rebuild the old bridge before winter comes", NULL, CHECK_ALTERED, NULL},
	{"We will rebuild the old bridge after winter comes", NULL, CHECK_ALTERED, NULL},
	{"We will sell the old bridge before winter comes", NULL, CHECK_ALTERED, NULL},
	{"It is possible to fish by these rules, and everyone in the ministry knows it", NULL, CHECK_ALTERED, "herring"},
	{"Critics doubt the figure of $84 million", NULL, CHECK_ALTERED, "bridge"},
	{"A bad deal is better than no deal", NULL, CHECK_ALTERED, "speech"},
	{"We rebuilt the old bridges before winter came", NULL, CHECK_ALTERED, NULL},
	/* In the article, but nobody said it. */
	{"The river rose by two metres last week", NULL, CHECK_VERBATIM, "bridge"},
	/* Nothing of the kind. */
	{"The moon will be painted green before the harvest", NULL, CHECK_NOT_FOUND, NULL},
	{"xyzzy plugh", NULL, CHECK_NOT_FOUND, NULL},
	{"winter people ministry week hurt rose town deal", NULL, CHECK_NOT_FOUND, NULL},
	/* Other languages, and apostrophes of either kind. */
	{"Nous allons reconstruire le vieux pont avant l’hiver", NULL, CHECK_VERBATIM, "pont"},
	{"Nous allons vendre le vieux pont avant l'hiver", NULL, CHECK_ALTERED, "pont"},
	{"Wir werden die alte Bruecke vor dem Winter wieder aufbauen", NULL, CHECK_VERBATIM, "bruecke"},
	{"wir werden die alte brücke vor dem winter wieder aufbauen", NULL, CHECK_VERBATIM, "bruecke"},
	/* With a speaker: hers come first. */
	{WHOLE, "Anna Holt", CHECK_VERBATIM, NULL},
	{"No deal is better than a bad deal", "Ida Falk", CHECK_VERBATIM, "speech"},
};

static const struct {
	const char *claim, *speaker;
	enum check_agreement agreement;
} speakers[] = {
	{"a modern form of robbery", NULL, CHECK_SPEAKER_SAME},
	{"a modern form of robbery", "Lund", CHECK_SPEAKER_SAME},
	{"a modern form of robbery", "Peter Lund", CHECK_SPEAKER_SAME},
	{"a modern form of robbery", "P. Lund", CHECK_SPEAKER_SAME},
	{"a modern form of robbery", "Anna Holt", CHECK_SPEAKER_OTHER},
	{"a modern form of robbery", "Maria Lund", CHECK_SPEAKER_UNKNOWN},
	{"No deal is better than a bad deal", "Karl Ode", CHECK_SPEAKER_SAME},
	{"No deal is better than a bad deal", "Minister Ode", CHECK_SPEAKER_SAME},
	{"No deal is better than a bad deal", "Falk", CHECK_SPEAKER_SAME},
	{"No deal is better than a bad deal", "Holt", CHECK_SPEAKER_OTHER},
	{"The river rose by two metres", "Holt", CHECK_SPEAKER_UNKNOWN},
};
/* clang-format on */

static void set_up(void)
{
	index_fixture_open(&fixture);
	index_fixture_add(&fixture, articles, 3);
	index_fixture_add(&fixture, articles + 3, COUNT_OF(articles) - 3);
}

static void tear_down(void)
{
	index_fixture_close(&fixture);
}

static struct check_result check(const char *claim, const char *speaker)
{
	const struct check_request request = {.text = slice_of(claim),
		.speaker = slice_of(speaker), .size = 10};
	struct check_result result = {.candidate_count = 0};
	struct error error = {0};

	ck_assert_msg(reader_refresh(fixture.reader, &error), "%s", error.message);
	ck_assert_msg(check_run(fixture.reader, &request, &result, &error), "%s: %s", claim,
		error.message);
	return result;
}

START_TEST(each_claim_gets_its_verdict)
{
	struct check_result result = check(cases[_i].claim, cases[_i].speaker);

	ck_assert_msg(result.verdict == cases[_i].verdict, "%s: %d, score %.2f", cases[_i].claim,
		(int)result.verdict, result.candidate_count ? result.candidates[0].score : 0);
	if (cases[_i].identity) {
		ck_assert_uint_gt(result.candidate_count, 0);
		ck_assert_msg(slice_equal_string(result.candidates[0].article.identity,
				      cases[_i].identity),
			"%s: in %.*s", cases[_i].claim,
			SLICE_ARGS(result.candidates[0].article.identity));
	}
}
END_TEST

START_TEST(a_speaker_is_held_against_the_name)
{
	struct check_result result = check(speakers[_i].claim, speakers[_i].speaker);

	ck_assert_uint_gt(result.candidate_count, 0);
	ck_assert_msg(result.candidates[0].agreement == speakers[_i].agreement, "%s, %s: %d",
		speakers[_i].claim, speakers[_i].speaker ? speakers[_i].speaker : "nobody",
		(int)result.candidates[0].agreement);
}
END_TEST

START_TEST(equals_come_by_date)
{
	struct check_result result = check(WHOLE, NULL);

	ck_assert_uint_eq(result.candidate_count, 3);
	for (size_t i = 1; i < result.candidate_count; i++)
		ck_assert_int_le(result.candidates[i - 1].article.date,
			result.candidates[i].article.date);
}
END_TEST

START_TEST(what_is_in_marks_says_so)
{
	ck_assert_uint_gt(check(WHOLE, NULL).candidates[0].quotation.identity.size, 0);
	ck_assert_uint_eq(check("The river rose by two metres", NULL)
				  .candidates[0].quotation.identity.size, 0);
}
END_TEST

START_TEST(the_dead_say_nothing)
{
	index_fixture_bury(&fixture, "herring");
	ck_assert_int_eq(check("a modern form of robbery", NULL).verdict, CHECK_NOT_FOUND);
	index_fixture_bury(&fixture, "bridge-early");
	ck_assert(slice_equal_string(check(WHOLE, NULL).candidates[0].article.identity, "bridge"));
}
END_TEST

/* Any run of words of a quotation is verbatim, and is not when its middle word is replaced. */
START_TEST(parts_are_verbatim_and_twisted_parts_are_not)
{
	static const char *const words[] = {"It", "is", "impossible", "to", "fish", "by", "these",
		"rules", "and", "everyone", "in", "the", "ministry", "knows", "it"};
	struct suite_random random = {11};

	for (int round = 0; round < 60; round++) {
		size_t begin = suite_random_below(&random, COUNT_OF(words) - 5);
		size_t end = begin + 5 + suite_random_below(&random,
				(uint32_t)(COUNT_OF(words) - begin - 4));
		struct buffer part = {0}, twisted = {0};

		for (size_t i = begin; i < end; i++) {
			buffer_printf(&part, "%s ", words[i]);
			buffer_printf(&twisted, "%s ", i == (begin + end) / 2 ? "council" : words[i]);
		}
		ck_assert_int_eq(check(part.data, NULL).verdict, CHECK_VERBATIM);
		ck_assert_int_ne(check(twisted.data, NULL).verdict, CHECK_VERBATIM);
		buffer_clear(&part);
		buffer_clear(&twisted);
	}
}
END_TEST

START_TEST(pieces_hold_all_of_the_claim)
{
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct check_result result = check(cases[i].claim, NULL);

		for (size_t j = 0; j < result.candidate_count; j++) {
			const struct check_candidate *candidate = &result.candidates[j];
			const char *end = cases[i].claim;

			ck_assert_uint_le(candidate->span.end, candidate->article.body.size);
			for (size_t k = 0; k < candidate->piece_count; k++) {
				const struct slice claim = candidate->pieces[k].claim;

				if (claim.size == 0)
					continue;
				ck_assert(claim.data >= end);
				end = claim.data + claim.size;
			}
			ck_assert(end <= cases[i].claim + strlen(cases[i].claim));
		}
	}
}
END_TEST

START_TEST(no_words_are_an_error)
{
	const struct check_request request = {.text = SLICE_LITERAL("\"...\" [!]"), .size = 1};
	struct check_result result;
	struct error error = {0};

	ck_assert(reader_refresh(fixture.reader, &error));
	ck_assert(!check_run(fixture.reader, &request, &result, &error));
	ck_assert_int_eq(error.code, ERROR_QUERY);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("check");
	TCase *claims = tcase_create("claims");

	tcase_add_checked_fixture(claims, set_up, tear_down);
	tcase_add_loop_test(claims, each_claim_gets_its_verdict, 0, COUNT_OF(cases));
	tcase_add_loop_test(claims, a_speaker_is_held_against_the_name, 0, COUNT_OF(speakers));
	tcase_add_test(claims, equals_come_by_date);
	tcase_add_test(claims, what_is_in_marks_says_so);
	tcase_add_test(claims, the_dead_say_nothing);
	tcase_add_test(claims, parts_are_verbatim_and_twisted_parts_are_not);
	tcase_add_test(claims, pieces_hold_all_of_the_claim);
	tcase_add_test(claims, no_words_are_an_error);
	suite_add_tcase(suite, claims);
	return suite;
}
