/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/json_output.h"

#include <string.h>

#include <jansson.h>

#include "base/visible.h"
#include "tests/support/suite.h"

#include "base/banned.h"

START_TEST(pieces_are_joined_with_commas)
{
	struct buffer output = {0};

	json_output_open(&output, NULL, '{');
	json_output_text(&output, "a", slice_of("x"));
	json_output_open(&output, "b", '[');
	json_output_unsigned(&output, NULL, 1);
	json_output_real(&output, NULL, 0.5, 2);
	json_output_open(&output, NULL, '{');
	json_output_close(&output, '}');
	json_output_close(&output, ']');
	json_output_text_if_any(&output, "c", slice_of(""));
	json_output_raw(&output, "d", slice_of("null"));
	json_output_close(&output, '}');
	ck_assert_str_eq(output.data, "{\"a\":\"x\",\"b\":[1,0.50,{}],\"d\":null}");
	buffer_clear(&output);
}
END_TEST

START_TEST(a_line_begins_without_a_comma)
{
	struct buffer output = {0};

	for (int i = 0; i < 2; i++) {
		json_output_open(&output, NULL, '[');
		json_output_close(&output, ']');
		buffer_append_byte(&output, '\n');
	}
	ck_assert_str_eq(output.data, "[]\n[]\n");
	buffer_clear(&output);
}
END_TEST

/* What jansson reads of it is what was written. */
START_TEST(any_text_is_read_back)
{
	static const char *const parts[] = {"\"", "\\", "\n", "\t", "\x01", "\x1f", "/", "a", "{", ",",
		"\xc3\xa9", "\xf0\x9f\x98\x80", "\x7f", "\xe2\x80\xa8", "\xc2\x9b", "\xe2\x80\xae"};
	struct suite_random random = {(unsigned)_i};
	struct buffer text = {0}, output = {0};
	json_t *root, *value;

	for (unsigned n = suite_random_below(&random, 30); n; n--)
		buffer_append_string(&text,
			parts[suite_random_below(&random, sizeof(parts) / sizeof(parts[0]))]);
	json_output_open(&output, NULL, '[');
	json_output_text(&output, NULL, buffer_slice(&text));
	json_output_close(&output, ']');
	root = json_loadb(output.data, output.size, 0, NULL);
	ck_assert_msg(root != NULL, "%s", output.data);
	for (size_t i = 0, size; i < output.size; i += size) {
		bool is_hidden;

		size = visible_step(buffer_slice(&output), i, &is_hidden);
		ck_assert(!is_hidden);
	}
	value = json_array_get(root, 0);
	ck_assert(slice_equal(slice_make(json_string_value(value), json_string_length(value)),
		buffer_slice(&text)));
	json_decref(root);
	buffer_clear(&text);
	buffer_clear(&output);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("json_output");
	TCase *tests = tcase_create("json_output");

	tcase_add_test(tests, pieces_are_joined_with_commas);
	tcase_add_test(tests, a_line_begins_without_a_comma);
	tcase_add_loop_test(tests, any_text_is_read_back, 0, 100);
	suite_add_tcase(suite, tests);
	return suite;
}
