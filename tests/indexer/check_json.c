/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/memory.h"
#include "indexer/reader/mapping.h"
#include "tests/support/reading.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#include "base/banned.h"

static struct temporary_folder folder;
static struct mapping mapping;

static void setup(void)
{
	temporary_folder_open(&folder);
	mapping_init(&mapping);
}

static void teardown(void)
{
	mapping_clear(&mapping);
	temporary_folder_close(&folder);
}

static void read_text(const struct reader *reader, struct slice text, struct buffer *output)
{
	buffer_reset(output);
	reading_print(reader, &mapping, temporary_folder_write(&folder, "a", text), output);
}

START_TEST(documents_read_as_expected)
{
	reading_check_folder(&reader_json, "tests/articles/json");
}
END_TEST

START_TEST(lines_read_as_expected)
{
	reading_check_folder(&reader_json_lines, "tests/articles/jsonl");
}
END_TEST

START_TEST(a_mapped_key_comes_before_the_known_ones)
{
	struct buffer output = {0};
	struct error error;

	ck_assert(mapping_add(&mapping, "title=kop", &error));
	ck_assert(mapping_add(&mapping, "body=a=b", &error));
	read_text(&reader_json, slice_of("{\"title\":\"t\",\"kop\":\"k\",\"a=b\":\"x\"}"), &output);
	ck_assert_str_eq(output.data,
		"line 1: article\n  title: k\n  extra: {\"title\":\"t\"}\n  body: x\n");
	buffer_clear(&output);
}
END_TEST

static const char *const bad_mappings[] = {"", "title", "title=", "=key", "colour=key", "titl=x"};

START_TEST(a_bad_mapping_is_refused)
{
	struct error error = {0};

	ck_assert(!mapping_add(&mapping, bad_mappings[_i], &error));
	ck_assert_int_eq(error.code, ERROR_USAGE);
}
END_TEST

/* How many documents are rejected, and how many read. */
static void count(const struct buffer *output, size_t *articles, size_t *rejected)
{
	struct slice rest = buffer_slice(output), line;

	*articles = *rejected = 0;
	while (slice_split(&rest, '\n', &line)) {
		size_t at;

		*articles += slice_ends_with(line, SLICE_LITERAL(": article"));
		*rejected += slice_find(line, SLICE_LITERAL("rejected: "), 0, &at);
	}
}

START_TEST(what_is_too_large_is_passed_over)
{
	const struct reader *const readers[] = {&reader_json, &reader_json_lines};
	const char *const forms[][3] = {{"[{\"id\":1},\n{\"id\":2,\"body\":\"", "\"},\n{\"id\":3}]"},
		{"{\"id\":1}\n{\"id\":2,\"body\":\"", "\"}\n{\"id\":3}"}};
	struct buffer text = {0}, output = {0};
	size_t articles, rejected;

	buffer_append_string(&text, forms[_i][0]);
	memset(buffer_reserve(&text, ARTICLE_LIMIT_BYTES), 'a', ARTICLE_LIMIT_BYTES);
	text.size += ARTICLE_LIMIT_BYTES;
	buffer_append_string(&text, forms[_i][1]);
	read_text(readers[_i], buffer_slice(&text), &output);
	count(&output, &articles, &rejected);
	ck_assert_uint_eq(articles, 2);
	ck_assert_uint_eq(rejected, 1);
	buffer_clear(&text);
	buffer_clear(&output);
}
END_TEST

/* A random value of JSON, with the characters that cutting could stumble over. */
static void append_value(struct buffer *text, struct suite_random *random, unsigned depth)
{
	static const char *const strings[] = {"\"\"", "\"\\\"\"", "\"\\\\\"", "\"[{\"", "\"]},\"",
		"\"\\u005b\\n\"", "1", "true", "null", "-1.5e3"};
	unsigned kind = suite_random_below(random, depth ? 4 : 2);

	if (kind < 2) {
		buffer_append_string(text, strings[suite_random_below(random, COUNT_OF(strings))]);
		return;
	}
	buffer_append_string(text, kind == 2 ? "[" : "{");
	for (unsigned i = 0, n = suite_random_below(random, 4); i < n; i++) {
		if (i)
			buffer_append_string(text, suite_random_below(random, 2) ? "," : " ,\n ");
		if (kind == 3)
			buffer_printf(text, "\"k%u\":", i);
		append_value(text, random, depth - 1);
	}
	buffer_append_string(text, kind == 2 ? "]" : "}");
}

START_TEST(an_array_is_cut_where_its_elements_end)
{
	struct suite_random random = {(unsigned)_i};
	struct buffer text = {0}, output = {0};
	unsigned wanted = 1 + suite_random_below(&random, 20);
	size_t articles, rejected;

	buffer_append_string(&text, "[\n");
	for (unsigned i = 0; i < wanted; i++) {
		buffer_printf(&text, "%s{\"id\":\"%u\",\"x\":", i ? ", " : "", i);
		append_value(&text, &random, 4);
		buffer_append_string(&text, "}");
	}
	buffer_append_string(&text, "]\n");
	read_text(&reader_json, buffer_slice(&text), &output);
	count(&output, &articles, &rejected);
	ck_assert_msg(articles == wanted && !rejected, "%s\n%s", text.data, output.data);
	buffer_clear(&text);
	buffer_clear(&output);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("json");
	TCase *tests = tcase_create("json");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, documents_read_as_expected);
	tcase_add_test(tests, lines_read_as_expected);
	tcase_add_test(tests, a_mapped_key_comes_before_the_known_ones);
	tcase_add_loop_test(tests, a_bad_mapping_is_refused, 0, (int)COUNT_OF(bad_mappings));
	tcase_add_loop_test(tests, what_is_too_large_is_passed_over, 0, 2);
	tcase_add_loop_test(tests, an_array_is_cut_where_its_elements_end, 0, 50);
	suite_add_tcase(suite, tests);
	return suite;
}
