/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/token_places.h"

#include <string.h>

#include "base/banned.h"

#define SIEVE_SHARE 16          /* bytes for a word: one in so many others passes by mistake */
#define SIEVE_LEAST 1024u
#define SIEVE_LIMIT (1u << 16)  /* what the cache next to the processor still holds, nearly */
#define ROW_SHARE 2

static uint32_t power_of_two(uint32_t least)
{
	uint32_t size = 1;

	while (size < least)
		size *= 2;
	return size;
}

/* Whether the word stood for other places already. */
static bool add(struct token_places_row *rows, uint32_t row_mask, uint32_t hash, uint32_t place)
{
	uint32_t i = hash & row_mask;
	bool is_known;

	while (rows[i].mask && rows[i].hash != hash)
		i = (i + 1) & row_mask;
	is_known = (rows[i].mask & ~(1ULL << place)) != 0;
	rows[i].hash = hash;
	rows[i].mask |= 1ULL << place;
	return is_known;
}

const struct token_places *token_places_new(const struct token_place *list, uint32_t count,
	struct arena *arena)
{
	struct token_places *places = arena_allocate_array(arena, 1, sizeof(*places));
	uint32_t words = 0, sieve_size;
	struct token_places_row *rows;
	uint8_t *sieve;

	for (uint32_t i = 0; i < count; i++)
		words += list[i].count;
	sieve_size = power_of_two(words < SIEVE_LEAST / SIEVE_SHARE ? SIEVE_LEAST :
				  words > SIEVE_LIMIT / SIEVE_SHARE ? SIEVE_LIMIT :
								     words * SIEVE_SHARE);
	*places = (struct token_places){.list = list, .count = count, .sieve_mask = sieve_size - 1,
		.first_single = count, .last_single = count,
		.row_mask = power_of_two(words * ROW_SHARE + 1) - 1, .is_disjoint = true};
	places->sieve = sieve = arena_allocate_array(arena, sieve_size, 1);
	places->rows = rows = arena_allocate_array(arena, (size_t)places->row_mask + 1, sizeof(*rows));
	sieve[0] = 1;
	for (uint32_t i = 0; i < count; i++) {
		places->any |= (uint64_t)(list[i].count == 0) << i;
		if (list[i].count == 1) {
			places->first_single = places->first_single == count ? i : places->first_single;
			places->last_single = i;
		}
		for (uint32_t j = 0; j < list[i].count; j++) {
			sieve[list[i].hashes[j] & places->sieve_mask] = 1;
			if (add(rows, places->row_mask, list[i].hashes[j], i))
				places->is_disjoint = false;
		}
	}
	if (places->any)
		places->is_disjoint = count == 1;
	return places;
}

uint64_t token_places_sift(const struct token_places *places, const uint32_t *words, uint32_t count)
{
	const uint8_t *sieve = places->sieve;
	const uint32_t mask = places->sieve_mask;
	const uint64_t all = ~0ULL >> (64 - count);
	uint64_t found = 0;
	uint32_t i = 0;

	if (places->any)
		return all;
	/* Four side by side: they do not wait for each other. */
	for (; i + 4 <= count; i += 4)
		found |= (uint64_t)(sieve[words[i] & mask] | sieve[words[i + 1] & mask] << 1 |
				    sieve[words[i + 2] & mask] << 2 | sieve[words[i + 3] & mask] << 3)
			 << i;
	for (; i < count; i++)
		found |= (uint64_t)sieve[words[i] & mask] << i;
	return found;
}
