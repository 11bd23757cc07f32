/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/term.h"

#include <string.h>

#include "base/memory.h"
#include "tests/support/suite.h"

static struct buffer term;

static void assert_term(const char *expected)
{
	ck_assert_str_eq(term.data, expected);
}

START_TEST(words_carry_the_prefix_of_their_field)
{
	term_word(FIELD_TEXT, SLICE_LITERAL("border"), &term);
	assert_term("border");
	term_word(FIELD_TITLE, SLICE_LITERAL("border"), &term);
	assert_term("Sborder");
	term_stem(FIELD_TEXT, SLICE_LITERAL("border"), &term);
	assert_term("Zborder");
	term_stem(FIELD_TITLE, SLICE_LITERAL("border"), &term);
	assert_term("ZSborder");
	term_pair(SLICE_LITERAL("to"), SLICE_LITERAL("be"), &term);
	assert_term("XPAto be");
	term_identity(SLICE_LITERAL("a/17"), &term);
	assert_term("Qa/17");
}
END_TEST

START_TEST(values_are_folded_and_names_marked_as_whole)
{
	term_value(FIELD_SITE, SLICE_LITERAL(" Example.ORG "), &term);
	assert_term("Hexample.org");
	term_value(FIELD_SPEAKER, SLICE_LITERAL("Anna Ström"), &term);
	assert_term("XSP=anna strom");
}
END_TEST

START_TEST(long_words_give_way_to_a_digest)
{
	char word[TERM_LIMIT + 100];
	struct buffer other = {0};

	memset(word, 'x', sizeof(word));
	term_word(FIELD_TITLE, slice_make(word, TERM_LIMIT - 1), &term);
	ck_assert_uint_eq(term.size, TERM_LIMIT);
	term_word(FIELD_TITLE, slice_make(word, TERM_LIMIT), &term);
	ck_assert_uint_eq(term.size, 1 + 33);
	ck_assert(strncmp(term.data, "S#", 2) == 0);
	word[sizeof(word) - 1] = 'y';
	term_word(FIELD_TITLE, slice_make(word, sizeof(word)), &other);
	ck_assert(!slice_equal(buffer_slice(&term), buffer_slice(&other)));
	buffer_clear(&other);
}
END_TEST

/* Xapian counts a NUL twice and refuses 128 of them only when it is too late. */
START_TEST(nuls_never_get_into_a_term)
{
	char word[] = "a\0b";

	term_identity(slice_make(word, sizeof(word) - 1), &term);
	ck_assert_ptr_null(memchr(term.data, 0, term.size));
}
END_TEST

static const struct {
	const char *term;
	enum term_kind kind;
} kinds[] = {
	{"borders", TERM_WORD},
	{"zebra", TERM_WORD},
	{"42", TERM_WORD},
	{"été", TERM_WORD},
	{"Zborder", TERM_STEM},
	{"ZSborder", TERM_STEM},
	{"XPAof the", TERM_PAIR},
	{"Sborders", TERM_TITLE},
	{"XTborders", TERM_TITLE},
	{"XSPhegseth", TERM_NAME},
	{"XSP=pete hegseth", TERM_NAME},
	{"Kenergy", TERM_NAME},
	{"Qhttp://example.org/", TERM_IDENTITY},
	{"XIDa17", TERM_IDENTITY},
	{"Len", TERM_VALUE},
	{"XDIyes", TERM_VALUE},
};

START_TEST(a_term_tells_its_kind)
{
	ck_assert_msg(term_kind(slice_of(kinds[_i].term)) == kinds[_i].kind, "%s", kinds[_i].term);
}
END_TEST

static void clear(void)
{
	buffer_clear(&term);
}

Suite *suite_make(void)
{
	Suite *suite = suite_create("schema/term");
	TCase *terms = tcase_create("terms");

	tcase_add_checked_fixture(terms, NULL, clear);
	tcase_add_test(terms, words_carry_the_prefix_of_their_field);
	tcase_add_test(terms, values_are_folded_and_names_marked_as_whole);
	tcase_add_test(terms, long_words_give_way_to_a_digest);
	tcase_add_test(terms, nuls_never_get_into_a_term);
	tcase_add_loop_test(terms, a_term_tells_its_kind, 0, COUNT_OF(kinds));
	suite_add_tcase(suite, terms);
	return suite;
}
