/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/reader/json_parse.h"

#include <string.h>

#include <jansson.h>

#include "base/memory.h"
#include "tests/support/suite.h"
#include "text/utf8.h"

#include "base/banned.h"

static struct arena arena;

static void teardown(void)
{
	arena_clear(&arena);
}

static const struct {
	const char *raw, *text;
} strings[] = {
	{"\"\"", ""},
	{"\"plain\"", "plain"},
	{"\"a\\\"b\\\\c\\/d\"", "a\"b\\c/d"},
	{"\"\\b\\f\\n\\r\\t\"", "\b\f\n\r\t"},
	{"\"\\u0041\\u00e9\\u20AC\"", "A\xc3\xa9\xe2\x82\xac"},
	{"\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80"},
	{"\"\\ud83d\"", "\xef\xbf\xbd"},
	{"\"\\ude00x\"", "\xef\xbf\xbdx"},
	{"\"\\ud83d\\ud83d\\ude00\"", "\xef\xbf\xbd\xf0\x9f\x98\x80"},
	{"\"\\ud83d\\n\"", "\xef\xbf\xbd\n"},
	{"\"\\ud83d\\u0041\"", "\xef\xbf\xbd" "A"},
	{"\"a\\u0000b\"", "a\xef\xbf\xbd" "b"},
};

START_TEST(a_string_is_decoded)
{
	struct slice text = json_decode(slice_of(strings[_i].raw), &arena);

	ck_assert_msg(slice_equal_string(text, strings[_i].text), "%.*s", SLICE_ARGS(text));
}
END_TEST

static const struct {
	const char *text, *reason;
} broken[] = {
	{"", "not a JSON object"},
	{"[]", "not a JSON object"},
	{"{", "byte 2: a key"},
	{"{\"a\"}", "byte 5: a colon"},
	{"{\"a\":}", "byte 6: a value"},
	{"{\"a\":1,}", "byte 8: a key"},
	{"{\"a\":1 \"b\":2}", "byte 8: a comma"},
	{"{\"a\":01}", "byte 8: not a number"},
	{"{\"a\":-}", "byte 7: not a number"},
	{"{\"a\":1.}", "byte 8: not a number"},
	{"{\"a\":1e+}", "byte 9: not a number"},
	{"{\"a\":nul}", "byte 6: a value"},
	{"{\"a\":True}", "byte 6: a value"},
	{"{\"a\":\"\\x\"}", "byte 7: no such escape"},
	{"{\"a\":\"\\u12g4\"}", "byte 7: \\u wants"},
	{"{\"a\":\"\n\"}", "byte 7: a control"},
	{"{\"a\":\"b", "byte 8: a string"},
	{"{\"a\":[1,2}", "byte 10: a comma"},
	{"{} {}", "byte 4: something"},
};

START_TEST(what_is_broken_is_named_with_its_byte)
{
	struct json_members members;
	struct error error = {0};

	ck_assert(!json_parse(slice_of(broken[_i].text), JSON_KIND_OBJECT, &arena, &members, &error));
	ck_assert_int_eq(error.code, ERROR_FORMAT);
	ck_assert_msg(strncmp(error.message, broken[_i].reason, strlen(broken[_i].reason)) == 0,
		"%s: %s", broken[_i].text, error.message);
}
END_TEST

START_TEST(members_stand_in_their_order_and_the_last_of_a_key_is_found)
{
	struct json_members members;
	struct error error;

	ck_assert(json_parse(slice_of(" {\"a\": 1, \"\\u0062\" : [ true ] , \"a\":null}\n"),
		JSON_KIND_OBJECT, &arena, &members, &error));
	ck_assert_uint_eq(members.count, 3);
	ck_assert(slice_equal_string(members.members[1].raw_key, "\"\\u0062\""));
	ck_assert(slice_equal_string(json_find(&members, "b")->value.raw, "[ true ]"));
	ck_assert_int_eq(json_find(&members, "a")->value.kind, JSON_KIND_NULL);
	ck_assert_ptr_null(json_find(&members, "c"));
}
END_TEST

START_TEST(compact_leaves_strings_alone)
{
	struct buffer output = {0};

	json_compact(slice_of("{ \"a b\" : [ 1 ,\n\t\"c \\\" d\" ], \"e\":{ } }"), &output);
	ck_assert_str_eq(output.data, "{\"a b\":[1,\"c \\\" d\"],\"e\":{}}");
	buffer_clear(&output);
}
END_TEST

/* Made-up JSON, or nearly so. */
static void append_value(struct buffer *text, struct suite_random *random, unsigned depth)
{
	static const char *const scalars[] = {"\"\"", "\"text\"", "\"\\\"\\\\\"", "\"\\u00e9\\n\"",
		"\"\xc3\xa9 long enough for a word of eight\"", "0", "-12", "3.25e-7", "1E9", "true",
		"false", "null", " \"x\" "};
	unsigned kind = suite_random_below(random, depth ? 4 : 2);

	if (kind < 2) {
		buffer_append_string(text, scalars[suite_random_below(random, COUNT_OF(scalars))]);
		return;
	}
	buffer_append_byte(text, kind == 2 ? '[' : '{');
	for (unsigned i = 0, n = suite_random_below(random, 5); i < n; i++) {
		if (i)
			buffer_append_string(text, suite_random_below(random, 2) ? "," : " ,\n ");
		if (kind == 3)
			buffer_printf(text, "\"k%u\"%s", suite_random_below(random, 9), i % 2 ? ":" : " : ");
		append_value(text, random, depth - 1);
	}
	buffer_append_byte(text, kind == 2 ? ']' : '}');
}

static void spoil(struct buffer *text, struct suite_random *random)
{
	static const char bytes[] = "{}[]\":,\\ \n0-.eEu\x01";
	unsigned at = suite_random_below(random, (unsigned)text->size);

	if (suite_random_below(random, 3) == 0)
		text->size = at;
	else
		text->data[at] = bytes[suite_random_below(random, sizeof(bytes) - 1)];
}

static void check_same(const json_t *expected, const struct json_members *members)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)expected, key, value) {
		const struct json_member *member = json_find(members, key);

		ck_assert_ptr_nonnull(member);
		ck_assert_int_eq(member->value.kind == JSON_KIND_STRING, json_is_string(value));
		ck_assert_int_eq(member->value.kind == JSON_KIND_ARRAY, json_is_array(value));
		ck_assert_int_eq(member->value.kind == JSON_KIND_OBJECT, json_is_object(value));
		ck_assert_int_eq(member->value.kind == JSON_KIND_NUMBER, json_is_number(value));
		if (json_is_string(value))
			ck_assert(slice_equal(json_decode(member->value.raw, &arena),
				slice_make(json_string_value(value), json_string_length(value))));
	}
}

/* jansson takes what this takes, and finds the same in it. */
START_TEST(jansson_agrees)
{
	struct suite_random random = {(unsigned)_i};
	unsigned agreed = 0;

	for (unsigned round = 0; round < 200; round++) {
		struct buffer text = {0};
		struct json_members members;
		struct error error;
		json_t *expected;
		bool is_good;

		buffer_append_string(&text, "{\"first\":");
		append_value(&text, &random, 5);
		buffer_append_string(&text, ",\"second\":");
		append_value(&text, &random, 5);
		buffer_append_string(&text, "}");
		for (unsigned n = suite_random_below(&random, 3); n && text.size; n--)
			spoil(&text, &random);
		expected = json_loadb(text.data, text.size, 0, NULL);
		is_good = utf8_is_valid(buffer_slice(&text)) &&
			  json_parse(buffer_slice(&text), JSON_KIND_OBJECT, &arena, &members, &error);
		ck_assert_msg(is_good == json_is_object(expected), "%.*s",
			SLICE_ARGS(buffer_slice(&text)));
		if (is_good)
			check_same(expected, &members);
		agreed += is_good;
		json_decref(expected);
		buffer_clear(&text);
		arena_reset(&arena);
	}
	ck_assert_uint_gt(agreed, 20);
	ck_assert_uint_lt(agreed, 180);
}
END_TEST

START_TEST(special_bytes_are_found_at_every_place)
{
	static const char marks[] = "\"\\\x1f";

	for (size_t size = 0; size < 40; size++) {
		struct buffer text = {0};
		struct json_members members;
		struct error error = {0};

		buffer_append_string(&text, "{\"a\":\"");
		for (size_t i = 0; i < size; i++)
			buffer_append_string(&text, i % 3 ? "!" : "\xc3\xbf");
		buffer_append_byte(&text, marks[_i]);
		buffer_append_string(&text, _i == 0 ? "}" : "");
		ck_assert_int_eq(json_parse(buffer_slice(&text), JSON_KIND_OBJECT, &arena, &members, &error),
			_i == 0);
		buffer_clear(&text);
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("json_parse");
	TCase *tests = tcase_create("json_parse");

	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, a_string_is_decoded, 0, (int)COUNT_OF(strings));
	tcase_add_loop_test(tests, what_is_broken_is_named_with_its_byte, 0, (int)COUNT_OF(broken));
	tcase_add_test(tests, members_stand_in_their_order_and_the_last_of_a_key_is_found);
	tcase_add_test(tests, compact_leaves_strings_alone);
	tcase_add_loop_test(tests, jansson_agrees, 0, 20);
	tcase_add_loop_test(tests, special_bytes_are_found_at_every_place, 0, 3);
	suite_add_tcase(suite, tests);
	return suite;
}
