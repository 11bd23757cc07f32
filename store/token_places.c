/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/token_places.h"

#include <string.h>

#include "base/banned.h"

#define SIEVE_SHARE 16          /* bytes for a word: one in so many others passes by mistake */
#define SIEVE_LEAST 1024u
#define SIEVE_LIMIT (1u << 17)  /* for eight wildcards; a sieve half as large is no faster */
#define ROW_SHARE 4

static uint32_t power_of_two(uint32_t least)
{
	uint32_t size = 1;

	while (size < least)
		size *= 2;
	return size;
}

/* While it is made. */
struct making {
	struct token_places *places;
	uint8_t *sieve;
	uint32_t *hashes;
	uint64_t *masks;
};

static void add(struct making *making, uint32_t hash, uint32_t place)
{
	const uint32_t mask = making->places->row_mask;
	uint32_t row = hash & mask;

	making->sieve[hash & making->places->sieve_mask] |= (uint8_t)(1u << place % TOKEN_SIEVE_PLACES);
	while (making->hashes[row] && making->hashes[row] != hash)
		row = (row + 1) & mask;
	if (making->masks[row] & ~(1ULL << place))
		making->places->is_disjoint = false;
	making->hashes[row] = hash;
	making->masks[row] |= 1ULL << place;
}

static void add_place(struct making *making, uint32_t i)
{
	struct token_places *places = making->places;
	const struct token_place *place = &places->list[i];

	if (place->count == 0) {
		places->any |= 1ULL << i;
		places->is_disjoint = places->count == 1;
		for (uint32_t j = 0; j <= places->sieve_mask; j++)
			making->sieve[j] |= (uint8_t)(1u << i % TOKEN_SIEVE_PLACES);
	} else if (place->count == 1) {
		places->first_single = places->first_single == places->count ? i : places->first_single;
		places->last_single = i;
	}
	for (uint32_t j = 0; j < place->count; j++)
		add(making, place->hashes[j], i);
}

static uint32_t sieve_size(uint32_t words)
{
	if (words > SIEVE_LIMIT / SIEVE_SHARE)
		return SIEVE_LIMIT;
	return words < SIEVE_LEAST / SIEVE_SHARE ? SIEVE_LEAST : power_of_two(words * SIEVE_SHARE);
}

const struct token_places *token_places_new(const struct token_place *list, uint32_t count,
	struct arena *arena)
{
	struct token_places *places = arena_allocate_array(arena, 1, sizeof(*places));
	struct making making = {.places = places};
	uint32_t words = 0;

	for (uint32_t i = 0; i < count; i++)
		words += list[i].count;
	*places = (struct token_places){.list = list, .count = count,
		.sieve_mask = sieve_size(words) - 1, .row_mask = power_of_two(words * ROW_SHARE + 1) - 1,
		.first_single = count, .last_single = count, .is_disjoint = true};
	making.sieve = arena_allocate_array(arena, (size_t)places->sieve_mask + 1, 1);
	making.hashes = arena_allocate_array(arena, (size_t)places->row_mask + 1,
		sizeof(*making.hashes));
	making.masks = arena_allocate_array(arena, (size_t)places->row_mask + 1,
		sizeof(*making.masks));
	for (uint32_t i = 0; i < count; i++)
		add_place(&making, i);
	making.sieve[0] = UINT8_MAX;
	places->sieve = making.sieve;
	places->row_hashes = making.hashes;
	places->row_masks = making.masks;
	return places;
}

uint64_t token_places_sift(const struct token_places *places, const uint32_t *words, uint32_t count)
{
	const uint8_t *sieve = places->sieve;
	const uint32_t mask = places->sieve_mask;
	uint64_t found = 0;

	for (uint32_t i = 0; i < count; i++)
		found |= (uint64_t)(sieve[words[i] & mask] != 0) << i;
	return found;
}

uint64_t token_places_sift_run(const struct token_places *places, const uint32_t *words,
	uint32_t count, unsigned *reached)
{
	const uint8_t *sieve = places->sieve;
	const uint32_t mask = places->sieve_mask;
	/* Of longer runs the beginning is looked at, and found where its end is. */
	const unsigned last = (places->count < TOKEN_SIEVE_PLACES ? places->count : TOKEN_SIEVE_PLACES) - 1;
	unsigned state = *reached;
	uint64_t found = 0;

	for (uint32_t i = 0; i < count; i++) {
		state = (state << 1 | 1) & sieve[words[i] & mask];
		found |= (uint64_t)(state >> last & 1) << i;
	}
	*reached = state;
	return found;
}
