/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/reader/reader.h"
#include "tests/support/reading.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#include "base/banned.h"

START_TEST(articles_read_as_expected)
{
	reading_check_folder(&reader_plain, "tests/articles/plain");
}
END_TEST

START_TEST(a_file_over_the_limit_is_rejected_whole)
{
	struct temporary_folder folder;
	struct buffer text = {0}, output = {0};

	temporary_folder_open(&folder);
	buffer_reserve(&text, ARTICLE_LIMIT_BYTES + 1);
	while (text.size <= ARTICLE_LIMIT_BYTES)
		buffer_append_string(&text, "All work and no play makes a dull article.\n");
	text.size = ARTICLE_LIMIT_BYTES + 1;
	reading_print(&reader_plain, NULL, temporary_folder_write(&folder, "a.txt", buffer_slice(&text)),
		&output);
	ck_assert_str_eq(output.data, "line 1: rejected: larger than 64 MiB\n");
	buffer_clear(&text);
	buffer_clear(&output);
	temporary_folder_close(&folder);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("plain");
	TCase *tests = tcase_create("plain");

	tcase_add_test(tests, articles_read_as_expected);
	tcase_add_test(tests, a_file_over_the_limit_is_rejected_whole);
	suite_add_tcase(suite, tests);
	return suite;
}
