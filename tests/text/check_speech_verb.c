/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/speech_verb.h"

#include "base/memory.h"
#include "tests/support/suite.h"
#include "text/vocabulary.h"

static const struct {
	const char *base;
	uint64_t form;
	const char *word;
} forms[] = {
	{"claim", WORD_BASE, "claim"},
	{"claim", WORD_PRESENT, "claims"},
	{"claim", WORD_PAST, "claimed"},
	{"claim", WORD_ING, "claiming"},
	{"argue", WORD_PAST, "argued"},
	{"argue", WORD_ING, "arguing"},
	{"agree", WORD_ING, "agreeing"},
	{"reply", WORD_PRESENT, "replies"},
	{"reply", WORD_PAST, "replied"},
	{"reply", WORD_ING, "replying"},
	{"say", WORD_PRESENT, "says"},
	{"stress", WORD_PRESENT, "stresses"},
	{"preach", WORD_PRESENT, "preaches"},
	{"cough", WORD_PRESENT, "coughs"},
	{"admit+", WORD_BASE, "admit"},
	{"admit+", WORD_PRESENT, "admits"},
	{"admit+", WORD_PAST, "admitted"},
	{"admit+", WORD_ING, "admitting"},
};

START_TEST(regular_verbs_are_inflected)
{
	struct buffer word = {0};

	speech_verb_inflect(slice_of(forms[_i].base), forms[_i].form, &word);
	ck_assert_str_eq(word.data, forms[_i].word);
	buffer_clear(&word);
}
END_TEST

static const struct {
	enum language language;
	const char *word; /* folded */
	uint64_t classes; /* all of these */
} verbs[] = {
	{LANGUAGE_ENGLISH, "said", WORD_SAY | WORD_PAST},
	{LANGUAGE_ENGLISH, "admitted", WORD_SAY | WORD_PAST},
	{LANGUAGE_ENGLISH, "adding", WORD_SAY | WORD_ING},
	{LANGUAGE_ENGLISH, "calls", WORD_NAME | WORD_PRESENT},
	{LANGUAGE_ENGLISH, "believe", WORD_MIND | WORD_BASE},
	{LANGUAGE_ENGLISH, "statement", WORD_CUE_NOUN},
	{LANGUAGE_ENGLISH, "according", WORD_ACCORDING},
	{LANGUAGE_GERMAN, "erklarte", WORD_SAY | WORD_PAST},
	{LANGUAGE_GERMAN, "laut", WORD_ACCORDING},
	{LANGUAGE_FRENCH, "declare", WORD_SAY},
	{LANGUAGE_FRENCH, "selon", WORD_ACCORDING},
	{LANGUAGE_SPANISH, "afirmo", WORD_SAY | WORD_PAST},
	{LANGUAGE_ITALIAN, "detto", WORD_SAY | WORD_PAST},
	{LANGUAGE_PORTUGUESE, "disse", WORD_SAY | WORD_PAST},
	{LANGUAGE_DUTCH, "zei", WORD_SAY | WORD_PAST},
	{LANGUAGE_NONE, "said", WORD_SAY | WORD_PAST},
};

START_TEST(each_language_has_its_verbs)
{
	struct vocabulary *vocabulary = vocabulary_new();
	uint64_t classes = vocabulary_find(vocabulary, verbs[_i].language, slice_of(verbs[_i].word));

	ck_assert_msg((classes & verbs[_i].classes) == verbs[_i].classes, "%s", verbs[_i].word);
	vocabulary_free(vocabulary);
}
END_TEST

START_TEST(other_words_are_no_verbs_of_saying)
{
	struct vocabulary *vocabulary = vocabulary_new();

	ck_assert(!(vocabulary_find(vocabulary, LANGUAGE_ENGLISH, slice_of("walked")) & WORD_SAY));
	ck_assert(!(vocabulary_find(vocabulary, LANGUAGE_GERMAN, slice_of("said")) & WORD_SAY));
	ck_assert_uint_eq(vocabulary_find(vocabulary, LANGUAGE_ENGLISH, slice_of("xyzzy")), 0);
	vocabulary_free(vocabulary);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("text/speech_verb");
	TCase *cases = tcase_create("cases");

	tcase_add_loop_test(cases, regular_verbs_are_inflected, 0, COUNT_OF(forms));
	tcase_add_loop_test(cases, each_language_has_its_verbs, 0, COUNT_OF(verbs));
	tcase_add_test(cases, other_words_are_no_verbs_of_saying);
	suite_add_tcase(suite, cases);
	return suite;
}
