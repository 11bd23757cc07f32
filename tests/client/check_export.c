/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/export.h"

#include "base/memory.h"
#include "base/visible.h"
#include "tests/client/sample.h"
#include "tests/support/suite.h"

static const struct {
	struct client_options options;
	const char *qid, *expected;
} forms[] = {
	{{0}, NULL,
		"a1\t2025-02-12\tGazette\tThe bridge is back\tover the bridge they went\n"
		"a 2\t\t\t [31mred\t\n"},
	{{.ids = true}, NULL, "a1\na 2\n"},
	{{.ids = true}, "q1", "q1\ta1\nq1\ta 2\n"},
	{{.paths = true}, NULL, "news/a.txt\n\n"},
	{{.tsv = "date, title"}, NULL, "2025-02-12\tThe bridge is back\n\t [31mred\n"},
	{{.only_count = true}, NULL, "12\n"},
	{{.only_count = true}, "q1", "q1\t12\n"},
	{{.format = "{id}: {missing}{{\\t\\n"}, NULL, "a1: toll{\t\na 2: {\t\n"},
	{{.format = "trec"}, "q1", "q1 Q0 a1 1 9.125 quoth\nq1 Q0 a_2 2 1 quoth\n"},
};

static const struct terminal plain = {0}, coloured = {.has_color = true};

/* Fields of a hit may hold what a terminal obeys; programs get them as they are. */
START_TEST(no_form_commands_a_terminal)
{
	static const char hostile[] =
		"{\"total\":1,\"hits\":[{\"id\":\"\\u001b[1m\\u009bm\",\"path\":\"\\u001b]0;x\\u0007\","
		"\"title\":\"\\u007f\\u202e\\u009b2J\",\"score\":1,\"snippets\":[{\"text\":\"\\u009b\"}]}]}";
	static const struct client_options options[] = {{0}, {.jsonl = true}, {.ids = true},
		{.paths = true}, {.tsv = "id,title,path,snippet"},
		{.format = "{id}{title}{path}"}};
	const struct terminal terminal = {.is_terminal = true};
	struct answer answer = {0};
	struct error error = {0};

	ck_assert(answer_read(slice_of(hostile), &answer, &error));
	for (size_t i = 0; i < COUNT_OF(options); i++) {
		struct buffer output = {0};
		enum export_form form;

		ck_assert(export_choose(&options[i], false, &form, &error));
		export_print(&(struct export_printing){form, &options[i], &terminal,
				     "id,title,path,snippet", NULL},
			&answer, &output);
		ck_assert_uint_gt(output.size, 0);
		for (size_t j = 0, size; j < output.size; j += size) {
			bool is_hidden;

			size = visible_step(buffer_slice(&output), j, &is_hidden);
			ck_assert_msg(!is_hidden, "form %zu: %s", i, output.data);
		}
		buffer_clear(&output);
	}
	answer_clear(&answer);
}
END_TEST

START_TEST(each_form_prints_the_hits_its_way)
{
	enum export_form form;
	struct answer answer = {0};
	struct buffer output = {0};
	struct error error = {0};

	ck_assert(export_choose(&forms[_i].options, false, &form, &error));
	ck_assert(answer_read(slice_of(SAMPLE_ANSWER), &answer, &error));
	export_print(&(struct export_printing){form, &forms[_i].options, &plain,
			     "id,date,source,title,snippet", forms[_i].qid},
		&answer, &output);
	ck_assert_str_eq(output.data, forms[_i].expected);
	answer_clear(&answer);
	buffer_clear(&output);
}
END_TEST

START_TEST(lines_for_people_are_in_colour_where_it_is_asked_for)
{
	static const struct {
		struct client_options options;
		const char *expected;
	} rows[] = {
		{{0}, "a1\t\033[1mThe bridge is back\033[0m\tover the \033[1;31mbridge\033[0m they went\n"
		      "a 2\t\033[1m [31mred\033[0m\t\n"},
		/* Columns that somebody chose are for a program. */
		{{.tsv = "id,title"}, "a1\tThe bridge is back\na 2\t [31mred\n"},
		{{.ids = true}, "a1\na 2\n"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum export_form form;
		struct answer answer = {0};
		struct buffer output = {0};
		struct error error = {0};

		ck_assert(export_choose(&rows[i].options, false, &form, &error));
		ck_assert(answer_read(slice_of(SAMPLE_ANSWER), &answer, &error));
		export_print(&(struct export_printing){form, &rows[i].options, &coloured,
				     "id,title,snippet", NULL},
			&answer, &output);
		ck_assert_str_eq(output.data, rows[i].expected);
		answer_clear(&answer);
		buffer_clear(&output);
	}
}
END_TEST

START_TEST(json_lines_are_hits_with_their_query_in_front)
{
	const struct client_options options = {.jsonl = true};
	struct answer answer = {0}, again = {0};
	struct buffer output = {0}, wrapped = {0};
	struct error error = {0};
	struct slice rest, line;

	ck_assert(answer_read(slice_of(SAMPLE_ANSWER), &answer, &error));
	export_print(&(struct export_printing){EXPORT_JSONL, &options, &plain, "", "q\"1"}, &answer,
		&output);
	rest = buffer_slice(&output);
	ck_assert(slice_split(&rest, '\n', &line));
	ck_assert(slice_starts_with(line, SLICE_LITERAL("{\"qid\":\"q\\\"1\",")));
	buffer_printf(&wrapped, "{\"hits\":[%.*s]}", SLICE_ARGS(line));
	ck_assert(answer_read(buffer_slice(&wrapped), &again, &error));
	ck_assert(slice_equal(again.rows[0].title, answer.rows[0].title));
	answer_clear(&answer);
	answer_clear(&again);
	buffer_clear(&output);
	buffer_clear(&wrapped);
}
END_TEST

START_TEST(a_nul_ends_names_for_xargs)
{
	const struct client_options options = {.ids = true, .nul = true};
	struct answer answer = {0};
	struct buffer output = {0};
	struct error error = {0};

	ck_assert(answer_read(slice_of(SAMPLE_ANSWER), &answer, &error));
	export_print(&(struct export_printing){EXPORT_IDS, &options, &plain, "", NULL}, &answer,
		&output);
	ck_assert(slice_equal(buffer_slice(&output), SLICE_LITERAL("a1\0a 2\0")));
	answer_clear(&answer);
	buffer_clear(&output);
}
END_TEST

START_TEST(two_forms_at_once_are_refused)
{
	const struct client_options options = {.json = true, .ids = true};
	enum export_form form;
	struct error error = {0};

	ck_assert(!export_choose(&options, true, &form, &error));
	ck_assert_int_eq(error.code, ERROR_USAGE);
}
END_TEST

START_TEST(a_terminal_gets_a_table)
{
	const struct client_options options = {0};
	enum export_form form;
	struct error error = {0};

	ck_assert(export_choose(&options, true, &form, &error));
	ck_assert_int_eq(form, EXPORT_TABLE);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("client/export");
	TCase *exports = tcase_create("forms");

	tcase_add_test(exports, no_form_commands_a_terminal);
	tcase_add_loop_test(exports, each_form_prints_the_hits_its_way, 0, COUNT_OF(forms));
	tcase_add_test(exports, lines_for_people_are_in_colour_where_it_is_asked_for);
	tcase_add_test(exports, json_lines_are_hits_with_their_query_in_front);
	tcase_add_test(exports, a_nul_ends_names_for_xargs);
	tcase_add_test(exports, two_forms_at_once_are_refused);
	tcase_add_test(exports, a_terminal_gets_a_table);
	suite_add_tcase(suite, exports);
	return suite;
}
