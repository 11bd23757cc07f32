/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/parameters.h"

#include "base/memory.h"
#include "tests/support/suite.h"
#include "text/utf8.h"

#include "base/banned.h"

static struct arena arena;

static void clear(void)
{
	arena_clear(&arena);
}

static const struct {
	const char *text, *as_path, *as_form; /* NULL: refused */
} encodings[] = {
	{"", "", ""},
	{"abc", "abc", "abc"},
	{"a+b", "a+b", "a b"},
	{"a%20b%2Fc%2fd", "a b/c/d", "a b/c/d"},
	{"%c3%A9", "\xc3\xa9", "\xc3\xa9"},
	{"caf%E9", "caf\xef\xbf\xbd", "caf\xef\xbf\xbd"},
	{"%", NULL, NULL},
	{"%4", NULL, NULL},
	{"a%", NULL, NULL},
	{"%g1", NULL, NULL},
	{"%1g", NULL, NULL},
	{"%-1", NULL, NULL},
	{"%%41", NULL, NULL},
	{"%00", NULL, NULL},
	{"a%00b", NULL, NULL},
	{"%2541", "%41", "%41"},
};

static void assert_decodes(const char *text, bool is_form, const char *expected)
{
	struct error error = {0};
	struct slice decoded;
	bool done = percent_decode(slice_of(text), is_form, &arena, &decoded, &error);

	ck_assert(done == (expected != NULL));
	ck_assert(done == (error.code == ERROR_NONE));
	ck_assert(!done || slice_equal(decoded, slice_of(expected)));
}

START_TEST(escapes_are_bytes)
{
	assert_decodes(encodings[_i].text, false, encodings[_i].as_path);
	assert_decodes(encodings[_i].text, true, encodings[_i].as_form);
}
END_TEST

START_TEST(each_parameter_is_found)
{
	struct parameters parameters;
	struct error error = {0};

	ck_assert(parameters_parse(SLICE_LITERAL("q=a+b%26c&size=5&&empty=&bare&a=b=c"), &arena,
		&parameters, &error));
	ck_assert_uint_eq(parameters.count, 5);
	ck_assert(slice_equal_string(parameters_find(&parameters, "q"), "a b&c"));
	ck_assert(slice_equal_string(parameters_find(&parameters, "a"), "b=c"));
	ck_assert(parameters_find(&parameters, "empty").data != NULL);
	ck_assert(parameters_find(&parameters, "none").data == NULL);
	ck_assert(!parameters_check_known(&parameters, &error));
	ck_assert_str_eq(error.message, "unknown parameter 'size'");
}
END_TEST

static const char *const bad_queries[] = {
	"q=1&q=2",
	"q=1&%71=2",
	"q=%",
	"%=1",
	"a&b&c&d&e&f&g&h&i&j&k&l&m&n&o&p&q&r&s&t&u&v&w&x&y&z&A&B&C&D&E&F&G",
};

START_TEST(bad_queries_are_refused)
{
	struct parameters parameters;
	struct error error = {0};

	ck_assert(!parameters_parse(slice_of(bad_queries[_i]), &arena, &parameters, &error));
	ck_assert_int_eq(error.code, ERROR_QUERY);
}
END_TEST

static const struct {
	const char *query;
	bool is_good;
	uint32_t number;
} numbers[] = {
	{"", true, 7},
	{"n=3", true, 3},
	{"n=10", true, 10},
	{"n=2", false, 0},
	{"n=11", false, 0},
	{"n=", false, 0},
	{"n=5x", false, 0},
	{"n=+5", false, 0},
	{"n=-5", false, 0},
	{"n=4294967299", false, 0},
	{"n=99999999999999999999", false, 0},
};

START_TEST(numbers_are_within_bounds)
{
	struct parameters parameters;
	struct error error = {0};
	uint32_t number = 7;

	ck_assert(parameters_parse(slice_of(numbers[_i].query), &arena, &parameters, &error));
	ck_assert(parameters_find_number(&parameters, "n", 3, 10, &number, &error) ==
		numbers[_i].is_good);
	ck_assert(!numbers[_i].is_good || number == numbers[_i].number);
	ck_assert(parameters_check_known(&parameters, &error));
}
END_TEST

START_TEST(choices_are_whole_words)
{
	static const char *const queries[] = {"", "c=auto", "c=all", "c=any", "c=an", "c=", "c=Any"};
	static const int expected[] = {9, 0, 1, 2, -1, -1, -1};

	for (size_t i = 0; i < COUNT_OF(queries); i++) {
		struct parameters parameters;
		struct error error = {0};
		unsigned choice = 9;

		ck_assert(parameters_parse(slice_of(queries[i]), &arena, &parameters, &error));
		ck_assert(parameters_find_choice(&parameters, "c", "auto|all|any", &choice,
				  &error) == (expected[i] >= 0));
		ck_assert(expected[i] < 0 || choice == (unsigned)expected[i]);
	}
}
END_TEST

/* Any bytes give valid UTF-8 without NUL, or an error. */
START_TEST(any_bytes_become_text)
{
	struct suite_random random = {3};

	for (unsigned round = 0; round < 20000; round++) {
		char bytes[24];
		const unsigned size = suite_random_below(&random, sizeof(bytes));
		struct error error = {0};
		struct slice decoded = {NULL, 0};

		for (unsigned i = 0; i < size; i++)
			bytes[i] = "%%%0189abcdefF+&\xc3"[suite_random_below(&random, 17)];
		if (percent_decode(slice_make(bytes, size), true, &arena, &decoded, &error))
			ck_assert(utf8_is_valid(decoded));
		arena_reset(&arena);
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("parameters");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, NULL, clear);
	tcase_add_loop_test(all, escapes_are_bytes, 0, COUNT_OF(encodings));
	tcase_add_test(all, each_parameter_is_found);
	tcase_add_loop_test(all, bad_queries_are_refused, 0, COUNT_OF(bad_queries));
	tcase_add_loop_test(all, numbers_are_within_bounds, 0, COUNT_OF(numbers));
	tcase_add_test(all, choices_are_whole_words);
	tcase_add_test(all, any_bytes_become_text);
	suite_add_tcase(suite, all);
	return suite;
}
