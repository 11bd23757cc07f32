/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/summary.h"

#include <stdlib.h>
#include <string.h>

#include "tests/support/suite.h"

#include "base/banned.h"

static struct summary summary;
static char *text;
static size_t size;

static void setup(void)
{
	FILE *stream = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(stream);
	summary_init(&summary, stream);
}

static void teardown(void)
{
	fclose(summary.stream);
	free(text);
}

START_TEST(the_last_line_counts)
{
	summary.new_count = 3;
	summary.changed_count = 2;
	summary.unchanged_count = 1;
	summary.quotation_count = 7;
	summary.text_bytes = 1500000;
	summary_end(&summary, false);
	ck_assert_msg(strncmp(text, "3 new, 2 changed, 1 unchanged, 0 rejected; 7 quotations; 1.5 MB in ",
			      67) == 0,
		"%s", text);
}
END_TEST

START_TEST(what_was_rejected_is_named_and_counted)
{
	summary_reject(&summary, "a.json", 7, "not an object");
	summary_reject(&summary, "b.txt", 0, "empty");
	summary_skip(&summary, "pipe", "a named pipe");
	fflush(summary.stream);
	ck_assert_str_eq(text, "quoth-index: a.json:7: not an object\nquoth-index: b.txt: empty\n");
	ck_assert_uint_eq(summary.rejected_count, 2);
	ck_assert_uint_eq(summary.skipped_count, 1);
}
END_TEST

START_TEST(quiet_says_what_went_wrong_and_no_more)
{
	summary.is_quiet = true;
	summary_reject(&summary, "b.txt", 0, "empty");
	summary_end(&summary, false);
	fflush(summary.stream);
	ck_assert_str_eq(text, "quoth-index: b.txt: empty\n");
}
END_TEST

START_TEST(the_bar_shows_how_much_is_done)
{
	summary.has_bar = true;
	summary.total_bytes = 1000;
	summary_read(&summary, 500, 2000); /* half of the files, which hold 4000 bytes then */
	summary_work(&summary, 1000);
	fflush(summary.stream);
	ck_assert_ptr_nonnull(strstr(text, " 25%"));
	ck_assert_ptr_nonnull(strstr(text, "[######                  ]"));
	ck_assert_ptr_nonnull(strstr(text, " 1 articles"));
}
END_TEST

START_TEST(the_bar_is_drawn_now_and_then)
{
	summary.has_bar = true;
	for (int i = 0; i < 1000; i++)
		summary_work(&summary, 1);
	fflush(summary.stream);
	ck_assert_uint_lt(size, 1000);
	ck_assert_uint_gt(size, 0);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("summary");
	TCase *tests = tcase_create("summary");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, the_last_line_counts);
	tcase_add_test(tests, what_was_rejected_is_named_and_counted);
	tcase_add_test(tests, quiet_says_what_went_wrong_and_no_more);
	tcase_add_test(tests, the_bar_shows_how_much_is_done);
	tcase_add_test(tests, the_bar_is_drawn_now_and_then);
	suite_add_tcase(suite, tests);
	return suite;
}
