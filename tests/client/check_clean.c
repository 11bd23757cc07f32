/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/clean.h"

#include "base/memory.h"
#include "tests/support/suite.h"

static struct buffer output;

static void tear_down(void)
{
	buffer_clear(&output);
}

static const struct {
	const char *text, *clean, *cell;
} rows[] = {
	{"plain", "plain", "plain"},
	{"two\nlines\tand more", "two\nlines\tand more", "two lines and more"},
	{"\033[31mred\033[0m", "[31mred[0m", " [31mred [0m"},
	{"bell\a back\b end\177", "bell back end", "bell  back  end "},
	{"C1 \302\2332J clears", "C1 2J clears", "C1  2J clears"},
	{"a stray \2332J byte", "a stray 2J byte", "a stray  2J byte"},
	{"\302\240 is a blank", "\302\240 is a blank", "\302\240 is a blank"},
	{"Österreich, “so”, 東京 😀", "Österreich, “so”, 東京 😀", "Österreich, “so”, 東京 😀"},
	{"cut \342\200", "cut \342\200", "cut \342\200"},
	{"\303\033[2J", "\303[2J", "\303 [2J"},
	{"", "", ""},
};

START_TEST(control_characters_do_not_reach_the_terminal)
{
	clean_append(slice_of(rows[_i].text), &output);
	ck_assert(slice_equal_string(buffer_slice(&output), rows[_i].clean));
	buffer_reset(&output);
	clean_append_cell(slice_of(rows[_i].text), &output);
	ck_assert(slice_equal_string(buffer_slice(&output), rows[_i].cell));
}
END_TEST

START_TEST(of_any_two_bytes_no_control_is_left)
{
	for (unsigned pair = 0; pair < 65536; pair++) {
		const char bytes[2] = {(char)(pair >> 8), (char)pair};

		buffer_reset(&output);
		clean_append_cell((struct slice){bytes, 2}, &output);
		for (size_t i = 0; i < output.size; i++) {
			unsigned char byte = (unsigned char)output.data[i];
			bool is_inner = i > 0 && (unsigned char)output.data[i - 1] > 0xc2;

			ck_assert(byte >= ' ' && byte != 0x7f);
			ck_assert(byte < 0x80 || byte >= 0xa0 || is_inner);
		}
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("clean");
	TCase *tests = tcase_create("clean");

	tcase_add_checked_fixture(tests, NULL, tear_down);
	tcase_add_loop_test(tests, control_characters_do_not_reach_the_terminal, 0,
		COUNT_OF(rows));
	tcase_add_test(tests, of_any_two_bytes_no_control_is_left);
	suite_add_tcase(suite, tests);
	return suite;
}
