/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/render/index.h"

#include <jansson.h>

#include "base/memory.h"
#include "schema/field.h"
#include "tests/support/suite.h"

#include "base/banned.h"

static struct buffer output;
static json_t *document;

static void read_back(void)
{
	document = json_loadb(output.data, output.size, JSON_REJECT_DUPLICATES, NULL);
	ck_assert_msg(document != NULL, "%s", output.data);
}

static void teardown(void)
{
	json_decref(document);
	buffer_clear(&output);
}

static json_int_t number_of(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	ck_assert_msg(json_is_integer(value), "%s", key);
	return json_integer_value(value);
}

START_TEST(every_field_is_listed_as_the_table_has_it)
{
	const json_t *fields;

	fields_render(&output);
	read_back();
	fields = json_object_get(document, "fields");
	ck_assert_uint_eq(json_array_size(fields), FIELD_COUNT);
	for (enum field field = 0; field < FIELD_COUNT; field++) {
		const json_t *row = json_array_get(fields, field);
		const struct field_definition *definition = field_get(field);

		ck_assert_str_eq(json_string_value(json_object_get(row, "name")),
			definition->name);
		ck_assert_str_eq(json_string_value(json_object_get(row, "example")),
			definition->example);
		ck_assert_uint_eq(json_array_size(json_object_get(row, "in")),
			definition->scope == FIELD_IN_BOTH ? 2 : 1);
	}
}
END_TEST

START_TEST(the_living_are_counted)
{
	struct manifest_segment segments[] = {
		{.number = 3, .article_count = 10, .dead_count = 4, .quotation_count = 7,
			.text_bytes = 1000, .articles.size = 100, .tokens.size = 20},
		{.number = 5, .article_count = 2, .quotation_count = 1, .text_bytes = 50},
	};
	const struct snapshot snapshot = {.manifest = {.generation = 9, .schema = 2,
		.segments = segments, .segment_count = 2,
		.language_articles = {[LANGUAGE_NONE] = 1, [LANGUAGE_FRENCH] = 7}}};
	const struct index_status status = {.index = "/an/index", .snapshot = &snapshot,
		.started = 1700000000, .uptime = 12, .worker_count = 2};
	const json_t *first;

	status_render(&status, &output);
	read_back();
	ck_assert_int_eq(number_of(document, "generation"), 9);
	ck_assert_int_eq(number_of(document, "articles"), 8);
	ck_assert_int_eq(number_of(document, "quotes"), 8);
	ck_assert_int_eq(number_of(document, "text_bytes"), 1050);
	ck_assert_int_eq(number_of(json_object_get(document, "languages"), "fr"), 7);
	ck_assert_int_eq(number_of(json_object_get(document, "languages"), "other"), 1);
	ck_assert_uint_eq(json_object_size(json_object_get(document, "languages")), 2);
	first = json_array_get(json_object_get(document, "segments"), 0);
	ck_assert_int_eq(number_of(first, "articles"), 6);
	ck_assert_int_eq(number_of(first, "dead"), 4);
	ck_assert_int_eq(number_of(first, "file_bytes"), 120);
	ck_assert_str_eq(json_string_value(json_object_get(document, "started")),
		"2023-11-14T22:13:20Z");
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("index");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, NULL, teardown);
	tcase_add_test(all, every_field_is_listed_as_the_table_has_it);
	tcase_add_test(all, the_living_are_counted);
	suite_add_tcase(suite, all);
	return suite;
}
