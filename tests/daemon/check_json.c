/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/render/json.h"

#include <math.h>
#include <string.h>

#include <jansson.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

static struct buffer output;
static struct json json;

static void begin(void)
{
	json_init(&json, &output);
}

static void end(void)
{
	buffer_clear(&output);
}

START_TEST(commas_stand_between)
{
	json_open_object(&json);
	json_key(&json, "a");
	json_open_array(&json);
	json_unsigned(&json, 1);
	json_open_array(&json);
	json_close_array(&json);
	json_text(&json, SLICE_LITERAL("x"));
	json_close_array(&json);
	json_field(&json, "none", (struct slice){NULL, 0});
	json_field(&json, "b", SLICE_LITERAL("y"));
	json_key(&json, "c");
	json_open_object(&json);
	json_close_object(&json);
	json_key(&json, "d");
	json_bool(&json, true);
	json_key(&json, "e");
	json_raw(&json, SLICE_LITERAL("null"));
	json_key(&json, "f");
	json_raw(&json, SLICE_LITERAL("{\"g\":2}"));
	json_close_object(&json);
	ck_assert_str_eq(output.data,
		"{\"a\":[1,[],\"x\"],\"b\":\"y\",\"c\":{},\"d\":true,\"e\":null,\"f\":{\"g\":2}}");
}
END_TEST

static const struct {
	struct slice text;
	const char *expected;
} texts[] = {
	{SLICE_LITERAL(""), "\"\""},
	{SLICE_LITERAL("a\"b\\c/d"), "\"a\\\"b\\\\c/d\""},
	{SLICE_LITERAL("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\""},
	{SLICE_LITERAL("\x01\x1f\x7f"), "\"\\u0001\\u001f\\u007f\""},
	{SLICE_LITERAL("a\0b"), "\"a\\u0000b\""},
	{SLICE_LITERAL("caf\xc3\xa9 \xe2\x80\x9c"), "\"caf\xc3\xa9 \xe2\x80\x9c\""},
	{SLICE_LITERAL("\xc2\x9b" "2J"), "\"\\u009b2J\""},
	{SLICE_LITERAL("\xc2\xa0"), "\"\xc2\xa0\""},
	{SLICE_LITERAL("\xc2"), "\"\xc2\""},
};

START_TEST(texts_are_escaped)
{
	json_text(&json, texts[_i].text);
	ck_assert_str_eq(output.data, texts[_i].expected);
}
END_TEST

static const struct {
	double number;
	unsigned digits;
	const char *expected;
} decimals[] = {
	{0, 3, "0"},
	{1, 3, "1"},
	{-1.5, 3, "-1.5"},
	{0.0625, 4, "0.0625"},
	{0.0004, 3, "0"},
	{-0.0004, 3, "0"},
	{0.0005, 3, "0.001"},
	{9.99996, 4, "10"},
	{3.1, 0, "3"},
	{12345.678, 2, "12345.68"},
	{0.1, 6, "0.1"},
	{1e12, 2, "1000000000000"},
	{1e13, 2, "null"},
	{(double)INFINITY, 2, "null"},
	{(double)NAN, 2, "null"},
};

START_TEST(decimals_have_no_needless_digits)
{
	json_decimal(&json, decimals[_i].number, decimals[_i].digits);
	ck_assert_str_eq(output.data, decimals[_i].expected);
}
END_TEST

START_TEST(whole_numbers_keep_every_digit)
{
	json_open_array(&json);
	json_unsigned(&json, 0);
	json_unsigned(&json, 10);
	json_unsigned(&json, UINT64_MAX);
	json_close_array(&json);
	ck_assert_str_eq(output.data, "[0,10,18446744073709551615]");
}
END_TEST

/* What we write, another reads back: jansson is the oracle. */
START_TEST(another_reader_gets_the_same_text)
{
	static const char *const parts[] = {"a", "\"", "\\", "\n", "\x02", "\xc3\xa9",
		"\xf0\x9f\x98\x80", "/", "\x7f", "\xc2\x80", "\xc2\x9f", "\xc2\xa0", "u0041"};
	struct suite_random random = {11};

	for (unsigned round = 0; round < 3000; round++) {
		struct buffer text = {0};
		json_t *read;

		for (unsigned i = suite_random_below(&random, 60); i > 0; i--)
			buffer_append_string(&text,
				parts[suite_random_below(&random, COUNT_OF(parts))]);
		buffer_reset(&output);
		begin();
		json_text(&json, buffer_slice(&text));
		read = json_loadb(output.data, output.size, JSON_DECODE_ANY, NULL);
		ck_assert_ptr_nonnull(read);
		ck_assert_uint_eq(json_string_length(read), text.size);
		ck_assert(!memcmp(json_string_value(read), text.data ? text.data : "", text.size));
		json_decref(read);
		buffer_clear(&text);
	}
}
END_TEST

/* Long texts are escaped in pieces; no border shows. */
START_TEST(long_texts_are_whole)
{
	struct buffer text = {0};
	json_t *read;

	for (unsigned i = 0; i < 50000; i++)
		buffer_append_string(&text, "a\"\n\xc3\xa9\xc2\x9b");
	json_text(&json, buffer_slice(&text));
	read = json_loadb(output.data, output.size, JSON_DECODE_ANY, NULL);
	ck_assert_ptr_nonnull(read);
	ck_assert_uint_eq(json_string_length(read), text.size);
	ck_assert(!memcmp(json_string_value(read), text.data, text.size));
	json_decref(read);
	buffer_clear(&text);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("json");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, begin, end);
	tcase_add_test(all, commas_stand_between);
	tcase_add_loop_test(all, texts_are_escaped, 0, COUNT_OF(texts));
	tcase_add_loop_test(all, decimals_have_no_needless_digits, 0, COUNT_OF(decimals));
	tcase_add_test(all, whole_numbers_keep_every_digit);
	tcase_add_test(all, another_reader_gets_the_same_text);
	tcase_add_test(all, long_texts_are_whole);
	suite_add_tcase(suite, all);
	return suite;
}
