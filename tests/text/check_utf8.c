/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/utf8.h"

#include <string.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#define ROUNDS 20000

/* Bytes, and what utf8_repair makes of them. */
static const struct repair {
	const char *bytes;
	size_t size;
	const char *repaired;
} repairs[] = {
#define ROW(bytes, repaired) {bytes, sizeof(bytes) - 1, repaired}
	ROW("plain", "plain"),
	ROW("", ""),
	ROW("caf\xc3\xa9 \xf0\x9f\x91\x8d", "caf\xc3\xa9 \xf0\x9f\x91\x8d"),
	ROW("a\0b", "a\xef\xbf\xbd" "b"),
	ROW("\x80", "\xef\xbf\xbd"),
	ROW("\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd"),
	/* overlong forms: no byte of them begins anything */
	ROW("\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"),
	ROW("\xe0\x80\xaf", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"),
	ROW("\xf0\x80\x80\xaf", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"),
	/* a surrogate, and beyond U+10FFFF */
	ROW("\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"),
	ROW("\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"),
	/* cut short: one for each maximal part (Unicode table 3-11) */
	ROW("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf" "A",
		"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" "A"),
	ROW("end\xe2\x82", "end\xef\xbf\xbd"),
	ROW("\xe9t\xe9", "\xef\xbf\xbdt\xef\xbf\xbd"),
#undef ROW
};

static struct arena arena;

static void tear_down(void)
{
	arena_clear(&arena);
}

/* Mostly pieces of sequences, so that whole and nearly whole ones are frequent. */
static struct slice random_bytes(struct suite_random *random, char *bytes, size_t limit)
{
	static const char *const pieces[] = {"a", "xyz", "\xc3", "\xa9", "\xe2\x80", "\x99", "\xf0\x9f",
		"\xed", "\xa0", "\x80", "\xf4", "\x8f\xbf\xbf", "\xe2\x80\x99", "\xff", "longer text"};
	size_t size = 0;
	const unsigned count = suite_random_below(random, 12);

	for (unsigned i = 0; i < count; i++) {
		const char *piece = pieces[suite_random_below(random, COUNT_OF(pieces))];

		ck_assert_uint_le(size + strlen(piece), limit);
		memcpy(bytes + size, piece, strlen(piece));
		size += strlen(piece);
	}
	return slice_make(bytes, size);
}

START_TEST(what_is_appended_is_decoded_from_both_sides)
{
	for (uint32_t code_point = 0; code_point < 0x110000; code_point++) {
		struct buffer buffer = {0};
		unsigned size, size_before;

		if (code_point >= 0xd800 && code_point < 0xe000)
			continue;
		utf8_append(&buffer, code_point);
		const struct slice text = buffer_slice(&buffer);

		if (utf8_decode(text, 0, &size) != code_point || size != text.size ||
			utf8_decode_before(text, text.size, &size_before) != code_point ||
			size_before != size || !utf8_is_valid(text))
			ck_abort_msg("U+%04X", code_point);
		buffer_clear(&buffer);
	}
}
END_TEST

START_TEST(a_byte_that_begins_nothing_counts_alone)
{
	const struct slice text = SLICE_LITERAL("\xe2\x80" "a");
	unsigned size;

	ck_assert_uint_eq(utf8_decode(text, 0, &size), UTF8_REPLACEMENT);
	ck_assert_uint_eq(size, 1);
	ck_assert_uint_eq(utf8_decode_before(text, 2, &size), UTF8_REPLACEMENT);
	ck_assert_uint_eq(size, 1);
}
END_TEST

START_TEST(each_maximal_invalid_part_becomes_one_replacement)
{
	const struct repair *row = &repairs[_i];
	const struct slice bytes = slice_make(row->bytes, row->size);
	const struct slice repaired = utf8_repair(bytes, &arena);

	ck_assert_msg(slice_equal_string(repaired, row->repaired), "row %d: %.*s", _i,
		SLICE_ARGS(repaired));
	if (slice_equal(bytes, repaired))
		ck_assert_ptr_eq(bytes.data, repaired.data);
}
END_TEST

START_TEST(random_bytes_are_valid_after_repair_and_repaired_once)
{
	struct suite_random random = {7};
	char bytes[256];

	for (int i = 0; i < ROUNDS; i++) {
		const struct slice text = random_bytes(&random, bytes, sizeof(bytes));
		const struct slice repaired = utf8_repair(text, &arena);

		ck_assert(utf8_is_valid(repaired));
		ck_assert_int_eq(utf8_is_valid(text), slice_equal(text, repaired));
		ck_assert_ptr_eq(utf8_repair(repaired, &arena).data, repaired.data);
		arena_reset(&arena);
	}
}
END_TEST

START_TEST(decoding_walks_the_same_way_forwards_and_backwards)
{
	struct suite_random random = {8};
	char bytes[256];

	for (int i = 0; i < ROUNDS; i++) {
		const struct slice text =
			utf8_repair(random_bytes(&random, bytes, sizeof(bytes)), &arena);
		size_t count = 0;
		bool is_same = true;
		unsigned size, size_before;

		for (size_t at = 0; at < text.size; at += size, count++) {
			const uint32_t code_point = utf8_decode(text, at, &size);

			is_same &= utf8_decode_before(text, at + size, &size_before) == code_point &&
				size == size_before;
		}
		ck_assert(is_same);
		ck_assert_uint_eq(utf8_count_code_points(text), count);
		arena_reset(&arena);
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("utf8");
	TCase *tests = tcase_create("utf8");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, NULL, tear_down);
	tcase_add_test(tests, what_is_appended_is_decoded_from_both_sides);
	tcase_add_test(tests, a_byte_that_begins_nothing_counts_alone);
	tcase_add_loop_test(tests, each_maximal_invalid_part_becomes_one_replacement, 0,
		COUNT_OF(repairs));
	tcase_add_test(tests, random_bytes_are_valid_after_repair_and_repaired_once);
	tcase_add_test(tests, decoding_walks_the_same_way_forwards_and_backwards);
	suite_add_tcase(suite, tests);
	return suite;
}
