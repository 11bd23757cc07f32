/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/answer.h"

#include <string.h>

#include "base/memory.h"
#include "tests/client/sample.h"
#include "tests/support/suite.h"

START_TEST(rows_have_what_the_json_says)
{
	struct answer answer = {0};
	struct error error = {0};

	ck_assert(answer_read(slice_of(SAMPLE_ANSWER), &answer, &error));
	ck_assert_uint_eq(answer.total, 12);
	ck_assert_uint_eq(answer.row_count, 2);
	ck_assert(slice_equal_string(answer.rows[0].id, "a1"));
	ck_assert(slice_equal_string(answer.rows[0].missing[0], "toll"));
	ck_assert(slice_equal_string(answer.notes[0], "a note"));
	ck_assert_uint_eq(answer.rows[1].date.size, 0);
	/* Marks that lie outside of the text, or run backwards, are left out. */
	ck_assert_uint_eq(answer.rows[0].passages[0].mark_count, 1);
	answer_clear(&answer);
}
END_TEST

START_TEST(facets_are_lines_for_people_and_columns_for_programs)
{
	static const char json[] = "{\"hits\":[],\"facets\":{\"source\":[{\"value\":\"The\\tGazette\","
		"\"count\":3},{\"value\":\"Times\",\"count\":1}],\"year\":[]},\"facets_exact\":%s}";
	static const struct {
		const char *exact, *lines, *columns;
	} rows[] = {
		{"true", "source: The Gazette 3, Times 1\nyear:\n",
			"source\tThe Gazette\t3\nsource\tTimes\t1\n"},
		{"false", "source: The Gazette about 3, Times about 1\nyear:\n",
			"source\tThe Gazette\t3\tabout\nsource\tTimes\t1\tabout\n"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct answer answer = {0};
		struct buffer text = {0}, lines = {0}, columns = {0};
		struct error error = {0};

		buffer_printf(&text, json, rows[i].exact);
		ck_assert(answer_read(buffer_slice(&text), &answer, &error));
		answer_print_facets(&answer, &lines);
		answer_export_facets(&answer, &columns);
		ck_assert_str_eq(lines.data, rows[i].lines);
		ck_assert_str_eq(columns.data, rows[i].columns);
		answer_clear(&answer);
		buffer_clear(&text);
		buffer_clear(&lines);
		buffer_clear(&columns);
	}
}
END_TEST

START_TEST(a_proposal_is_read)
{
	struct answer answer = {0};
	struct error error = {0};

	ck_assert(answer_read(SLICE_LITERAL("{\"hits\":[],\"did_you_mean\":{\"query\":\"nato\",\"total\":7}}"),
		&answer, &error));
	ck_assert(slice_equal_string(answer.proposal, "nato"));
	ck_assert_uint_eq(answer.proposal_total, 7);
	answer_clear(&answer);
}
END_TEST

static const char *const damaged[] = {"", "{", "[]", "{}", "{\"hits\":3}", "null", "{\"hits\":[3,null]}"};

START_TEST(other_json_is_refused_or_has_empty_rows)
{
	struct answer answer = {0};
	struct error error = {0};

	if (answer_read(slice_of(damaged[_i]), &answer, &error)) {
		ck_assert_uint_eq(answer.row_count, 2);
		ck_assert_uint_eq(answer.rows[0].title.size, 0);
	} else {
		ck_assert_int_eq(error.code, ERROR_FORMAT);
	}
	answer_clear(&answer);
}
END_TEST

START_TEST(a_problem_says_its_detail_and_place)
{
	struct error error = {0};

	answer_problem(400, SLICE_LITERAL("{\"title\":\"Bad\",\"detail\":\"too deep\",\"position\":7}"),
		&error);
	ck_assert_str_eq(error.message, "too deep (at byte 7 of the query)");
	answer_problem(503, SLICE_LITERAL("<html>"), &error);
	ck_assert_str_eq(error.message, "the server answered 503");
}
END_TEST

START_TEST(objects_print_as_indented_lines)
{
	struct buffer output = {0};
	struct error error = {0};

	ck_assert(answer_print_object(
		SLICE_LITERAL("{\"a\":1,\"b\":{\"c\":true,\"d\":[1,2]},\"e\":[{\"f\":\"g\"}]}"), &output,
		&error));
	ck_assert_str_eq(output.data, "a: 1\nb:\n  c: yes\n  d: 1, 2\ne:\n  -\n    f: g\n");
	buffer_clear(&output);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("client/answer");
	TCase *answers = tcase_create("answers");

	tcase_add_test(answers, rows_have_what_the_json_says);
	tcase_add_test(answers, facets_are_lines_for_people_and_columns_for_programs);
	tcase_add_test(answers, a_proposal_is_read);
	tcase_add_loop_test(answers, other_json_is_refused_or_has_empty_rows, 0, COUNT_OF(damaged));
	tcase_add_test(answers, a_problem_says_its_detail_and_place);
	tcase_add_test(answers, objects_print_as_indented_lines);
	suite_add_tcase(suite, answers);
	return suite;
}
