/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/language.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "tests/support/case_file.h"
#include "tests/support/suite.h"
#include "xapian-c/stem.h"

#define CASES_LEAST 35

static struct language_guesser *guesser;
static struct case_file file;

static void set_up(void)
{
	guesser = language_guesser_new();
	case_file_open(&file, "languages.case");
}

static void tear_down(void)
{
	language_guesser_free(guesser);
	case_file_close(&file);
}

static const struct name_row {
	const char *name;
	enum language language;
} names[] = {
	{"en", LANGUAGE_ENGLISH}, {"EN", LANGUAGE_ENGLISH}, {"en-GB", LANGUAGE_ENGLISH},
	{"en_US", LANGUAGE_ENGLISH}, {"eng", LANGUAGE_ENGLISH}, {"English", LANGUAGE_ENGLISH},
	{" english ", LANGUAGE_ENGLISH}, {"pt-BR", LANGUAGE_PORTUGUESE}, {"deu", LANGUAGE_GERMAN},
	{"ger", LANGUAGE_GERMAN}, {"nb", LANGUAGE_NORWEGIAN}, {"nn-NO", LANGUAGE_NORWEGIAN},
	{"", LANGUAGE_NONE}, {"-", LANGUAGE_NONE}, {"xx", LANGUAGE_NONE}, {"e", LANGUAGE_NONE},
	{"englishman", LANGUAGE_NONE}, {"pl", LANGUAGE_NONE}, {"ja", LANGUAGE_NONE},
};

START_TEST(a_language_is_known_by_its_names)
{
	ck_assert_msg(language_by_name(slice_of(names[_i].name)) == names[_i].language, "'%s'",
		names[_i].name);
}
END_TEST

START_TEST(every_language_has_a_code_of_its_own_and_a_stemmer)
{
	struct xc_stem *stem;
	struct error error = {0};

	ck_assert_str_eq(language_code(LANGUAGE_NONE), "");
	ck_assert_ptr_null(language_stemmer(LANGUAGE_NONE));
	for (enum language i = LANGUAGE_NONE + 1; i < LANGUAGE_COUNT; i++) {
		ck_assert_int_eq(language_by_name(slice_of(language_code(i))), i);
		ck_assert_msg(xc_stem_open(language_stemmer(i), &stem, &error), "%s", error.message);
		xc_stem_close(stem);
	}
}
END_TEST

START_TEST(each_case_is_in_the_language_written_above_it)
{
	while (case_file_next(&file)) {
		ck_assert_uint_eq(file.count, 2);
		const enum language guess = language_guess(guesser, file.lines[1], LANGUAGE_ENGLISH);
		const char *code = guess == LANGUAGE_NONE ? "-" : language_code(guess);

		ck_assert_msg(slice_equal_string(file.lines[0], code), "%s: %.*s", code,
			SLICE_ARGS(file.lines[1]));
	}
	ck_assert_uint_ge(file.groups, CASES_LEAST);
}
END_TEST

START_TEST(a_guess_does_not_depend_on_what_was_guessed_before)
{
	while (case_file_next(&file)) {
		struct language_guesser *fresh = language_guesser_new();

		ck_assert_int_eq(language_guess(fresh, file.lines[1], LANGUAGE_NONE),
			language_guess(guesser, file.lines[1], LANGUAGE_NONE));
		language_guesser_free(fresh);
	}
}
END_TEST

/* Too short, or of no language at all. */
static const char *const undecided[] = {"", " ", "42", "Budapest", "Le Monde", "de la", "die in",
	"1-0 2-2 0-3", "!!!", "Smith 3, Jones 4, Garcia 7, Rossi 9, Weber 12, Novak 15, Silva 18",
	"NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL"};

START_TEST(what_cannot_be_told_is_what_was_expected)
{
	const struct slice text = slice_of(undecided[_i]);

	ck_assert_int_eq(language_guess(guesser, text, LANGUAGE_ENGLISH), LANGUAGE_ENGLISH);
	ck_assert_int_eq(language_guess(guesser, text, LANGUAGE_FRENCH), LANGUAGE_FRENCH);
	ck_assert_int_eq(language_guess(guesser, text, LANGUAGE_NONE), LANGUAGE_NONE);
}
END_TEST

START_TEST(any_bytes_have_some_language)
{
	struct suite_random random = {31};
	char bytes[600];

	for (int i = 0; i < 2000; i++) {
		for (size_t j = 0; j < sizeof(bytes); j++)
			bytes[j] = (char)suite_random_below(&random, 256);
		ck_assert_int_lt(language_guess(guesser, slice_make(bytes, sizeof(bytes)), LANGUAGE_NONE),
			LANGUAGE_COUNT);
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("language");
	TCase *tests = tcase_create("language");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_loop_test(tests, a_language_is_known_by_its_names, 0, COUNT_OF(names));
	tcase_add_test(tests, every_language_has_a_code_of_its_own_and_a_stemmer);
	tcase_add_test(tests, each_case_is_in_the_language_written_above_it);
	tcase_add_test(tests, a_guess_does_not_depend_on_what_was_guessed_before);
	tcase_add_loop_test(tests, what_cannot_be_told_is_what_was_expected, 0,
		COUNT_OF(undecided));
	tcase_add_test(tests, any_bytes_have_some_language);
	suite_add_tcase(suite, tests);
	return suite;
}
