/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/quote_mark.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "tests/support/suite.h"

/* A text, and its pieces, each followed by "|". */
static const struct {
	const char *text, *pieces;
} rows[] = {
	{"“a b,” he said", "a b,|"},
	{"\"a b,\" he said", "a b,|"},
	{"''a b,'' he said", "a b,|"},
	{"``a b,'' he said", "a b,|"},
	{"‘‘a b,’’ he said", "a b,|"},
	{"‘a b,’ he said", "a b,|"},
	{"'a b,' he said", "a b,|"},
	{"„a b“, he said", "a b|"},
	{"»a b«, he said", "a b|"},
	{"« a b », he said", "a b|"},
	{"“a b,\" he said", "a b,|"},
	{"“a b,“ he said", "a b,|"},
	{"“a ‘b’ c” d", "a ‘b’ c|"},
	{"“a “b” c” d", "a “b” c|"},
	{"“a” b “c”", "a|c|"},
	{"“a b.\n\n“c d.”", "a b.|c d.|"},
	{"“a b.\n\nc d.", "a b.|"},
	{"\"a \"b c\" d", "b c|"},
	{"\"a “b” c", "b|"},
	{"“a b\nc d” e", "a b\nc d|"},
	{"it's the players' '90s rock 'n' roll", ""},
	{"'The students' books are old,' he said", "The students' books are old,|"},
	{"6'4\" tall and 9\" wide", ""},
	{"51°30'26\" north", ""},
	{"he said, \"6 feet\" twice", "6 feet|"},
	{"“”", ""},
	{"", ""},
	{"“ ", ""},
};

START_TEST(marks_are_paired)
{
	struct quote_list list = {0};
	struct buffer found = {0};
	struct slice text = slice_of(rows[_i].text);

	quote_list_find(&list, text);
	buffer_append_string(&found, "");
	for (size_t i = 0; i < list.count; i++) {
		buffer_append(&found, span_of(text, list.pieces[i].inner));
		buffer_append_byte(&found, '|');
	}
	ck_assert_msg(slice_equal_string(buffer_slice(&found), rows[_i].pieces), "%s: %.*s",
		rows[_i].text, SLICE_ARGS(buffer_slice(&found)));
	buffer_clear(&found);
	quote_list_clear(&list);
}
END_TEST

START_TEST(a_paragraph_goes_on_where_a_mark_opens_again)
{
	struct quote_list list = {0};

	quote_list_find(&list, slice_of("“a b.\n\n“c d.”\n\n“e f.”"));
	ck_assert_uint_eq(list.count, 3);
	ck_assert(!list.pieces[0].is_closed && !list.pieces[0].is_continuing);
	ck_assert(list.pieces[1].is_closed && list.pieces[1].is_continuing);
	ck_assert(!list.pieces[2].is_continuing);
	quote_list_clear(&list);
}
END_TEST

START_TEST(wrapped_lines_do_not_end_a_paragraph)
{
	struct slice text = slice_of("One two\nthree.\nFour\n\nFive");

	ck_assert(!quote_paragraph_ends(text, 0, 7));
	ck_assert(quote_paragraph_ends(text, 8, 14));
	ck_assert(quote_paragraph_ends(text, 15, 19));
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("text/quote_mark");
	TCase *cases = tcase_create("cases");

	tcase_add_loop_test(cases, marks_are_paired, 0, COUNT_OF(rows));
	tcase_add_test(cases, a_paragraph_goes_on_where_a_mark_opens_again);
	tcase_add_test(cases, wrapped_lines_do_not_end_a_paragraph);
	suite_add_tcase(suite, cases);
	return suite;
}
