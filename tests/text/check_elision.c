/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/elision.h"

#include "base/memory.h"
#include "tests/support/suite.h"

static const struct row {
	enum language language;
	const char *word, *stripped;
} rows[] = {
	{LANGUAGE_FRENCH, "l'homme", "homme"},
	{LANGUAGE_FRENCH, "jusqu'ici", "ici"},
	{LANGUAGE_FRENCH, "aujourd'hui", "aujourd'hui"},
	{LANGUAGE_FRENCH, "l'", "l'"},
	{LANGUAGE_FRENCH, "homme", "homme"},
	{LANGUAGE_FRENCH, "dell'arte", "dell'arte"},
	{LANGUAGE_ITALIAN, "dell'arte", "arte"},
	{LANGUAGE_CATALAN, "d'ara", "ara"},
	{LANGUAGE_ENGLISH, "d'accord", "d'accord"},
	{LANGUAGE_NONE, "l'homme", "l'homme"},
};

START_TEST(only_what_a_language_shortens_is_stripped)
{
	const struct slice stripped = elision_strip(rows[_i].language, slice_of(rows[_i].word));

	ck_assert_msg(slice_equal_string(stripped, rows[_i].stripped), "%s: %.*s", rows[_i].word,
		SLICE_ARGS(stripped));
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("elision");
	TCase *tests = tcase_create("elision");

	tcase_add_loop_test(tests, only_what_a_language_shortens_is_stripped, 0, COUNT_OF(rows));
	suite_add_tcase(suite, tests);
	return suite;
}
