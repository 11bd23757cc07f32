/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/token_run.h"

#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "tests/support/suite.h"

#define WORDS 200
#define ROUNDS 20000
#define KINDS 24 /* the words: a half of them has numbers, the others are rare */

/* Rare ones share a number in pairs, so that only their hashes tell them apart. */
static uint32_t hash_of(uint32_t kind)
{
	return kind < KINDS / 2 ? 1000 + kind : (kind / 2 << 8 | 7) << (kind % 2 ? 8 : 0) | 7;
}

static uint32_t known[KINDS / 2 + 1];
static const struct numbering numbering = {known, KINDS / 2 + 1};

static void set_up(void)
{
	for (uint32_t kind = 0; kind < KINDS / 2; kind++)
		known[kind + 1] = hash_of(kind);
	ck_assert(numbering_is_right(&numbering));
}

/* An article, as the file has it, beside its hashes. */
struct example {
	uint32_t hashes[WORDS];
	uint16_t numbers[WORDS];
	struct buffer rares;
	struct token_text text;
};

static void make_example(struct example *example, struct suite_random *random)
{
	const uint32_t count = suite_random_below(random, WORDS + 1);
	const uint32_t kinds = 1 + suite_random_below(random, KINDS);

	buffer_reset(&example->rares);
	for (uint32_t i = 0; i < count; i++) {
		const uint32_t hash = suite_random_below(random, 40) ?
			hash_of(KINDS - 1 - suite_random_below(random, kinds)) : 0;
		const struct token_rare rare = {i, hash};

		example->hashes[i] = hash;
		example->numbers[i] = numbering_number(&numbering, hash);
		if (numbering_is_rare(example->numbers[i]))
			buffer_append_bytes(&example->rares, &rare, sizeof(rare));
	}
	example->text = (struct token_text){.numbering = &numbering, .numbers = example->numbers,
		.count = count, .rares = example->rares.data,
		.rare_count = (uint32_t)(example->rares.size / sizeof(struct token_rare))};
}

/* A part of an article, such as a quotation. */
static struct token_text make_part(const struct example *example, struct suite_random *random)
{
	struct token_text part = example->text;

	part.begin = suite_random_below(random, part.count + 1);
	part.numbers += part.begin;
	part.count = suite_random_below(random, part.count - part.begin + 1);
	return part;
}

START_TEST(hashes_come_back_from_any_part)
{
	struct suite_random random = {5};
	struct example example = {.rares = {0}};
	struct token_room room = {NULL, 0};

	for (int round = 0; round < ROUNDS / 10; round++) {
		const uint32_t *hashes;
		struct token_text part;

		make_example(&example, &random);
		part = make_part(&example, &random);
		hashes = token_room_fill(&room, &part);
		for (uint32_t i = 0; i < part.count; i++) {
			ck_assert_uint_eq(hashes[i], example.hashes[part.begin + i]);
			ck_assert_uint_eq(token_text_hash(&part, i), hashes[i]);
		}
	}
	token_room_clear(&room);
	buffer_clear(&example.rares);
}
END_TEST

static bool naive_at(const struct example *example, const struct token_text *part,
	const uint32_t *hashes, uint32_t count, uint32_t at)
{
	if ((uint64_t)at + count > part->count)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		if (example->hashes[part->begin + at + i] != hashes[i])
			return false;
	}
	return true;
}

/* Half of the patterns are cut out of the words, so that they do occur. */
static uint32_t make_pattern(const struct example *example, const struct token_text *part,
	struct suite_random *random, uint32_t *hashes)
{
	const uint32_t count = 1 + suite_random_below(random, suite_random_below(random, 4) ? 4 : 64);

	for (uint32_t i = 0; i < count; i++)
		hashes[i] = hash_of(suite_random_below(random, KINDS));
	if (count <= part->count && suite_random_below(random, 2)) {
		const uint32_t from = suite_random_below(random, part->count - count + 1);

		for (uint32_t i = 0; i < count; i++)
			hashes[i] = example->hashes[part->begin + from + i];
	}
	return count;
}

START_TEST(runs_are_found_as_a_plain_search_finds_them)
{
	struct suite_random random = {1};
	struct example example = {.rares = {0}};
	unsigned found_rare = 0;

	for (int round = 0; round < ROUNDS; round++) {
		uint32_t hashes[64], position, first, all = 0;
		uint16_t numbers[64];
		struct token_text part;

		make_example(&example, &random);
		part = make_part(&example, &random);

		const uint32_t count = make_pattern(&example, &part, &random, hashes);
		const uint32_t from = suite_random_below(&random, part.count + 2);
		const struct token_run run = token_run_of(&numbering, hashes, count, numbers);

		for (first = from; first < part.count && !naive_at(&example, &part, hashes, count, first);)
			first++;
		for (uint32_t i = 0; i < part.count; i++)
			all += naive_at(&example, &part, hashes, count, i);
		ck_assert_int_eq(token_run_find(&run, &part, from, &position), first < part.count);
		ck_assert(first >= part.count || position == first);
		ck_assert_uint_eq(token_run_count(&run, &part, UINT32_MAX), all);
		ck_assert_uint_eq(token_run_count(&run, &part, 2), all < 2 ? all : 2);
		found_rare += all && run.has_rare;
	}
	ck_assert_uint_gt(found_rare, ROUNDS / 10);
	buffer_clear(&example.rares);
}
END_TEST

/* Numbers without a rare word, rare words without a number, out of order, beyond the end. */
START_TEST(what_does_not_fit_together_is_read_in_bounds)
{
	struct suite_random random = {9};
	uint64_t sum = 0;

	for (int round = 0; round < ROUNDS / 10; round++) {
		struct example example = {.rares = {0}};
		uint32_t hashes[WORDS];

		make_example(&example, &random);
		for (uint32_t i = 0; i < example.text.rare_count; i++) {
			struct token_rare rare = token_text_rare(&example.text, i);

			if (suite_random_below(&random, 3) == 0)
				rare.position = suite_random_below(&random, 2) ? UINT32_MAX :
					suite_random_below(&random, WORDS);
			memcpy(example.rares.data + i * sizeof(rare), &rare, sizeof(rare));
		}
		for (uint32_t i = 0; i < example.text.count; i++) {
			if (suite_random_below(&random, 9) == 0)
				example.numbers[i] = (uint16_t)suite_random_below(&random, 1 << 16);
		}

		const struct token_text part = make_part(&example, &random);

		token_text_hashes(&part, hashes);
		for (uint32_t i = 0; i < part.count; i++)
			sum += hashes[i] ^ token_text_hash(&part, i);
		buffer_clear(&example.rares);
	}
	ck_assert_uint_ne(sum, 0);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("token_run");
	TCase *tests = tcase_create("token_run");

	tcase_add_unchecked_fixture(tests, set_up, NULL);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, hashes_come_back_from_any_part);
	tcase_add_test(tests, runs_are_found_as_a_plain_search_finds_them);
	tcase_add_test(tests, what_does_not_fit_together_is_read_in_bounds);
	suite_add_tcase(suite, tests);
	return suite;
}
