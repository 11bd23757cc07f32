/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/verdict.h"

#include <string.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#define ALTERED \
	"{\"verdict\":\"altered\",\"candidates\":[{\"verdict\":\"altered\",\"score\":0.87,\"in_marks\":true," \
	"\"pieces\":[{\"step\":\"same\",\"claim\":\"we will\"},{\"step\":\"changed\",\"claim\":\"never\"," \
	"\"source\":\"always\"},{\"step\":\"left out\",\"source\":\"gladly\"},{\"step\":\"skipped\"," \
	"\"source\":\"and so on\"},{\"step\":\"added\",\"claim\":\"not\"},{\"step\":\"own\",\"claim\":" \
	"\"they\"}],\"quotation\":{\"id\":\"a1#2\",\"speaker\":\"Ström\",\"entity\":\"Anna Ström\"}," \
	"\"article\":{\"id\":\"a1\",\"title\":\"T\",\"date\":\"2025-01-02\"}}]}"

static const struct {
	const char *json;
	enum verdict verdict;
	const char *plain;
} reports[] = {
	{ALTERED, VERDICT_ALTERED,
		"altered\t0.87\ta1#2\tAnna Ström\t2025-01-02\t"
		"we will [-always-]{+never+} [-gladly-] … {+not+} they\n"},
	{"{\"verdict\":\"not found\",\"candidates\":[]}", VERDICT_NOT_FOUND, "not found\n"},
	{"{\"verdict\":\"verbatim\",\"candidates\":[{\"verdict\":\"verbatim\",\"score\":1,\"pieces\":"
	 "[{\"step\":\"same\",\"claim\":\"yes\"}],\"in_marks\":false,\"article\":{\"id\":\"x\"}}]}",
		VERDICT_VERBATIM, "verbatim\t1.00\tx\t\t\tyes\n"},
};

static const struct terminal plain = {0}, coloured = {.has_color = true};

START_TEST(a_verdict_is_one_line_a_candidate_with_its_changes)
{
	struct verdict_report *report;
	struct buffer output = {0};
	struct error error = {0};

	ck_assert(verdict_read(slice_of(reports[_i].json), &report, &error));
	ck_assert_int_eq(verdict_get(report), reports[_i].verdict);
	verdict_print_plain(report, &plain, &output);
	ck_assert_str_eq(output.data, reports[_i].plain);
	verdict_free(report);
	buffer_clear(&output);
}
END_TEST

START_TEST(changes_are_in_colour_where_it_is_asked_for)
{
	struct verdict_report *report;
	struct buffer output = {0};
	struct error error = {0};

	ck_assert(verdict_read(slice_of(ALTERED), &report, &error));
	verdict_print_plain(report, &coloured, &output);
	ck_assert_ptr_nonnull(strstr(output.data, "\033[1;32mnever\033[0m"));
	ck_assert_ptr_null(strstr(output.data, "{+never+}"));
	verdict_free(report);
	buffer_clear(&output);
}
END_TEST

static const struct {
	const char *member, *objection;
} objections[] = {
	{"", NULL},
	{"\"said_by_someone_else\":true,", "said by someone else"},
	{"\"speaker_unknown\":true,", "not known who said it"},
	{"\"said_by_someone_else\":false,", NULL},
};

START_TEST(another_speaker_is_an_objection)
{
	struct verdict_report *report;
	struct buffer json = {0}, output = {0};
	struct error error = {0};

	buffer_printf(&json, "{\"verdict\":\"verbatim\",\"candidates\":[{%s\"verdict\":\"verbatim\","
		"\"score\":1,\"pieces\":[],\"article\":{\"id\":\"x\"}}]}", objections[_i].member);
	ck_assert(verdict_read(buffer_slice(&json), &report, &error));
	ck_assert_pstr_eq(verdict_objection(report), objections[_i].objection);
	verdict_print(report, &plain, &output);
	ck_assert_int_eq(strstr(output.data, " · ") != NULL, objections[_i].objection != NULL);
	verdict_free(report);
	buffer_clear(&json);
	buffer_clear(&output);
}
END_TEST

START_TEST(other_answers_are_refused)
{
	static const char *const others[] = {"", "{}", "{\"verdict\":\"maybe\"}", "[1]"};

	for (size_t i = 0; i < COUNT_OF(others); i++) {
		struct verdict_report *report;
		struct error error = {0};

		ck_assert(!verdict_read(slice_of(others[i]), &report, &error));
		ck_assert_int_eq(error.code, ERROR_FORMAT);
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("client/verdict");
	TCase *verdicts = tcase_create("verdicts");

	tcase_add_loop_test(verdicts, a_verdict_is_one_line_a_candidate_with_its_changes, 0,
		COUNT_OF(reports));
	tcase_add_test(verdicts, changes_are_in_colour_where_it_is_asked_for);
	tcase_add_loop_test(verdicts, another_speaker_is_an_objection, 0, COUNT_OF(objections));
	tcase_add_test(verdicts, other_answers_are_refused);
	suite_add_tcase(suite, verdicts);
	return suite;
}
