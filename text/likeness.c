/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/likeness.h"

#include <string.h>

#define SHINGLE 4 /* words in a row that are one item */
#define RUN_OF_WHOLE 5 /* words in a row that two whole forms of a saying share */
#define WINDOW (RUN_OF_WHOLE - SHINGLE + 1) /* of items: one of each window is a print */
#define PARTS 256 /* of the range of hashes, for who decides: 3 % at two standard errors of 60 % */

/* All bits of a hash depend on all words and their order; not 0. */
static uint64_t mix(uint64_t sum)
{
	sum ^= sum >> 32;
	sum *= UINT64_C(0xd6e8feb86659fd93);
	sum ^= sum >> 32;
	return sum;
}

static uint64_t shingle(const uint32_t *hashes)
{
	return mix(hashes[0] * UINT64_C(0x9e3779b97f4a7c15) + hashes[1] * UINT64_C(0xc2b2ae3d27d4eb4f) +
		   hashes[2] * UINT64_C(0x165667b19e3779f9) + hashes[3] * UINT64_C(0xff51afd7ed558ccd));
}

/* Of few words: all of them at once. */
static uint64_t whole(struct likeness_words words)
{
	uint64_t sum = words.count;

	for (uint32_t i = 0; i < words.count; i++)
		sum = mix(sum + words.hashes[i]);
	return mix(sum);
}

static uint32_t print_of(uint64_t hash)
{
	return (uint32_t)hash ? (uint32_t)hash : 1;
}

/* The part a hash falls into is by its upper half, its rank there by its lower half. */
static void keep_least(uint64_t hash, uint32_t *least, uint32_t parts)
{
	uint32_t *place = &least[(hash >> 32) * parts >> 32];
	const uint32_t print = print_of(hash);

	if (*place == 0 || print < *place)
		*place = print;
}

static void find_least(struct likeness_words words, uint32_t *least, uint32_t parts)
{
	memset(least, 0, parts * sizeof(*least));
	if (words.count && words.count < SHINGLE)
		keep_least(whole(words), least, parts);
	for (uint32_t i = 0; i + SHINGLE <= words.count; i++)
		keep_least(shingle(words.hashes + i), least, parts);
}

void likeness_sketch(struct likeness_words words, uint32_t sketch[LIKENESS_SKETCH])
{
	find_least(words, sketch, LIKENESS_SKETCH);
}

bool likeness_may_be_copy(const uint32_t first[LIKENESS_SKETCH],
	const uint32_t second[LIKENESS_SKETCH])
{
	for (size_t i = 0; i < LIKENESS_SKETCH; i++) {
		if (first[i] && first[i] == second[i])
			return true;
	}
	return false;
}

bool likeness_is_copy(struct likeness_words first, struct likeness_words second)
{
	uint32_t one[PARTS], other[PARTS], same = 0, met = 0;

	find_least(first, one, PARTS);
	find_least(second, other, PARTS);
	for (size_t i = 0; i < PARTS; i++) {
		met += one[i] || other[i];
		same += one[i] && one[i] == other[i];
	}
	return met && 5 * same >= 3 * met;
}

/* --- sayings --- */

static struct likeness_words beginning(struct likeness_words words)
{
	if (words.count > LIKENESS_WORDS)
		words.count = LIKENESS_WORDS;
	return words;
}

size_t likeness_prints(struct likeness_words words, uint32_t prints[LIKENESS_WORDS])
{
	uint32_t hashes[LIKENESS_WORDS], items;
	size_t count = 0, last = SIZE_MAX;

	words = beginning(words);
	if (words.count == 0)
		return 0;
	if (words.count < LIKENESS_RUN) {
		prints[0] = print_of(whole(words));
		return 1;
	}
	items = words.count - SHINGLE + 1;
	for (uint32_t i = 0; i < items; i++)
		hashes[i] = print_of(shingle(words.hashes + i));
	for (size_t begin = 0; begin + WINDOW <= items; begin++) {
		size_t least = begin;

		for (size_t i = begin + 1; i < begin + WINDOW; i++) {
			if (hashes[i] <= hashes[least])
				least = i;
		}
		if (least != last)
			prints[count++] = hashes[least];
		last = least;
	}
	return count;
}

/* The most words that both have in this order, and the most in a row. */
static void compare(struct likeness_words first, struct likeness_words second, uint32_t *common,
	uint32_t *longest)
{
	uint16_t ordered[LIKENESS_WORDS + 1] = {0}, run[LIKENESS_WORDS + 1] = {0};

	*longest = 0;
	for (uint32_t i = 0; i < first.count; i++) {
		uint16_t ordered_before = 0, run_before = 0; /* of the words before both */

		for (uint32_t j = 1; j <= second.count; j++) {
			const uint16_t ordered_above = ordered[j], run_above = run[j];
			const bool is_same = first.hashes[i] == second.hashes[j - 1];

			run[j] = is_same ? (uint16_t)(run_before + 1) : 0;
			if (is_same)
				ordered[j] = (uint16_t)(ordered_before + 1);
			else if (ordered[j - 1] > ordered[j])
				ordered[j] = ordered[j - 1];
			*longest = run[j] > *longest ? run[j] : *longest;
			ordered_before = ordered_above;
			run_before = run_above;
		}
	}
	*common = ordered[second.count];
}

bool likeness_is_saying(struct likeness_words first, struct likeness_words second)
{
	uint32_t common, longest, shorter, longer;

	first = beginning(first);
	second = beginning(second);
	if (first.count == second.count &&
		memcmp(first.hashes, second.hashes, first.count * sizeof(*first.hashes)) == 0)
		return first.count > 0;
	shorter = first.count < second.count ? first.count : second.count;
	longer = first.count < second.count ? second.count : first.count;
	if (shorter < LIKENESS_RUN)
		return false;
	compare(first, second, &common, &longest);
	return (longest >= LIKENESS_RUN && 4 * common >= 3 * shorter) ||
	       (longest >= RUN_OF_WHOLE && 5 * common >= 4 * longer);
}

double likeness_of(struct likeness_words first, struct likeness_words second)
{
	uint32_t common, run, longer;

	first = beginning(first);
	second = beginning(second);
	longer = first.count > second.count ? first.count : second.count;
	compare(first, second, &common, &run);
	return longer ? (double)common / longer : 0;
}
