/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every ```http example of docs/HTTP-API.md is sent to a daemon whose index is made of the
 * page's own ```jsonl block. The status and each header shown must be those that come; each key
 * of the JSON shown must come with a value of the same kind, and each text that is not cut
 * short with "...", or about time and place, with that very text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/file.h"
#include "base/memory.h"
#include "tests/support/http_fixture.h"
#include "tests/support/suite.h"

#include "base/banned.h"

#define PAGE_LIMIT (1u << 20)

static struct buffer page;

static void read_page(void)
{
	struct error error = {0};

	ck_assert_msg(file_read(suite_source("docs/HTTP-API.md"), PAGE_LIMIT, &page, &error), "%s",
		error.message);
}

static void clear_page(void)
{
	buffer_clear(&page);
}

/* The text of the next fenced block of a kind; false after the last. */
static bool next_block(struct slice *rest, const char *kind, struct slice *block)
{
	struct buffer fence = {0};
	size_t begin, end;
	bool found;

	buffer_printf(&fence, "\n```%s\n", kind);
	found = slice_find(*rest, buffer_slice(&fence), 0, &begin);
	if (found) {
		begin += fence.size;
		ck_assert(slice_find(*rest, SLICE_LITERAL("\n```\n"), begin, &end));
		*block = slice_range(*rest, begin, end + 1);
		*rest = slice_range(*rest, end, rest->size);
	}
	buffer_clear(&fence);
	return found;
}

/* --- answers --- */

/* Keys whose values are of this machine and this moment. */
static bool is_variable(const char *key)
{
	static const char *const keys[] = {"took_ms", "score", "path", "started", "uptime_s",
		"workers", "index", "text_bytes", "file_bytes", "version"};

	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		if (strcmp(key, keys[i]) == 0)
			return true;
	}
	return false;
}

static bool is_same_kind(const json_t *shown, const json_t *got)
{
	return json_typeof(shown) == json_typeof(got) ||
		(json_is_number(shown) && json_is_number(got)) ||
		(json_is_boolean(shown) && json_is_boolean(got));
}

static void compare(const json_t *shown, const json_t *got, const char *key);

static void compare_objects(const json_t *shown, const json_t *got)
{
	const char *key;
	json_t *value;

	/* jansson walks objects through a pointer that is not const, and changes nothing. */
	json_object_foreach((json_t *)(uintptr_t)shown, key, value)
	{
		const json_t *other = json_object_get(got, key);

		ck_assert_msg(other != NULL, "no key %s", key);
		compare(value, other, key);
	}
}

static void compare(const json_t *shown, const json_t *got, const char *key)
{
	ck_assert_msg(is_same_kind(shown, got), "another kind of %s", key);
	if (json_is_object(shown)) {
		compare_objects(shown, got);
	} else if (json_is_array(shown)) {
		ck_assert_msg(json_array_size(got) >= json_array_size(shown), "too few %s", key);
		for (size_t i = 0; i < json_array_size(shown); i++)
			compare(json_array_get(shown, i), json_array_get(got, i), key);
	} else if (!is_variable(key)) {
		const char *text = json_string_value(shown);

		ck_assert_msg((text && strstr(text, "...")) || json_equal(shown, got),
			"another value of %s", key);
	}
}

static void compare_bodies(struct slice shown, const struct http_answer *answer)
{
	json_t *expected = json_loadb(shown.data, shown.size, 0, NULL);
	json_t *got = json_loadb(answer->body.data, answer->body.size, 0, NULL);

	ck_assert_msg(expected != NULL, "not JSON: %.*s", SLICE_ARGS(shown));
	ck_assert_msg(got != NULL, "not JSON: %s", answer->body.data);
	compare(expected, got, "");
	json_decref(expected);
	json_decref(got);
}

/* --- examples --- */

/* Cuts an example at its empty lines: request, head of the answer, body. */
static void cut_example(struct slice example, struct slice parts[3])
{
	for (size_t i = 0; i < 3; i++) {
		size_t end = example.size;

		slice_find(example, SLICE_LITERAL("\n\n"), 0, &end);
		parts[i] = slice_range(example, 0, end);
		example = slice_range(example, end + 2, example.size);
	}
}

static void send_request(int client, struct slice shown)
{
	struct buffer request = {0};
	struct slice line;

	shown = slice_trim(shown);
	while (slice_split(&shown, '\n', &line))
		buffer_printf(&request, "%.*s\r\n", SLICE_ARGS(line));
	buffer_append_string(&request, "\r\n");
	ck_assert(http_send(client, request.data));
	buffer_clear(&request);
}

static void compare_heads(struct slice shown, const struct http_answer *answer)
{
	struct slice line, status = buffer_slice(&answer->head);

	shown = slice_trim(shown);
	ck_assert(slice_split(&shown, '\n', &line));
	ck_assert_msg(slice_starts_with(status, line), "%.*s, not %.*s", 40, answer->head.data,
		SLICE_ARGS(line));
	while (slice_split(&shown, '\n', &line)) {
		struct slice name;
		const char *value;
		char copy[100];

		ck_assert(slice_split(&line, ':', &name));
		snprintf(copy, sizeof(copy), "%.*s", SLICE_ARGS(name));
		value = http_header(answer, copy);
		ck_assert_msg(value && slice_equal(slice_trim(line), slice_of(value)),
			"header %s: %s", copy, value ? value : "none");
	}
}

static void try_example(const struct http_fixture *fixture, struct slice example)
{
	struct http_answer answer = {0};
	struct slice parts[3];
	int client = http_connect(fixture);

	fprintf(stderr, "%.*s", SLICE_ARGS(example));
	cut_example(example, parts);
	send_request(client, parts[0]);
	ck_assert(http_receive(client, slice_starts_with(example, SLICE_LITERAL("HEAD ")),
		&answer));
	compare_heads(parts[1], &answer);
	if (parts[2].size)
		compare_bodies(parts[2], &answer);
	http_answer_clear(&answer);
	close(client);
}

static void make_index(const struct temporary_folder *folder)
{
	struct buffer command = {0};
	struct slice rest = buffer_slice(&page), articles;

	ck_assert(next_block(&rest, "jsonl", &articles));
	buffer_printf(&command, "%s -q --index %s %s", suite_build("quoth-index"),
		temporary_folder_path(folder, "index"),
		temporary_folder_write(folder, "harbour.jsonl", articles));
	ck_assert_int_eq(system(command.data), 0);
	buffer_clear(&command);
}

START_TEST(every_example_is_true)
{
	struct http_fixture fixture = {.process = 0};
	struct temporary_folder folder;
	struct slice rest = buffer_slice(&page), example;
	unsigned count = 0;

	temporary_folder_open(&folder);
	make_index(&folder);
	http_fixture_start(&fixture, temporary_folder_path(&folder, "index"), NULL, 0);
	for (; next_block(&rest, "http", &example); count++)
		try_example(&fixture, example);
	ck_assert_uint_ge(count, 12);
	http_fixture_close(&fixture);
	temporary_folder_close(&folder);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("http_examples");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, read_page, clear_page);
	tcase_add_test(all, every_example_is_true);
	tcase_set_timeout(all, 60);
	suite_add_tcase(suite, all);
	return suite;
}
