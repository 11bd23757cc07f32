/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/numbering.h"

#include <stdlib.h>

#include "base/memory.h"
#include "tests/support/suite.h"

/* So many words that some are common, some have numbers and some have none. */
static const uint32_t vocabularies[] = {0, 1, 2, NUMBERING_COMMON - 1, NUMBERING_COMMON,
	NUMBERING_COMMON + 1, 20000, NUMBERING_RARE - 1, NUMBERING_RARE, 100000};

struct made {
	struct numbering_words words;
	uint32_t *hashes;
	uint16_t *numbers;
	struct numbering numbering;
};

/* Hashes that no two words share. */
static uint32_t hash_of(uint32_t word)
{
	return word * 0x9e3779b1u;
}

/* Word w comes w % 7 times and a half of them once more: among equals the lowest hash is chosen. */
static void make(struct made *made, uint32_t vocabulary)
{
	*made = (struct made){.hashes = memory_allocate_array(NUMBERING_RARE, sizeof(uint32_t)),
		.numbers = memory_allocate_array((size_t)vocabulary + 2, sizeof(uint16_t))};
	for (uint32_t word = 1; word <= vocabulary; word++)
		ck_assert_uint_eq(numbering_words_add(&made->words, hash_of(word), 1 + word % 7), word);
	for (uint32_t word = 1; word <= vocabulary; word += 2)
		ck_assert_uint_eq(numbering_words_add(&made->words, hash_of(word), 1), word);
	made->numbering = numbering_words_choose(&made->words, made->hashes, made->numbers);
}

static void drop(struct made *made)
{
	numbering_words_clear(&made->words);
	memory_free(made->hashes);
	memory_free(made->numbers);
}

START_TEST(words_are_found_by_number_and_numbers_by_hash)
{
	const uint32_t vocabulary = vocabularies[_i];
	struct made made;

	make(&made, vocabulary);
	ck_assert_uint_eq(made.numbering.count,
		vocabulary + 1 < NUMBERING_RARE ? vocabulary + 1 : NUMBERING_RARE);
	ck_assert(numbering_is_right(&made.numbering));
	ck_assert_uint_eq(numbering_number(&made.numbering, 0), 0);
	for (uint32_t word = 1; word <= vocabulary; word++) {
		const uint16_t number = numbering_number(&made.numbering, hash_of(word));

		ck_assert_uint_eq(number, made.numbers[word]);
		if (numbering_is_rare(number))
			ck_assert_uint_eq(number & 0xff, hash_of(word) & 0xff);
		else
			ck_assert_uint_eq(numbering_hash(&made.numbering, number), hash_of(word));
	}
	ck_assert(numbering_is_rare(numbering_number(&made.numbering, hash_of(vocabulary + 1))));
	ck_assert_uint_eq(numbering_hash(&made.numbering, UINT16_MAX), 0);
	drop(&made);
}
END_TEST

static const struct numbering_words *sorted_words;

static int by_frequency(const void *a, const void *b)
{
	const uint32_t first = *(const uint32_t *)a, second = *(const uint32_t *)b;
	const uint32_t *counts = sorted_words->counts, *hashes = sorted_words->hashes;

	if (counts[first] != counts[second])
		return counts[first] > counts[second] ? -1 : 1;
	return hashes[first] < hashes[second] ? -1 : 1;
}

START_TEST(the_most_frequent_words_have_the_lowest_numbers)
{
	const uint32_t vocabulary = vocabularies[_i];
	uint32_t *order = memory_allocate_array((size_t)vocabulary + 1, sizeof(*order));
	struct made made;

	make(&made, vocabulary);
	for (uint32_t i = 0; i < vocabulary; i++)
		order[i] = i + 1;
	sorted_words = &made.words;
	qsort(order, vocabulary, sizeof(*order), by_frequency);
	for (uint32_t i = 0; i < vocabulary; i++) {
		const uint32_t number = made.numbers[order[i]];

		ck_assert_int_eq(number < NUMBERING_COMMON, i + 1 < NUMBERING_COMMON);
		ck_assert_int_eq(number < NUMBERING_RARE, i + 1 < NUMBERING_RARE);
	}
	memory_free(order);
	drop(&made);
}
END_TEST

START_TEST(words_that_never_came_have_no_number)
{
	struct numbering_words words = {.count = 0};
	struct numbering numbering;
	uint32_t hashes[NUMBERING_RARE];
	uint16_t numbers[4];

	numbering_words_add(&words, 10, 0);
	numbering_words_add(&words, 20, 2);
	numbering_words_add(&words, 30, UINT32_MAX);
	numbering_words_add(&words, 30, UINT32_MAX);
	numbering = numbering_words_choose(&words, hashes, numbers);
	ck_assert_uint_eq(numbering.count, 3);
	ck_assert(numbering_is_rare(numbers[1]));
	ck_assert_uint_eq(numbers[2], 1);
	ck_assert_uint_eq(numbers[3], 2);
	ck_assert_uint_eq(words.counts[3], UINT32_MAX);
	numbering_words_clear(&words);
}
END_TEST

START_TEST(words_that_were_reset_are_counted_anew)
{
	struct numbering_words words = {.count = 0};

	for (int round = 0; round < 3; round++) {
		ck_assert_uint_eq(numbering_words_add(&words, 77, 5), 1);
		ck_assert_uint_eq(numbering_words_add(&words, 0, 1), 0);
		ck_assert_uint_eq(numbering_words_add(&words, 77, 5), 1);
		ck_assert_uint_eq(words.counts[1], 10);
		ck_assert_uint_eq(words.count, 2);
		numbering_words_reset(&words);
	}
	numbering_words_clear(&words);
}
END_TEST

START_TEST(many_at_once_are_the_same_as_one_by_one)
{
	struct numbering_words one = {.count = 0}, many = {.count = 0};
	struct suite_random random = {3};

	for (int round = 0; round < 200; round++) {
		uint32_t hashes[100], met[100];
		const uint32_t count = suite_random_below(&random, COUNT_OF(hashes) + 1);

		for (uint32_t i = 0; i < count; i++)
			hashes[i] = hash_of(suite_random_below(&random, 4000));
		numbering_words_add_each(&many, hashes, count, met);
		for (uint32_t i = 0; i < count; i++)
			ck_assert_uint_eq(met[i], numbering_words_add(&one, hashes[i], 1));
	}
	ck_assert_uint_eq(one.count, many.count);
	for (uint32_t word = 0; word < one.count; word++) {
		ck_assert_uint_eq(one.hashes[word], many.hashes[word]);
		ck_assert_uint_eq(one.counts[word], many.counts[word]);
	}
	numbering_words_clear(&one);
	numbering_words_clear(&many);
}
END_TEST

START_TEST(disorder_is_seen)
{
	static const uint32_t wrong[][3] = {{1, 2, 3}, {0, 3, 2}, {0, 2, 2}, {0, 0, 1}};
	static const uint32_t right[] = {0, 2, 3};

	ck_assert(numbering_is_right(&(struct numbering){right, 3}));
	ck_assert(!numbering_is_right(&(struct numbering){right, 0}));
	ck_assert(!numbering_is_right(&(struct numbering){wrong[_i], 3}));
}
END_TEST

/* A hash in both parts would be found in one only. */
START_TEST(a_hash_that_has_two_numbers_is_seen)
{
	struct made made;

	make(&made, 20000);
	for (uint32_t i = NUMBERING_COMMON; i < made.numbering.count; i++) {
		if (made.hashes[i - 1] < made.hashes[100] && made.hashes[i] > made.hashes[100])
			made.hashes[i] = made.hashes[100];
	}
	ck_assert(!numbering_is_right(&made.numbering));
	drop(&made);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("numbering");
	TCase *tests = tcase_create("numbering");

	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, words_are_found_by_number_and_numbers_by_hash, 0,
		COUNT_OF(vocabularies));
	tcase_add_loop_test(tests, the_most_frequent_words_have_the_lowest_numbers, 0,
		COUNT_OF(vocabularies));
	tcase_add_test(tests, words_that_never_came_have_no_number);
	tcase_add_test(tests, words_that_were_reset_are_counted_anew);
	tcase_add_test(tests, many_at_once_are_the_same_as_one_by_one);
	tcase_add_loop_test(tests, disorder_is_seen, 0, 4);
	tcase_add_test(tests, a_hash_that_has_two_numbers_is_seen);
	suite_add_tcase(suite, tests);
	return suite;
}
