/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/stopword.h"

#include "base/buffer.h"
#include "tests/support/suite.h"
#include "text/fold.h"
#include "text/word.h"

#define COMMON_LIMIT 127

START_TEST(each_list_is_sorted_and_without_doubles)
{
	size_t count;
	const struct stopword *list = stopword_list((enum language)_i, &count);

	ck_assert_uint_ge(count, 50);
	for (size_t i = 1; i < count; i++)
		ck_assert_msg(slice_compare(slice_of(list[i - 1].word), slice_of(list[i].word)) < 0,
			"%s", list[i].word);
}
END_TEST

START_TEST(each_word_is_folded_and_one_word)
{
	size_t count;
	const struct stopword *list = stopword_list((enum language)_i, &count);
	struct buffer folded = {0};

	for (size_t i = 0; i < count; i++) {
		struct word_cursor cursor = {slice_of(list[i].word), 0};
		enum word_kind kind;
		struct span span;

		buffer_reset(&folded);
		fold_append(slice_of(list[i].word), &folded);
		ck_assert_str_eq(folded.data, list[i].word);
		ck_assert(word_next(&cursor, &span, &kind));
		/* "po'" ends with an apostrophe, which no word that was cut does. */
		ck_assert_msg(span.end == cursor.text.size, "%s", list[i].word);
	}
	buffer_clear(&folded);
}
END_TEST

START_TEST(frequent_words_have_numbers_of_their_own)
{
	bool seen[COMMON_LIMIT + 1] = {false};
	size_t count;
	const struct stopword *list = stopword_list((enum language)_i, &count);

	for (size_t i = 0; i < count; i++) {
		if (list[i].common == 0)
			continue;
		ck_assert_uint_le(list[i].common, COMMON_LIMIT);
		ck_assert_msg(!seen[list[i].common], "%s", list[i].word);
		seen[list[i].common] = true;
	}
}
END_TEST

START_TEST(every_word_of_a_list_is_found_and_nothing_near_it)
{
	size_t count;
	const enum language language = (enum language)_i;
	const struct stopword *list = stopword_list(language, &count);

	for (size_t i = 0; i < count; i++) {
		struct buffer longer = {0};

		ck_assert_ptr_eq(stopword_find(language, slice_of(list[i].word)), &list[i]);
		ck_assert_int_eq(stopword_is(language, slice_of(list[i].word)), list[i].is_stopword);
		ck_assert_uint_eq(stopword_common(language, slice_of(list[i].word)), list[i].common);
		buffer_printf(&longer, "%sx", list[i].word);
		ck_assert(!stopword_is(language, buffer_slice(&longer)) ||
			stopword_find(language, buffer_slice(&longer)) != &list[i]);
		buffer_clear(&longer);
	}
}
END_TEST

START_TEST(names_and_nothing_are_no_stop_words)
{
	ck_assert(stopword_is(LANGUAGE_ENGLISH, SLICE_LITERAL("the")));
	ck_assert(stopword_common(LANGUAGE_ENGLISH, SLICE_LITERAL("said")) > 0);
	ck_assert(!stopword_is(LANGUAGE_ENGLISH, SLICE_LITERAL("said")));
	ck_assert(!stopword_is(LANGUAGE_ENGLISH, SLICE_LITERAL("bridge")));
	ck_assert(!stopword_is(LANGUAGE_ENGLISH, SLICE_LITERAL("")));
	ck_assert(!stopword_is(LANGUAGE_ENGLISH, SLICE_LITERAL("th")));
	ck_assert(!stopword_is(LANGUAGE_NONE, SLICE_LITERAL("the")));
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("stopword");
	TCase *tests = tcase_create("stopword");

	tcase_add_loop_test(tests, each_list_is_sorted_and_without_doubles, 1, LANGUAGE_COUNT);
	tcase_add_loop_test(tests, each_word_is_folded_and_one_word, 1, LANGUAGE_COUNT);
	tcase_add_loop_test(tests, frequent_words_have_numbers_of_their_own, 1, LANGUAGE_COUNT);
	tcase_add_loop_test(tests, every_word_of_a_list_is_found_and_nothing_near_it, 1,
		LANGUAGE_COUNT);
	tcase_add_test(tests, names_and_nothing_are_no_stop_words);
	suite_add_tcase(suite, tests);
	return suite;
}
