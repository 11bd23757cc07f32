/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/visible.h"

#include <string.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

/* Ranges of code points as visible.h names them. */
static bool is_hidden(unsigned c)
{
	return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c <= 0x9f) ||
		(c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static size_t encode(unsigned c, char bytes[4])
{
	static const unsigned char leads[] = {0, 0xc0, 0xe0, 0xf0};
	const size_t more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;

	for (size_t i = more; i > 0; i--, c >>= 6)
		bytes[i] = (char)(0x80 | (c & 0x3f));
	bytes[0] = (char)(leads[more] | c);
	return more + 1;
}

START_TEST(every_character_is_shown_or_hidden_whole)
{
	struct buffer output = {0};

	for (unsigned c = 0; c < 0x30000; c++) {
		char bytes[4];
		const size_t size = encode(c, bytes);

		buffer_reset(&output);
		visible_append(slice_make(bytes, size), &output);
		if (is_hidden(c))
			ck_assert_msg(output.size == 0, "U+%04X", c);
		else
			ck_assert_msg(slice_equal(buffer_slice(&output), slice_make(bytes, size)),
				"U+%04X", c);
	}
	buffer_clear(&output);
}
END_TEST

static const struct {
	const char *text, *shown, *cell;
} rows[] = {
	{"two\nlines\tand more", "two\nlines\tand more", "two lines and more"},
	{"\033[31mred\033[0m", "[31mred[0m", " [31mred [0m"},
	{"bell\a back\b end\177", "bell back end", "bell  back  end "},
	{"C1 \302\2332J clears", "C1 2J clears", "C1  2J clears"},
	{"a stray \2332J byte", "a stray 2J byte", "a stray  2J byte"},
	{"\342\200\256turned", "turned", " turned"},
	{"\302\240 is a blank", "\302\240 is a blank", "\302\240 is a blank"},
	{"Österreich, “so”, 東京 😀", "Österreich, “so”, 東京 😀", "Österreich, “so”, 東京 😀"},
	{"\303\033[2J", "\303[2J", "\303 [2J"},
	{"cut \342", "cut \342", "cut \342"},
	{"cut \342\200", "cut \342", "cut \342 "},
	{"", "", ""},
};

START_TEST(what_commands_a_terminal_is_hidden)
{
	const size_t size = strlen(rows[_i].text);
	char *copy = memory_copy(rows[_i].text, size); /* reading over its end is noticed */
	struct buffer output = {0};

	visible_append(slice_make(copy, size), &output);
	ck_assert(slice_equal_string(buffer_slice(&output), rows[_i].shown));
	buffer_reset(&output);
	visible_append_cell(slice_make(copy, size), &output);
	ck_assert(slice_equal_string(buffer_slice(&output), rows[_i].cell));
	buffer_clear(&output);
	memory_free(copy);
}
END_TEST

START_TEST(of_any_two_bytes_no_control_is_left)
{
	struct buffer output = {0};

	for (unsigned pair = 0; pair < 65536; pair++) {
		const char bytes[2] = {(char)(pair >> 8), (char)pair};

		buffer_reset(&output);
		visible_append_cell(slice_make(bytes, 2), &output);
		for (size_t i = 0; i < output.size; i++) {
			const unsigned char byte = (unsigned char)output.data[i];
			const bool is_inner = i > 0 && (unsigned char)output.data[i - 1] > 0xc2;

			ck_assert(byte >= ' ' && byte != 0x7f);
			ck_assert(byte < 0x80 || byte >= 0xa0 || is_inner);
		}
	}
	buffer_clear(&output);
}
END_TEST

START_TEST(json_keeps_what_is_hidden_as_escapes)
{
	struct buffer output = {0};

	visible_append_json(slice_of("{\"a\":\"\x7f-\xc2\x9b-\xe2\x80\xae-é\"}\n"), &output);
	ck_assert_str_eq(output.data, "{\"a\":\"\\u007f-\\u009b-\\u202e-é\"}\n");
	buffer_clear(&output);
}
END_TEST

START_TEST(a_complaint_is_one_line_without_escapes)
{
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);

	visible_complain(stream, "quoth", "\033[31mred\nfile: no such file");
	fclose(stream);
	ck_assert_str_eq(text, "quoth: [31mred file: no such file\n");
	memory_free(text);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("base/visible");
	TCase *cases = tcase_create("visible");

	tcase_add_test(cases, every_character_is_shown_or_hidden_whole);
	tcase_add_loop_test(cases, what_commands_a_terminal_is_hidden, 0, COUNT_OF(rows));
	tcase_add_test(cases, of_any_two_bytes_no_control_is_left);
	tcase_add_test(cases, json_keeps_what_is_hidden_as_escapes);
	tcase_add_test(cases, a_complaint_is_one_line_without_escapes);
	suite_add_tcase(suite, cases);
	return suite;
}
