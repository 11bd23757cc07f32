/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/table.h"

#include <locale.h>
#include <string.h>

#include "base/memory.h"
#include "tests/client/sample.h"
#include "tests/support/suite.h"

static struct answer answer;
static struct buffer output;

static void set_up(void)
{
	struct error error = {0};

	setlocale(LC_CTYPE, "C.UTF-8");
	ck_assert(answer_read(slice_of(SAMPLE_ANSWER), &answer, &error));
}

static void tear_down(void)
{
	answer_clear(&answer);
	buffer_clear(&output);
}

START_TEST(no_line_is_wider_than_the_terminal)
{
	const struct terminal terminal = {.columns = 20 + (unsigned)_i, .rows = 24};
	struct slice rest, line;

	table_print(&terminal, &answer, _i % 2 ? 99999 : 0, &output);
	rest = buffer_slice(&output);
	while (slice_split(&rest, '\n', &line))
		ck_assert_uint_le(terminal_width(line), terminal.columns);
}
END_TEST

START_TEST(hits_are_numbered_from_the_first_of_all)
{
	const struct terminal terminal = {.columns = 80};

	table_print(&terminal, &answer, 0, &output);
	ck_assert_ptr_nonnull(strstr(output.data, "  1 The bridge"));
	ck_assert_ptr_nonnull(strstr(output.data, "\n  2 "));
	buffer_reset(&output);
	table_print(&terminal, &answer, 1233, &output);
	ck_assert_ptr_nonnull(strstr(output.data, "1234 The bridge"));
	ck_assert_ptr_nonnull(strstr(output.data, "\n1235 "));
}
END_TEST

START_TEST(marks_are_in_colour_only_where_there_is_colour)
{
	const struct terminal coloured = {.columns = 80, .has_color = true}, plain = {.columns = 80};

	table_print(&plain, &answer, 0, &output);
	ck_assert_ptr_null(strchr(output.data, '\033'));
	buffer_reset(&output);
	table_print(&coloured, &answer, 0, &output);
	ck_assert_ptr_nonnull(strstr(output.data, "over the \033[1;31mbridge\033[0m they went"));
}
END_TEST

START_TEST(a_matching_quotation_has_its_speaker_and_its_marks)
{
	const struct terminal coloured = {.columns = 80, .has_color = true}, plain = {.columns = 80};

	table_print(&plain, &answer, 0, &output);
	ck_assert_ptr_nonnull(strstr(output.data, "    “The bridge is ours.” — Ann Holt\n"));
	ck_assert_ptr_nonnull(strstr(output.data, "    “Ours”\n"));
	buffer_reset(&output);
	table_print(&coloured, &answer, 0, &output);
	ck_assert_ptr_nonnull(strstr(output.data, "“The \033[1;31mbridge\033[0m is ours.” — Ann Holt\n"));
}
END_TEST

START_TEST(a_long_quotation_is_cut)
{
	const struct terminal terminal = {.columns = 40};
	struct buffer json = {0};
	struct answer cut = {0};
	struct error error = {0};

	buffer_append_string(&json, "{\"total\":1,\"hits\":[{\"id\":\"a\",\"quotations\":[{\"text\":\"");
	for (int i = 0; i < 100; i++)
		buffer_append_string(&json, "ours ");
	buffer_append_string(&json, "\",\"marks\":[[0,4],[490,494]],\"speaker\":\"she\"}]}]}");
	ck_assert(answer_read(buffer_slice(&json), &cut, &error));
	table_print(&terminal, &cut, 0, &output);
	ck_assert_ptr_nonnull(strstr(output.data, "…” — she\n"));
	ck_assert_uint_lt(output.size, 200);
	answer_clear(&cut);
	buffer_clear(&json);
}
END_TEST

/* An article is from anywhere: it must not drive the terminal. */
START_TEST(escapes_of_an_article_do_not_reach_the_terminal)
{
	const struct terminal terminal = {.columns = 80};

	table_print(&terminal, &answer, 0, &output);
	ck_assert_ptr_nonnull(strstr(output.data, "[31mred"));
	ck_assert_ptr_null(strchr(output.data, '\033'));
	buffer_reset(&output);
	terminal_append(&terminal, STYLE_PLAIN, SLICE_LITERAL("a\xc2\x9b" "31mb\x07\x7f"), &output);
	ck_assert_str_eq(output.data, "a31mb");
}
END_TEST

START_TEST(a_quotation_tells_how_often_it_is_printed)
{
	static const char quotations[] =
		"{\"total\":1,\"hits\":[{\"id\":\"a#1\",\"text\":\"No way back\",\"entity\":\"Anna Holt\","
		"\"cue\":\"said\",\"variants\":4,\"first_seen\":\"2025-02-12\",\"article\":{\"id\":\"a\","
		"\"title\":\"Pier\"}}]}";
	const struct terminal terminal = {.columns = 80};
	struct answer found;
	struct error error = {0};

	ck_assert(answer_read(slice_of(quotations), &found, &error));
	table_print_quotations(&terminal, &found, 0, &output);
	ck_assert_ptr_nonnull(strstr(output.data,
		"Anna Holt · said · printed 4 times, first 2025-02-12 · Pier\n"));
	answer_clear(&found);
}
END_TEST

START_TEST(text_is_measured_in_columns)
{
	ck_assert_uint_eq(terminal_width(SLICE_LITERAL("abc")), 3);
	ck_assert_uint_eq(terminal_width(SLICE_LITERAL("\xc3\xa9t\xc3\xa9")), 3);
	ck_assert_uint_eq(terminal_width(SLICE_LITERAL("\xe6\x9d\xb1\xe4\xba\xac")), 4);
	ck_assert_uint_eq(terminal_fit(SLICE_LITERAL("\xe6\x9d\xb1\xe4\xba\xac"), 3), 3);
	ck_assert_uint_eq(terminal_fit(SLICE_LITERAL("abc"), 2), 2);
}
END_TEST

static const struct {
	const char *json;
	unsigned from;
	const char *line; /* the last; NULL: about none but those shown */
} footers[] = {
	{"{\"total\":2,\"total_exact\":true,\"hits\":[{},{}]}", 0, NULL},
	{"{\"total\":12,\"total_exact\":true,\"hits\":[{},{}],\"next\":2}", 0,
		"12 match; -n and --from show more\n"},
	{"{\"total\":12,\"total_exact\":false,\"hits\":[{},{}],\"next\":6}", 4,
		"about 12 match; -n and --from show more\n"},
	{"{\"total\":12,\"total_exact\":true,\"hits\":[{},{}]}", 10, NULL},
	{"{\"total\":5,\"total_exact\":true,\"hits\":[{},{}]}", 0,
		"5 match; --collapse none shows 3 more\n"},
	{"{\"total\":5,\"total_exact\":true,\"hits\":[{}]}", 3,
		"5 match; --collapse none shows 1 more\n"},
	{"{\"total\":5,\"total_exact\":true,\"hits\":[]}", 8,
		"5 match; --from 8 is behind them\n"},
	{"{\"total\":5,\"total_exact\":true,\"hits\":[]}", 0, "5 match; -n and --from show more\n"},
	{"{\"total\":0,\"total_exact\":true,\"hits\":[]}", 8, NULL},
};

START_TEST(the_last_line_tells_what_is_not_shown)
{
	const struct terminal terminal = {.columns = 80};
	struct answer found;
	struct error error = {0};
	const char *line;

	ck_assert(answer_read(slice_of(footers[_i].json), &found, &error));
	for (int kind = 0; kind < 2; kind++) {
		buffer_reset(&output);
		(kind ? table_print_quotations : table_print)(&terminal, &found, footers[_i].from,
			&output);
		line = output.size ? strstr(output.data, " match") : NULL;
		ck_assert_int_eq(line != NULL, footers[_i].line != NULL);
		if (line)
			ck_assert_ptr_nonnull(strstr(output.data, footers[_i].line));
	}
	answer_clear(&found);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("client/table");
	TCase *tables = tcase_create("tables");

	tcase_add_checked_fixture(tables, set_up, tear_down);
	tcase_add_loop_test(tables, no_line_is_wider_than_the_terminal, 0, 80);
	tcase_add_test(tables, hits_are_numbered_from_the_first_of_all);
	tcase_add_test(tables, marks_are_in_colour_only_where_there_is_colour);
	tcase_add_test(tables, a_matching_quotation_has_its_speaker_and_its_marks);
	tcase_add_test(tables, a_long_quotation_is_cut);
	tcase_add_test(tables, escapes_of_an_article_do_not_reach_the_terminal);
	tcase_add_test(tables, a_quotation_tells_how_often_it_is_printed);
	tcase_add_test(tables, text_is_measured_in_columns);
	tcase_add_loop_test(tables, the_last_line_tells_what_is_not_shown, 0, COUNT_OF(footers));
	suite_add_tcase(suite, tables);
	return suite;
}
