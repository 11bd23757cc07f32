/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/word.h"

#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/memory.h"
#include "tests/support/case_file.h"
#include "tests/support/suite.h"
#include "text/character.h"
#include "text/utf8.h"

#define ROUNDS 10000
#define CASES_LEAST 40
#define HOSTILE_SIZE (2u << 20)

static struct case_file file;
static struct buffer text, words;

static void set_up(void)
{
	case_file_open(&file, "words.case");
}

static void tear_down(void)
{
	case_file_close(&file);
	buffer_clear(&text);
	buffer_clear(&words);
}

/* "one | two"; "-" for none. */
static void cut(struct slice input)
{
	struct word_cursor cursor = {input, 0};
	enum word_kind kind;
	struct span span;

	buffer_reset(&words);
	while (word_next(&cursor, &span, &kind)) {
		if (words.size)
			buffer_append_string(&words, " | ");
		buffer_append(&words, span_of(input, span));
	}
	if (!words.size)
		buffer_append_string(&words, "-");
}

START_TEST(each_case_is_cut_as_written_below_it)
{
	while (case_file_next(&file)) {
		ck_assert_uint_eq(file.count, 2);
		cut(file.lines[0]);
		ck_assert_msg(slice_equal(buffer_slice(&words), file.lines[1]), "%.*s\n%s\nis not\n%.*s",
			SLICE_ARGS(file.lines[0]), words.data, SLICE_ARGS(file.lines[1]));
	}
	ck_assert_uint_ge(file.groups, CASES_LEAST);
}
END_TEST

static const struct kind_row {
	const char *word;
	enum word_kind kind;
} kinds[] = {
	{"word", WORD_LETTERS}, {"don't", WORD_LETTERS}, {"3D", WORD_LETTERS}, {"U.S", WORD_INITIALS},
	{"p.m", WORD_INITIALS}, {"1,000.5", WORD_NUMBER}, {"42", WORD_NUMBER}, {"٣", WORD_NUMBER},
	{"日本", WORD_PAIR}, {"の", WORD_PAIR}, {"ไท", WORD_PAIR}, {"カナ", WORD_LETTERS},
	{"한국", WORD_LETTERS},
};

START_TEST(a_word_knows_its_kind)
{
	struct word_cursor cursor = {slice_of(kinds[_i].word), 0};
	enum word_kind kind;
	struct span span;

	ck_assert(word_next(&cursor, &span, &kind));
	ck_assert_uint_eq(span.end - span.begin, strlen(kinds[_i].word));
	ck_assert_msg(kind == kinds[_i].kind, "%s: %d", kinds[_i].word, (int)kind);
}
END_TEST

/* Text of pieces that meet each other's rules. */
static void make_random_text(struct suite_random *random)
{
	static const char *const pieces[] = {"a", "B", "word", "9", "10", ".", ",", "'", "’", "\"", "-",
		" ", " ", "_", "\n", "é", "e\xcc\x81", "\xcc\x81", "\xc2\xad", "א", "日", "の", "ไ", "ี",
		"カ", "ー", "٣", "٫", "·", "👍", "\xe2\x80\x8b", "한", "ж", "U.S.", "1,000"};
	const unsigned count = suite_random_below(random, 16);

	buffer_reset(&text);
	for (unsigned i = 0; i < count; i++)
		buffer_append_string(&text, pieces[suite_random_below(random, COUNT_OF(pieces))]);
}

static bool has_letter_or_digit(struct slice word)
{
	unsigned size;
	bool found = false;

	for (size_t i = 0; i < word.size; i += size) {
		const uint32_t code_point = utf8_decode(word, i, &size);

		found |= character_is_letter(code_point) ||
			character_kind(code_point) == CHARACTER_DIGIT;
	}
	return found;
}

START_TEST(words_are_inside_in_order_and_have_a_letter_or_digit)
{
	struct suite_random random = {3};

	for (int i = 0; i < ROUNDS; i++) {
		make_random_text(&random);
		struct word_cursor cursor = {buffer_slice(&text), 0};
		uint32_t begin = 0;
		uint32_t end = 0;
		enum word_kind kind;
		struct span span;

		while (word_next(&cursor, &span, &kind)) {
			ck_assert_uint_lt(span.begin, span.end);
			ck_assert_uint_le(span.end, text.size);
			ck_assert(end == 0 || span.begin > begin);
			ck_assert(kind == WORD_PAIR || span.begin >= end);
			ck_assert(has_letter_or_digit(span_of(buffer_slice(&text), span)));
			begin = span.begin;
			end = span.end;
		}
		ck_assert_uint_eq(cursor.position, text.size);
	}
}
END_TEST

START_TEST(a_word_cut_again_is_the_same_word)
{
	struct suite_random random = {4};

	for (int i = 0; i < ROUNDS; i++) {
		make_random_text(&random);
		struct word_cursor cursor = {buffer_slice(&text), 0};
		enum word_kind kind, kind_again;
		struct span span, again;

		while (word_next(&cursor, &span, &kind)) {
			struct word_cursor inner = {span_of(buffer_slice(&text), span), 0};

			ck_assert(word_next(&inner, &again, &kind_again));
			ck_assert_uint_eq(again.begin, 0);
			ck_assert_uint_eq(again.end, span.end - span.begin);
			ck_assert_int_eq(kind, kind_again);
		}
	}
}
END_TEST

START_TEST(texts_joined_by_a_line_end_have_the_words_of_both)
{
	struct suite_random random = {5};
	struct buffer both = {0};
	struct buffer apart = {0};

	for (int i = 0; i < ROUNDS; i++) {
		buffer_reset(&both);
		buffer_reset(&apart);
		for (int part = 0; part < 2; part++) {
			make_random_text(&random);
			buffer_append(&both, buffer_slice(&text));
			buffer_append_string(&both, ".\n");
			cut(buffer_slice(&text));
			if (slice_equal_string(buffer_slice(&words), "-"))
				continue;
			buffer_append_string(&apart, apart.size ? " | " : "");
			buffer_append(&apart, buffer_slice(&words));
		}
		cut(buffer_slice(&both));
		if (apart.size)
			ck_assert_str_eq(words.data, apart.data);
	}
	buffer_clear(&both);
	buffer_clear(&apart);
}
END_TEST

START_TEST(the_plain_way_cuts_what_the_other_cuts)
{
	struct suite_random random = {6};

	for (int i = 0; i < ROUNDS; i++) {
		make_random_text(&random);
		struct word_cursor plain = {buffer_slice(&text), 0};
		struct word_cursor cursor = plain;
		struct span span, expected;
		enum word_kind kind;
		bool more = true;

		while (more) {
			const bool is_plain = word_next_plain(&plain, &span);

			if (!is_plain)
				more = word_next(&plain, &span, &kind);
			ck_assert_int_eq(word_next(&cursor, &expected, &kind), is_plain || more);
			if (is_plain || more) {
				ck_assert_uint_eq(span.begin, expected.begin);
				ck_assert_uint_eq(span.end, expected.end);
			}
		}
	}
}
END_TEST

static const struct hostile {
	const char *begin, *repeated;
} hostile_texts[] = {
	{"", "'"}, {"a", "'"}, {"a", "\xcc\x81"}, {"", "a'"}, {"", "a."}, {"", "."}, {"", "a"},
	{"", "日"}, {"ไ", "\xe0\xb8\xb5"}, {"", "1,"}, {"a", "\xc2\xad"}, {"", "\""}, {"", "\xe2\x80\x99"},
};

START_TEST(two_megabytes_of_one_thing_take_no_time)
{
	const struct hostile *row = &hostile_texts[_i];
	size_t count = 0;
	bool is_short = true;
	enum word_kind kind;
	struct span span;

	buffer_append_string(&text, row->begin);
	while (text.size < HOSTILE_SIZE)
		buffer_append_string(&text, row->repeated);
	struct word_cursor cursor = {buffer_slice(&text), 0};
	const int64_t begin = clock_monotonic_ms();

	while (word_next(&cursor, &span, &kind)) {
		is_short &= span.end - span.begin <= WORD_LIMIT;
		count++;
	}
	ck_assert(is_short);
	ck_assert_uint_le(count, HOSTILE_SIZE / 2);
	ck_assert_int_lt(clock_monotonic_ms() - begin, 5000);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("word");
	TCase *tests = tcase_create("word");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, each_case_is_cut_as_written_below_it);
	tcase_add_loop_test(tests, a_word_knows_its_kind, 0, COUNT_OF(kinds));
	tcase_add_test(tests, words_are_inside_in_order_and_have_a_letter_or_digit);
	tcase_add_test(tests, a_word_cut_again_is_the_same_word);
	tcase_add_test(tests, texts_joined_by_a_line_end_have_the_words_of_both);
	tcase_add_test(tests, the_plain_way_cuts_what_the_other_cuts);
	tcase_add_loop_test(tests, two_megabytes_of_one_thing_take_no_time, 0,
		COUNT_OF(hostile_texts));
	suite_add_tcase(suite, tests);
	return suite;
}
