/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/fold.h"

#include "base/clock.h"
#include "base/memory.h"
#include "tests/support/case_file.h"
#include "tests/support/suite.h"
#include "text/utf8.h"

#define ROUNDS 100000
#define CASES_LEAST 15

static struct case_file file;
static struct buffer text, once, twice;

static void set_up(void)
{
	case_file_open(&file, "folds.case");
}

static void tear_down(void)
{
	case_file_close(&file);
	buffer_clear(&text);
	buffer_clear(&once);
	buffer_clear(&twice);
}

static void fold_twice(void)
{
	buffer_reset(&once);
	buffer_reset(&twice);
	fold_append(buffer_slice(&text), &once);
	fold_append(buffer_slice(&once), &twice);
}

/* One that words are made of more often than not, and any other sometimes. */
static uint32_t random_code_point(struct suite_random *random)
{
	static const struct {
		uint32_t first, count;
	} ranges[] = {{0x20, 0x60}, {0xc0, 0x180}, {0x300, 0x70}, {0x370, 0x1c0}, {0x591, 0x30},
		{0x610, 0xe0}, {0x900, 0x80}, {0xb80, 0x80}, {0xe00, 0x80}, {0x1100, 0x100},
		{0x3040, 0xc0}, {0xac00, 0x2ba4}, {0x2000, 0x70}, {0xff00, 0xf0}, {0x1e00, 0x200},
		{1, 0xd7ff}, {0xe000, 0x101fff}};
	const unsigned range = suite_random_below(random, COUNT_OF(ranges));

	return ranges[range].first + suite_random_below(random, ranges[range].count);
}

START_TEST(each_case_folds_to_what_is_written_below_it)
{
	while (case_file_next(&file)) {
		buffer_reset(&once);
		ck_assert_uint_eq(file.count, 2);
		fold_append(file.lines[0], &once);
		ck_assert_msg(slice_equal(buffer_slice(&once), file.lines[1]),
			"%.*s\nis not\n%.*s", SLICE_ARGS(buffer_slice(&once)), SLICE_ARGS(file.lines[1]));
	}
	ck_assert_uint_ge(file.groups, CASES_LEAST);
}
END_TEST

START_TEST(every_code_point_folds_once_and_for_all)
{
	for (uint32_t code_point = 1; code_point < 0x110000; code_point++) {
		if (code_point >= 0xd800 && code_point < 0xe000)
			continue;
		buffer_reset(&text);
		utf8_append(&text, code_point);
		fold_twice();
		if (!slice_equal(buffer_slice(&once), buffer_slice(&twice)) ||
			!utf8_is_valid(buffer_slice(&once)))
			ck_abort_msg("U+%04X", code_point);
	}
}
END_TEST

START_TEST(random_text_folds_once_and_for_all_and_as_the_slow_way_does)
{
	struct suite_random random = {11};

	for (int i = 0; i < ROUNDS; i++) {
		const unsigned count = 1 + suite_random_below(&random, 8);

		buffer_reset(&text);
		for (unsigned j = 0; j < count; j++)
			utf8_append(&text, random_code_point(&random));
		fold_twice();
		ck_assert_msg(slice_equal(buffer_slice(&once), buffer_slice(&twice)),
			"'%s' '%s' '%s'", text.data, once.data, twice.data);
		buffer_reset(&twice);
		fold_append_slowly(buffer_slice(&text), &twice);
		ck_assert_msg(slice_equal(buffer_slice(&once), buffer_slice(&twice)),
			"'%s': '%s', slowly '%s'", text.data, once.data, twice.data);
	}
}
END_TEST

START_TEST(the_table_of_frequent_letters_is_up_to_date)
{
	for (uint32_t code_point = 0x80; code_point < 0x2070; code_point++) {
		buffer_reset(&text);
		buffer_reset(&once);
		buffer_reset(&twice);
		utf8_append(&text, code_point);
		fold_append(buffer_slice(&text), &once);
		fold_append_slowly(buffer_slice(&text), &twice);
		ck_assert_msg(slice_equal(buffer_slice(&once), buffer_slice(&twice)),
			"U+%04X: run make fold-table", code_point);
	}
}
END_TEST

START_TEST(a_letter_with_a_hundred_thousand_marks_takes_no_time)
{
	/* U+05B0 is left out; U+0E38, U+0E48 and U+093C stay and must be sorted. */
	static const uint32_t marks[] = {0x5b0, 0xe48, 0xe38, 0x93c, 0x301};

	for (size_t i = 0; i < 100000; i++)
		utf8_append(&text, i == 0 ? 'x' : marks[i % COUNT_OF(marks)]);
	const int64_t begin = clock_monotonic_ms();

	fold_twice();
	ck_assert(slice_equal(buffer_slice(&once), buffer_slice(&twice)));
	ck_assert_uint_lt(once.size, 100);
	ck_assert_int_lt(clock_monotonic_ms() - begin, 2000);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("fold");
	TCase *tests = tcase_create("fold");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, each_case_folds_to_what_is_written_below_it);
	tcase_add_test(tests, every_code_point_folds_once_and_for_all);
	tcase_add_test(tests, random_text_folds_once_and_for_all_and_as_the_slow_way_does);
	tcase_add_test(tests, the_table_of_frequent_letters_is_up_to_date);
	tcase_add_test(tests, a_letter_with_a_hundred_thousand_marks_takes_no_time);
	suite_add_tcase(suite, tests);
	return suite;
}
