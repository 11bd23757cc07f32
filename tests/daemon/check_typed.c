/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/query/typed.h"

#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

static const struct {
	const char *query;
	const char *words; /* with | between; NULL: nothing is being typed */
	enum field field;
	const char *value; /* of a field */
	size_t begin;
	bool is_in_mark;
} cases[] = {
	{"heg", "heg", FIELD_TEXT, NULL, 0, false},
	{"pete heg", "pete|heg", FIELD_TEXT, NULL, 5, false},
	{"a b c d e f", "c|d|e|f", FIELD_TEXT, NULL, 10, false},
	{"burden-sha", "burden|sha", FIELD_TEXT, NULL, 7, false},
	{"nato +troo", "troo", FIELD_TEXT, NULL, 6, false},
	{"nato OR troo", "troo", FIELD_TEXT, NULL, 8, false},
	{"\"closed one\" troo", "troo", FIELD_TEXT, NULL, 13, false},
	{"(nato troo", "nato|troo", FIELD_TEXT, NULL, 6, false},
	{"=troo", "troo", FIELD_TEXT, NULL, 1, false},
	{"title:bord", "bord", FIELD_TITLE, "bord", 0, false},
	{"nato title:bord", "bord", FIELD_TITLE, "bord", 5, false},
	{"title:bord nat", "nat", FIELD_TEXT, NULL, 11, false},
	{"title:(bord nat", "bord|nat", FIELD_TITLE, "nat", 12, false},
	{"speaker:heg", "heg", FIELD_SPEAKER, "heg", 0, false},
	{"x speaker:\"pete heg", "pete|heg", FIELD_SPEAKER, "pete heg", 2, true},
	{"source:the-gaz", "the|gaz", FIELD_SOURCE, "the-gaz", 0, false},
	{"source:(a the-gaz", "a|the|gaz", FIELD_SOURCE, "the-gaz", 10, false},
	{"said \"burden sha", "burden|sha", FIELD_TEXT, NULL, 13, true},
	{"l'\u00e9t\u00e9", "l'\u00e9t\u00e9", FIELD_TEXT, NULL, 0, false},
	{"", NULL, FIELD_TEXT, NULL, 0, false},
	{"heg ", NULL, FIELD_TEXT, NULL, 0, false},
	{"heg*", NULL, FIELD_TEXT, NULL, 0, false},
	{"heg~", NULL, FIELD_TEXT, NULL, 0, false},
	{"heg^2", NULL, FIELD_TEXT, NULL, 0, false},
	{"nato OR", NULL, FIELD_TEXT, NULL, 0, false},
	{"\"whole phrase\"", NULL, FIELD_TEXT, NULL, 0, false},
	{"date:202", NULL, FIELD_TEXT, NULL, 0, false},
	{"title:", NULL, FIELD_TEXT, NULL, 0, false},
	{"(nato)", NULL, FIELD_TEXT, NULL, 0, false},
	{"heg.", NULL, FIELD_TEXT, NULL, 0, false},
};

START_TEST(the_last_word_is_found_with_its_field_and_neighbours)
{
	const struct slice query = slice_of(cases[_i].query);
	struct typed typed;
	struct buffer words = {0};

	ck_assert_int_eq(typed_parse(query, &typed), cases[_i].words != NULL);
	for (size_t i = 0; cases[_i].words && i < typed.count; i++) {
		buffer_append_string(&words, i ? "|" : "");
		buffer_append(&words, typed.words[i]);
	}
	if (cases[_i].words) {
		ck_assert_str_eq(words.data, cases[_i].words);
		ck_assert_int_eq(typed.field, cases[_i].field);
		ck_assert_uint_eq(typed.begin, cases[_i].begin);
		ck_assert_int_eq(typed.is_in_mark, cases[_i].is_in_mark);
		ck_assert(!cases[_i].value || slice_equal_string(typed.value, cases[_i].value));
	}
	buffer_clear(&words);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("typed");
	TCase *tests = tcase_create("typed");

	tcase_add_loop_test(tests, the_last_word_is_found_with_its_field_and_neighbours, 0,
		COUNT_OF(cases));
	suite_add_tcase(suite, tests);
	return suite;
}
