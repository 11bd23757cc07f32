/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/sentence.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/memory.h"
#include "tests/support/case_file.h"
#include "tests/support/suite.h"
#include "text/character.h"
#include "text/utf8.h"

#define ROUNDS 10000
#define CASES_LEAST 35
#define HOSTILE_SIZE (2u << 20)

static struct case_file file;
static struct buffer text;

static void set_up(void)
{
	case_file_open(&file, "sentences.case");
}

static void tear_down(void)
{
	case_file_close(&file);
	buffer_clear(&text);
}

START_TEST(each_case_is_cut_as_written_below_it)
{
	while (case_file_next(&file)) {
		struct sentence_cursor cursor = {file.lines[0], 0};
		unsigned count = 1;
		struct span span;

		for (; sentence_next(&cursor, &span); count++) {
			const struct slice sentence = span_of(file.lines[0], span);

			ck_assert_msg(count < file.count && slice_equal(sentence, file.lines[count]),
				"%.*s\nhas the sentence\n%.*s", SLICE_ARGS(file.lines[0]),
				SLICE_ARGS(sentence));
		}
		ck_assert_msg(count == file.count, "%.*s\nhas %u sentences", SLICE_ARGS(file.lines[0]),
			count - 1);
	}
	ck_assert_uint_ge(file.groups, CASES_LEAST);
}
END_TEST

static void make_random_text(struct suite_random *random)
{
	static const char *const pieces[] = {"a", "Word", "word", "Mr", "U.S", "9", ".", ".", "!", "?",
		"…", "。", "\"", "“", "”", "'", "«", "»", "(", ")", "[", ",", ":", "-", "—", " ", " ", " ",
		"\n", "\n", "\r\n", "\t", "\xc2\xa0", "\f", "日", "é", "\xe2\x80\xa9"};
	const unsigned count = suite_random_below(random, 24);

	buffer_reset(&text);
	for (unsigned i = 0; i < count; i++)
		buffer_append_string(&text, pieces[suite_random_below(random, COUNT_OF(pieces))]);
}

static bool is_blank(struct slice gap)
{
	unsigned size;
	bool blank = true;

	for (size_t i = 0; i < gap.size; i += size)
		blank &= character_is_space(utf8_decode(gap, i, &size));
	return blank;
}

START_TEST(sentences_are_trimmed_in_order_and_leave_out_white_space_only)
{
	struct suite_random random = {21};

	for (int i = 0; i < ROUNDS; i++) {
		make_random_text(&random);
		struct sentence_cursor cursor = {buffer_slice(&text), 0};
		uint32_t end = 0;
		struct span span;
		unsigned size;

		while (sentence_next(&cursor, &span)) {
			ck_assert_uint_lt(span.begin, span.end);
			ck_assert_uint_ge(span.begin, end);
			ck_assert(is_blank(slice_range(cursor.text, end, span.begin)));
			ck_assert(!character_is_space(utf8_decode(cursor.text, span.begin, &size)));
			ck_assert(!character_is_space(utf8_decode_before(cursor.text, span.end, &size)));
			end = span.end;
		}
		ck_assert(is_blank(slice_range(cursor.text, end, text.size)));
	}
}
END_TEST

static unsigned count_sentences(struct slice input)
{
	struct sentence_cursor cursor = {input, 0};
	struct span span;
	unsigned count = 0;

	while (sentence_next(&cursor, &span))
		count++;
	return count;
}

START_TEST(an_empty_line_keeps_what_is_around_it_apart)
{
	struct suite_random random = {22};
	struct buffer both = {0};

	for (int i = 0; i < ROUNDS; i++) {
		unsigned apart = 0;

		buffer_reset(&both);
		for (int part = 0; part < 2; part++) {
			make_random_text(&random);
			buffer_append(&both, buffer_slice(&text));
			buffer_append_string(&both, "\n\n");
			apart += count_sentences(buffer_slice(&text));
		}
		ck_assert_uint_eq(count_sentences(buffer_slice(&both)), apart);
	}
	buffer_clear(&both);
}
END_TEST

static const char *const hostile_texts[] = {".", "?", "\"", ".\"", ". ", "Mr. ", "A.", "\n", "a\n", "A\n",
	" ", ".(", "“", "….", "« ", "。", "A. \n", "1. "};

START_TEST(two_megabytes_of_one_thing_take_no_time)
{
	while (text.size < HOSTILE_SIZE)
		buffer_append_string(&text, hostile_texts[_i]);
	const int64_t begin = clock_monotonic_ms();

	ck_assert_uint_le(count_sentences(buffer_slice(&text)), HOSTILE_SIZE);
	ck_assert_int_lt(clock_monotonic_ms() - begin, 5000);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("sentence");
	TCase *tests = tcase_create("sentence");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, each_case_is_cut_as_written_below_it);
	tcase_add_test(tests, sentences_are_trimmed_in_order_and_leave_out_white_space_only);
	tcase_add_test(tests, an_empty_line_keeps_what_is_around_it_apart);
	tcase_add_loop_test(tests, two_megabytes_of_one_thing_take_no_time, 0,
		COUNT_OF(hostile_texts));
	suite_add_tcase(suite, tests);
	return suite;
}
