/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/analysis.h"

#include "base/memory.h"
#include "tests/support/suite.h"

static struct analysis *analysis;
static struct arena arena;

static void set_up(void)
{
	analysis = analysis_new();
}

static void tear_down(void)
{
	analysis_free(analysis);
	arena_clear(&arena);
}

static const struct {
	const char *text;
	enum language language;
} texts[] = {
	{"The ministers' long-awaited U.S. visit cost $485 billion, \xe2\x80\x9cmore or less\xe2\x80\x9d.",
		LANGUAGE_ENGLISH},
	{"Die Stra\xc3\x9f" "e nach Z\xc3\xbcrich wurde gesperrt, sagte der B\xc3\xbcrgermeister.",
		LANGUAGE_GERMAN},
	{"L\xe2\x80\x99" "accord sur l'\xc3\xa9nergie a \xc3\xa9t\xc3\xa9 sign\xc3\xa9 hier soir.",
		LANGUAGE_FRENCH},
	{"\xe6\x9d\xb1\xe4\xba\xac\xe9\x83\xbd\xe3\x81\xaf\xe6\x96\xb0\xe3\x81\x97\xe3\x81\x84", LANGUAGE_NONE},
};

/* What is indexed is what is asked for: each word of a text, cut alone as a query word, is
 * the same term. Pairs of characters are cut from their run, not alone. */
START_TEST(a_word_asked_for_is_the_word_that_was_indexed)
{
	struct article article;
	struct analysed analysed;
	struct token_list query = {0};

	article_init(&article);
	article.body = slice_of(texts[_i].text);
	analysis_run(analysis, &article, texts[_i].language, false, &arena, &analysed);
	ck_assert_uint_gt(analysed.body->count, 3);
	for (size_t i = 0; i < analysed.body->count; i++) {
		const struct token *token = &analysed.body->tokens[i];

		query.count = 0;
		analysis_words(analysis, analysed.language, span_of(article.body, token->span), &query);
		ck_assert_uint_eq(query.count, 1);
		ck_assert(slice_equal(query.tokens[0].lexeme->folded, token->lexeme->folded));
		ck_assert(slice_equal(query.tokens[0].lexeme->stem, token->lexeme->stem));
		ck_assert_uint_eq(query.tokens[0].lexeme->hash, token->lexeme->hash);
	}
	token_list_clear(&query);
}
END_TEST

START_TEST(a_language_given_beats_the_one_wanted_and_the_one_guessed)
{
	struct article article;
	struct analysed analysed;

	article_init(&article);
	article.body = SLICE_LITERAL("The government of the city said that it was not the plan of the "
				     "mayor, and that the people had been told.");
	analysis_run(analysis, &article, LANGUAGE_NONE, false, &arena, &analysed);
	ck_assert_int_eq(article.language, LANGUAGE_ENGLISH);
	analysis_run(analysis, &article, LANGUAGE_DUTCH, false, &arena, &analysed);
	ck_assert_int_eq(article.language, LANGUAGE_DUTCH);
	article.language_name = SLICE_LITERAL("fr");
	analysis_run(analysis, &article, LANGUAGE_DUTCH, false, &arena, &analysed);
	ck_assert_int_eq(article.language, LANGUAGE_FRENCH);
}
END_TEST

START_TEST(title_subtitle_and_body_are_cut_apart)
{
	struct article article;
	struct analysed analysed;

	article_init(&article);
	article.title = SLICE_LITERAL("One two");
	article.subtitle = SLICE_LITERAL("three");
	article.body = SLICE_LITERAL("four five six seven");
	analysis_run(analysis, &article, LANGUAGE_ENGLISH, false, &arena, &analysed);
	ck_assert_uint_eq(analysed.title->count, 2);
	ck_assert_uint_eq(analysed.subtitle->count, 1);
	ck_assert_uint_eq(analysed.body->count, 4);
}
END_TEST

START_TEST(words_are_forgotten_where_all_languages_have_too_many)
{
	struct article article;
	struct analysed first, second, third;

	analysis_limit(analysis, 5);
	article_init(&article);
	article.body = SLICE_LITERAL("four five six");
	analysis_run(analysis, &article, LANGUAGE_ENGLISH, false, &arena, &first);
	analysis_run(analysis, &article, LANGUAGE_DUTCH, false, &arena, &second);
	ck_assert_uint_eq(second.generation, first.generation);
	analysis_run(analysis, &article, LANGUAGE_ENGLISH, false, &arena, &third);
	ck_assert_uint_gt(third.generation, first.generation);
	ck_assert_uint_eq(third.body->count, 3);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("schema/analysis");
	TCase *words = tcase_create("words");

	tcase_add_checked_fixture(words, set_up, tear_down);
	tcase_add_loop_test(words, a_word_asked_for_is_the_word_that_was_indexed, 0, COUNT_OF(texts));
	tcase_add_test(words, a_language_given_beats_the_one_wanted_and_the_one_guessed);
	tcase_add_test(words, title_subtitle_and_body_are_cut_apart);
	tcase_add_test(words, words_are_forgotten_where_all_languages_have_too_many);
	suite_add_tcase(suite, words);
	return suite;
}
