/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/token_match.h"
#include "store/token_near.h"

#include <stdlib.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#define WORDS 200
#define ROUNDS 20000

static struct arena arena;

static void clear(void)
{
	arena_clear(&arena);
}

/* Few different words, so that runs and near misses are many; some zeros between regions. */
static uint32_t random_words(struct suite_random *random, uint32_t *words)
{
	uint32_t count = suite_random_below(random, WORDS + 1);
	uint32_t kinds = 2 + suite_random_below(random, 12);

	for (uint32_t i = 0; i < count; i++) {
		words[i] = suite_random_below(random, 40) == 0
				   ? 0
				   : 1000 + suite_random_below(random, kinds);
	}
	return count;
}

/* Half of the patterns are cut out of the words, so that they do occur. */
static uint32_t random_run(struct suite_random *random, const uint32_t *words, uint32_t word_count,
	uint32_t *hashes)
{
	uint32_t count = 1 + suite_random_below(random, suite_random_below(random, 4) ? 4 : 64);

	for (uint32_t i = 0; i < count; i++)
		hashes[i] = 1000 + suite_random_below(random, 6);
	if (count <= word_count && suite_random_below(random, 2)) {
		uint32_t from = suite_random_below(random, word_count - count + 1);

		for (uint32_t i = 0; i < count; i++)
			hashes[i] = words[from + i] ? words[from + i] : hashes[i];
	}
	return count;
}

static bool naive_at(const uint32_t *words, uint32_t word_count, const uint32_t *hashes,
	uint32_t count, uint32_t at)
{
	if ((uint64_t)at + count > word_count)
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (words[at + i] != hashes[i])
			return false;
	return true;
}

START_TEST(runs_are_counted_as_a_plain_loop_counts_them)
{
	struct suite_random random = {1};
	uint32_t words[WORDS], hashes[TOKEN_MATCH_PLACES];
	unsigned found = 0;

	for (int round = 0; round < ROUNDS; round++) {
		uint32_t word_count = random_words(&random, words), expected = 0;
		uint32_t count = random_run(&random, words, word_count, hashes);
		uint32_t limit = suite_random_below(&random, 8);

		for (uint32_t at = 0; at < word_count; at++)
			expected += naive_at(words, word_count, hashes, count, at);
		found += expected > 0;
		ck_assert_uint_eq(token_match_run(words, word_count, hashes, count, UINT32_MAX),
			expected);
		ck_assert_uint_eq(token_match_run(words, word_count, hashes, count, limit),
			expected < limit ? expected : limit);
	}
	ck_assert_uint_gt(found, ROUNDS / 4);
}
END_TEST

START_TEST(find_gives_the_first_run_at_or_after_from)
{
	struct suite_random random = {2};
	uint32_t words[WORDS], hashes[TOKEN_MATCH_PLACES];

	for (int round = 0; round < ROUNDS; round++) {
		uint32_t word_count = random_words(&random, words), position = 0;
		uint32_t count = random_run(&random, words, word_count, hashes);
		uint32_t from = suite_random_below(&random, WORDS + 10), at = from;

		while (at < word_count && !naive_at(words, word_count, hashes, count, at))
			at++;

		bool found = token_match_find(words, word_count, hashes, count, from, &position);

		ck_assert_int_eq(found, at < word_count);
		if (found)
			ck_assert_uint_eq(position, at);
	}
}
END_TEST

START_TEST(a_run_longer_than_the_words_is_nowhere)
{
	const uint32_t words[] = {1, 2, 3}, run[] = {1, 2, 3, 4};
	uint32_t position;

	ck_assert_uint_eq(token_match_run(words, 3, run, 4, 10), 0);
	ck_assert_uint_eq(token_match_run(words, 3, run, 3, 10), 1);
	ck_assert(!token_match_find(words, 0, run, 1, 0, &position));
	ck_assert(!token_match_find(words, 3, run, 0, 0, &position));
}
END_TEST

/* Sets of words for up to `limit` places; sets overlap, some are any word. */
static uint32_t random_places(struct suite_random *random, uint32_t limit,
	struct token_place *places, uint32_t sets[][8])
{
	uint32_t count = 1 + suite_random_below(random, limit);
	bool singles = suite_random_below(random, 2);

	for (uint32_t i = 0; i < count; i++) {
		uint32_t size = singles ? 1 : suite_random_below(random, 5), next = 1000;

		for (uint32_t j = 0; j < size; j++) {
			next += suite_random_below(random, 4) + (j > 0);
			sets[i][j] = next;
		}
		places[i] = (struct token_place){sets[i], size};
	}
	return count;
}

static bool naive_has(const struct token_place *place, uint32_t word)
{
	for (uint32_t i = 0; i < place->count; i++)
		if (place->hashes[i] == word)
			return true;
	return place->count == 0 && word != 0;
}

/* Each behind the one before. */
static uint32_t count_one_by_one(const uint32_t *words, uint32_t word_count,
	const struct token_places *places, uint32_t limit)
{
	uint32_t position = 0, found = 0;

	for (; found < limit && token_match_places(words, word_count, places, position, &position);
		position += places->count)
		found++;
	return found;
}

static uint32_t all_one_by_one(const uint32_t *words, uint32_t word_count,
	const struct token_places *places, uint32_t from, uint32_t *positions)
{
	uint32_t position = from, found = 0;

	for (; token_match_places(words, word_count, places, position, &position); position++)
		positions[found++] = position;
	return found;
}

START_TEST(places_are_found_as_a_plain_loop_finds_them)
{
	struct suite_random random = {3};
	uint32_t words[WORDS], sets[6][8];
	struct token_place places[6];
	unsigned hits = 0;

	for (int round = 0; round < ROUNDS; round++) {
		uint32_t word_count = random_words(&random, words), position = 0, at;
		uint32_t count = random_places(&random, 6, places, sets);
		uint32_t from = suite_random_below(&random, WORDS / 2);
		const struct token_places *list;
		uint32_t all[WORDS] = {0}, expected_all[WORDS] = {0};
		bool expected = false;

		for (at = from; at + count <= word_count && !expected; at++) {
			expected = true;
			for (uint32_t i = 0; i < count; i++)
				expected = expected && naive_has(&places[i], words[at + i]);
		}
		hits += expected;
		list = token_places_new(places, count, &arena);
		ck_assert_int_eq(token_match_places(words, word_count, list, from, &position),
			expected);
		if (expected)
			ck_assert_uint_eq(position, at - 1);
		ck_assert_uint_eq(token_match_places_all(words, word_count, list, from, all, WORDS),
			all_one_by_one(words, word_count, list, from, expected_all));
		ck_assert_mem_eq(all, expected_all, sizeof(all));
		ck_assert_uint_eq(token_match_places_count(words, word_count, list, 9),
			count_one_by_one(words, word_count, list, 9));
		arena_reset(&arena);
	}
	ck_assert_uint_gt(hits, ROUNDS / 4);
}
END_TEST

/* Can words[begin..end) fill the places, each by a word of its own? By trying everything. */
static bool naive_fill(const uint32_t *words, uint32_t begin, uint32_t end,
	const struct token_place *places, uint32_t count, uint64_t used)
{
	if (count == 0)
		return true;
	for (uint32_t i = begin; i < end; i++)
		if (!(used >> (i - begin) & 1) && naive_has(&places[0], words[i]) &&
			naive_fill(words, begin, end, places + 1, count - 1,
				used | 1ULL << (i - begin)))
			return true;
	return false;
}

static bool naive_chain(const uint32_t *words, uint32_t begin, uint32_t end,
	const struct token_place *places, uint32_t count)
{
	uint32_t place = 0;

	for (uint32_t i = begin; i < end && place < count; i++)
		place += naive_has(&places[place], words[i]);
	return place == count;
}

static bool naive_stretch(const uint32_t *words, uint32_t begin, uint32_t end,
	const struct token_place *places, uint32_t count, bool ordered)
{
	for (uint32_t i = begin; i < end; i++)
		if (words[i] == 0)
			return false;
	return ordered ? naive_chain(words, begin, end, places, count)
		       : naive_fill(words, begin, end, places, count, 0);
}

/* Is there one that begins at or after `begin` and ends at `end`? */
static bool naive_stretch_within(const uint32_t *words, uint32_t begin, uint32_t end,
	const struct token_near *near)
{
	for (; begin < end; begin++)
		if (naive_stretch(words, begin, end, near->places->list, near->places->count,
			    near->ordered))
			return true;
	return false;
}

/* The length of the shortest stretch, 0 when there is none. */
static uint32_t naive_near(const uint32_t *words, uint32_t word_count,
	const struct token_near *near, uint32_t from, uint32_t *begin)
{
	for (uint32_t length = near->places->count; length <= near->window; length++) {
		for (*begin = from; *begin + length <= word_count; ++*begin)
			if (naive_stretch(words, *begin, *begin + length, near->places->list,
				    near->places->count, near->ordered))
				return length;
	}
	return 0;
}

/* Those that end first leave most room for others. */
static uint32_t naive_near_count(const uint32_t *words, uint32_t word_count,
	const struct token_near *near, uint32_t limit)
{
	uint32_t from = 0, found = 0;

	for (uint32_t end = 1; end <= word_count && found < limit; end++) {
		const uint32_t begin = end - from > near->window ? end - near->window : from;

		if (!near->window || !naive_stretch_within(words, begin, end, near))
			continue;
		found++;
		from = end;
	}
	return found;
}

static void check_near(unsigned long long seed, bool ordered)
{
	struct suite_random random = {seed};
	uint32_t words[WORDS], sets[4][8];
	struct token_place places[4];
	unsigned hits = 0;

	for (int round = 0; round < ROUNDS / 4; round++) {
		uint32_t word_count = random_words(&random, words) / 2, expected_begin = 0;
		uint32_t count = random_places(&random, 4, places, sets);
		struct token_near near = {token_places_new(places, count, &arena),
			suite_random_below(&random, 12), ordered};
		uint32_t from = suite_random_below(&random, WORDS / 3);
		uint32_t length = naive_near(words, word_count, &near, from, &expected_begin);
		struct token_stretch stretch = {0};
		bool found = token_near_find(words, word_count, &near, from, &stretch);

		hits += length > 0;
		ck_assert_int_eq(found, length > 0);
		if (found) {
			ck_assert_uint_eq(stretch.end - stretch.begin, length);
			ck_assert_uint_eq(stretch.begin, expected_begin);
		}
		ck_assert_uint_eq(token_near_count(words, word_count, &near, 9),
			naive_near_count(words, word_count, &near, 9));
		arena_reset(&arena);
	}
	ck_assert_uint_gt(hits, ROUNDS / 16);
}

START_TEST(words_near_each_other_are_those_that_trying_everything_finds)
{
	check_near(4, false);
}
END_TEST

START_TEST(words_near_each_other_in_order_are_those_that_trying_everything_finds)
{
	check_near(5, true);
}
END_TEST

/* What ends first is what the shortest text that has a stretch ends with. */
static uint32_t count_by_finding(const uint32_t *words, uint32_t word_count,
	const struct token_near *near, uint32_t limit)
{
	struct token_stretch stretch;
	uint32_t from = 0, found = 0;

	while (found < limit && token_near_find(words, word_count, near, from, &stretch)) {
		uint32_t low = from, high = stretch.end;

		while (low < high) {
			const uint32_t middle = low + (high - low) / 2;

			if (token_near_find(words, middle, near, from, &stretch))
				high = middle;
			else
				low = middle + 1;
		}
		found++;
		from = low;
	}
	return found;
}

/* Long texts in which few windows are whole, and patterns of many places. */
START_TEST(stretches_of_long_texts_are_counted_as_they_are_found)
{
	struct suite_random random = {(unsigned)_i + 40};
	uint32_t words[900], sets[12][3];
	struct token_place places[12];
	unsigned hits = 0;

	for (int round = 0; round < ROUNDS / 10; round++) {
		const uint32_t word_count = suite_random_below(&random, COUNT_OF(words));
		const uint32_t count = 1 + suite_random_below(&random, COUNT_OF(places));
		const uint32_t kinds = 3 * count + suite_random_below(&random, 60);
		struct token_near near = {.window = count + suite_random_below(&random, 70),
			.ordered = _i & 1};

		for (uint32_t i = 0; i < word_count; i++)
			words[i] = suite_random_below(&random, 300) ? 1 + suite_random_below(&random, kinds) : 0;
		for (uint32_t i = 0; i < count; i++) {
			for (uint32_t j = 0; j < 3; j++)
				sets[i][j] = 1 + (_i & 2 ? suite_random_below(&random, kinds) : 3 * i + j);
			places[i] = (struct token_place){sets[i], 1 + suite_random_below(&random, 3)};
		}
		near.places = token_places_new(places, count, &arena);
		hits += token_near_count(words, word_count, &near, 32) > 0;
		ck_assert_uint_eq(token_near_count(words, word_count, &near, 32),
			count_by_finding(words, word_count, &near, 32));
		arena_reset(&arena);
	}
	ck_assert_uint_gt(hits, ROUNDS / 40);
}
END_TEST

START_TEST(one_word_does_not_fill_two_places)
{
	const uint32_t the = 7, words[] = {1, 7, 2, 0, 7, 3};
	const struct token_place list[] = {{&the, 1}, {&the, 1}};
	const struct token_places *twice = token_places_new(list, 2, &arena);
	struct token_stretch stretch;

	ck_assert(!token_near_find(words, 6, &(struct token_near){twice, 6, false}, 0, &stretch));
	ck_assert(!token_near_find(words, 6, &(struct token_near){twice, 6, true}, 0, &stretch));
}
END_TEST

START_TEST(sixty_four_places_are_as_good_as_one)
{
	uint32_t words[200], hashes[TOKEN_MATCH_PLACES], position;
	struct token_place list[TOKEN_MATCH_PLACES];
	const struct token_places *places;
	struct token_near near = {.window = 64, .ordered = true};
	struct token_stretch stretch;

	for (uint32_t i = 0; i < TOKEN_MATCH_PLACES; i++) {
		hashes[i] = i + 1;
		list[i] = (struct token_place){&hashes[i], 1};
	}
	near.places = places = token_places_new(list, TOKEN_MATCH_PLACES, &arena);
	for (uint32_t i = 0; i < COUNT_OF(words); i++)
		words[i] = 1 + i % TOKEN_MATCH_PLACES;
	ck_assert_uint_eq(token_match_run(words, 200, hashes, 64, 9), 3);
	ck_assert(token_match_places(words, 200, places, 1, &position));
	ck_assert_uint_eq(position, 64);
	ck_assert(token_near_find(words, 200, &near, 1, &stretch));
	ck_assert_uint_eq(stretch.begin, 64);
	near.ordered = false;
	ck_assert(token_near_find(words, 200, &near, 1, &stretch));
	ck_assert_uint_eq(stretch.begin, 1);
	ck_assert_uint_eq(stretch.end, 65);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("token_match");
	TCase *tests = tcase_create("token_match");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, NULL, clear);
	tcase_add_test(tests, runs_are_counted_as_a_plain_loop_counts_them);
	tcase_add_test(tests, find_gives_the_first_run_at_or_after_from);
	tcase_add_test(tests, a_run_longer_than_the_words_is_nowhere);
	tcase_add_test(tests, places_are_found_as_a_plain_loop_finds_them);
	tcase_add_test(tests, words_near_each_other_are_those_that_trying_everything_finds);
	tcase_add_test(tests, words_near_each_other_in_order_are_those_that_trying_everything_finds);
	tcase_add_loop_test(tests, stretches_of_long_texts_are_counted_as_they_are_found, 0, 4);
	tcase_add_test(tests, one_word_does_not_fill_two_places);
	tcase_add_test(tests, sixty_four_places_are_as_good_as_one);
	suite_add_tcase(suite, tests);
	return suite;
}
