/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#include "base/banned.h"

static struct temporary_folder folder;
static struct buffer lines;

/* stderr goes to a file; each test is a process of its own. */
static void setup(void)
{
	temporary_folder_open(&folder);
	ck_assert_ptr_nonnull(freopen(temporary_folder_path(&folder, "log"), "a", stderr));
}

static void teardown(void)
{
	temporary_folder_close(&folder);
	buffer_clear(&lines);
}

static const char *written(void)
{
	struct error error = {0};

	buffer_reset(&lines);
	ck_assert(file_read(temporary_folder_path(&folder, "log"), 1 << 20, &lines, &error));
	return lines.data;
}

START_TEST(event_is_one_line)
{
	log_info("commit", "articles=%d ms=%d", 5000, 812);
	log_warning("bare", "%s", "");
	ck_assert_str_eq(written(), "level=info event=commit articles=5000 ms=812\n"
				    "level=warning event=bare\n");
}
END_TEST

START_TEST(level_decides_what_is_written)
{
	for (int level = LOG_ERROR; level <= LOG_DEBUG; level++) {
		log_set_level((enum log_level)level);
		ck_assert_int_eq((int)log_get_level(), level);
		log_error("e", "n=%d", level);
		log_warning("w", "n=%d", level);
		log_info("i", "n=%d", level);
		log_debug("d", "n=%d", level);
	}
	ck_assert_str_eq(written(), "level=error event=e n=0\n"
				    "level=error event=e n=1\nlevel=warning event=w n=1\n"
				    "level=error event=e n=2\nlevel=warning event=w n=2\n"
				    "level=info event=i n=2\n"
				    "level=error event=e n=3\nlevel=warning event=w n=3\n"
				    "level=info event=i n=3\nlevel=debug event=d n=3\n");
}
END_TEST

static const struct {
	const char *rest;
	const char *text;
	const char *json;
} events[] = {
	{"", "level=info event=x\n", "{\"level\":\"info\",\"event\":\"x\"}\n"},
	{"n=5 m=-1 p=0 q=007 r=+1 s=-0", "level=info event=x n=5 m=-1 p=0 q=007 r=+1 s=-0\n",
		"{\"level\":\"info\",\"event\":\"x\",\"n\":5,\"m\":-1,\"p\":0,\"q\":\"007\","
		"\"r\":\"+1\",\"s\":\"-0\"}\n"},
	{"path=\"a b\" n=1", "level=info event=x path=\"a b\" n=1\n",
		"{\"level\":\"info\",\"event\":\"x\",\"path\":\"a b\",\"n\":1}\n"},
	{"path=\"a\"b\\c\" n=1", "level=info event=x path=\"a\"b\\c\" n=1\n",
		"{\"level\":\"info\",\"event\":\"x\",\"path\":\"a\\\"b\\\\c\",\"n\":1}\n"},
	{"path=\"open", "level=info event=x path=\"open\n",
		"{\"level\":\"info\",\"event\":\"x\",\"path\":\"open\"}\n"},
	{"path=\"\" k=", "level=info event=x path=\"\" k=\n",
		"{\"level\":\"info\",\"event\":\"x\",\"path\":\"\",\"k\":\"\"}\n"},
	{"words without pairs", "level=info event=x words without pairs\n",
		"{\"level\":\"info\",\"event\":\"x\",\"message\":\"words without pairs\"}\n"},
	{"p=\"a\nlevel=error\x1b[2J\"", "level=info event=x p=\"a\\u000alevel=error\\u001b[2J\"\n",
		"{\"level\":\"info\",\"event\":\"x\",\"p\":\"a\\u000alevel=error\\u001b[2J\"}\n"},
	{"p=\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", "level=info event=x p=ä€😀\n",
		"{\"level\":\"info\",\"event\":\"x\",\"p\":\"ä€😀\"}\n"},
	{"p=\xc2\x9b\xe2\x80\xae", "level=info event=x p=\\u009b\\u202e\n",
		"{\"level\":\"info\",\"event\":\"x\",\"p\":\"\\u009b\\u202e\"}\n"},
	{"p=\xe4\xff\xc3", "level=info event=x p=\\u00e4\\u00ff\\u00c3\n",
		"{\"level\":\"info\",\"event\":\"x\",\"p\":\"\\u00e4\\u00ff\\u00c3\"}\n"},
};

START_TEST(rest_is_text)
{
	log_info("x", "%s", events[_i].rest);
	ck_assert_str_eq(written(), events[_i].text);
}
END_TEST

START_TEST(rest_is_json)
{
	log_set_format(LOG_FORMAT_JSON);
	log_info("x", "%s", events[_i].rest);
	ck_assert_str_eq(written(), events[_i].json);
}
END_TEST

START_TEST(long_lines_are_cut)
{
	char *rest = memory_copy(NULL, 0);

	rest = memory_resize(rest, 100001);
	memset(rest, 'x', 100000);
	rest[100000] = '\0';
	log_error("long", "%s", rest);
	ck_assert_uint_lt(strlen(written()), 5000);
	ck_assert_int_eq(lines.data[lines.size - 1], '\n');
	memory_free(rest);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("base/log");
	TCase *cases = tcase_create("log");

	tcase_add_checked_fixture(cases, setup, teardown);
	tcase_add_test(cases, event_is_one_line);
	tcase_add_test(cases, level_decides_what_is_written);
	tcase_add_loop_test(cases, rest_is_text, 0, COUNT_OF(events));
	tcase_add_loop_test(cases, rest_is_json, 0, COUNT_OF(events));
	tcase_add_test(cases, long_lines_are_cut);
	suite_add_tcase(suite, cases);
	return suite;
}
