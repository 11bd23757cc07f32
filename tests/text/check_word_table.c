/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/word_table.h"

#include <stdio.h>

#include "tests/support/suite.h"

#define WORDS 5000

static char words[WORDS][8];

static struct word_key key_of(unsigned word)
{
	snprintf(words[word], sizeof(words[word]), "w%u", word);
	return word_key_of(slice_of(words[word]));
}

START_TEST(words_are_numbered_from_one_in_the_order_they_come)
{
	struct word_table table = {0};

	for (unsigned i = 0; i < WORDS; i++)
		ck_assert_uint_eq(word_table_add(&table, key_of(i)), i + 1);
	for (unsigned i = 0; i < WORDS; i++) {
		ck_assert_uint_eq(word_table_find(&table, key_of(i)), i + 1);
		ck_assert_uint_eq(word_table_add(&table, key_of(i)), i + 1);
	}
	ck_assert_uint_eq(table.count, WORDS);
	word_table_clear(&table);
}
END_TEST

START_TEST(a_word_that_was_not_added_has_no_number)
{
	struct word_table table = {0};

	ck_assert_uint_eq(word_table_find(&table, word_key_of(slice_of("none"))), 0);
	word_table_add(&table, word_key_of(slice_of("one")));
	ck_assert_uint_eq(word_table_find(&table, word_key_of(slice_of("none"))), 0);
	word_table_clear(&table);
}
END_TEST

START_TEST(words_of_one_hash_are_told_apart)
{
	struct word_table table = {0};
	const struct word_key first = {slice_of("first"), 7}, second = {slice_of("second"), 7};

	ck_assert_uint_eq(word_table_add(&table, first), 1);
	ck_assert_uint_eq(word_table_add(&table, second), 2);
	ck_assert_uint_eq(word_table_find(&table, first), 1);
	ck_assert_uint_eq(word_table_find(&table, second), 2);
	word_table_clear(&table);
}
END_TEST

START_TEST(a_reset_table_is_empty)
{
	struct word_table table = {0};

	word_table_reset(&table);
	word_table_add(&table, word_key_of(slice_of("one")));
	word_table_add(&table, word_key_of(slice_of("two")));
	word_table_reset(&table);
	ck_assert_uint_eq(word_table_find(&table, word_key_of(slice_of("one"))), 0);
	ck_assert_uint_eq(word_table_add(&table, word_key_of(slice_of("two"))), 1);
	word_table_clear(&table);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("word_table");
	TCase *tcase = tcase_create("word_table");

	tcase_add_test(tcase, words_are_numbered_from_one_in_the_order_they_come);
	tcase_add_test(tcase, a_word_that_was_not_added_has_no_number);
	tcase_add_test(tcase, words_of_one_hash_are_told_apart);
	tcase_add_test(tcase, a_reset_table_is_empty);
	suite_add_tcase(suite, tcase);
	return suite;
}
