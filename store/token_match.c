/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/token_match.h"

#include <stddef.h>
#include <string.h>

#include "base/lanes.h"

#include "base/banned.h"

#define STRIDE 32 /* words looked at before one branch: most articles have few candidates */

static inline lanes lanes_pair(const uint32_t *words, uint32_t apart, lanes first, lanes last)
{
	return (lanes)(lanes_load(words) == first) & (lanes)(lanes_load(words + apart) == last);
}

/* Four lanes a turn: -O2 unrolls nothing by itself, and counting would be a third of it. */
static inline bool stride_has(const uint32_t *words, uint32_t apart, lanes first, lanes last)
{
	lanes found = {0, 0, 0, 0};

	for (const uint32_t *end = words + STRIDE; words < end; words += 4 * LANES)
		found |= lanes_pair(words, apart, first, last) |
			lanes_pair(words + LANES, apart, first, last) |
			lanes_pair(words + 2 * LANES, apart, first, last) |
			lanes_pair(words + 3 * LANES, apart, first, last);
	return lanes_any(found);
}

/* The first i in [from, end) with `first` at i and `last` at i + apart; else end. Two words
 * of a run are looked for at once: its first alone is often a common word. */
static uint32_t scan(const uint32_t *words, uint32_t from, uint32_t end, uint32_t apart,
	uint32_t first, uint32_t last)
{
	lanes many_first = lanes_fill(first), many_last = lanes_fill(last);
	uint32_t i = from;

	while (end - i >= STRIDE && !stride_has(words + i, apart, many_first, many_last))
		i += STRIDE;
	while (i < end && (words[i] != first || words[i + apart] != last))
		i++;
	return i;
}

bool token_match_find(const uint32_t *words, uint32_t word_count, const uint32_t *hashes,
	uint32_t count, uint32_t from, uint32_t *position)
{
	if (count == 0 || count > word_count)
		return false;

	uint32_t end = word_count - count + 1;
	size_t inner = count > 2 ? (count - 2) * sizeof(*hashes) : 0;

	for (uint32_t i = from; i < end; i++) {
		i = scan(words, i, end, count - 1, hashes[0], hashes[count - 1]);
		if (i < end && memcmp(words + i + 1, hashes + 1, inner) == 0) {
			*position = i;
			return true;
		}
	}
	return false;
}

uint32_t token_match_run(const uint32_t *words, uint32_t word_count, const uint32_t *hashes,
	uint32_t count, uint32_t limit)
{
	uint32_t found = 0, position = 0;

	while (found < limit &&
		token_match_find(words, word_count, hashes, count, position, &position)) {
		found++;
		position++;
	}
	return found;
}

/* --- places --- */

#define BLOCK 64

static bool places_match(const uint32_t *words, const struct token_places *places)
{
	for (uint32_t i = 0; i < places->count; i++) {
		const struct token_place *place = &places->list[i];

		if (place->count == 1 ? words[i] != place->hashes[0] :
		    words[i] == 0 || (place->count && !(token_places_of(places, words[i]) >> i & 1)))
			return false;
	}
	return true;
}

/* Runs of places without single words: where a run may be is told by the sieve, block by block. */
struct progress {
	const struct token_places *places;
	const uint32_t *words;
	uint32_t begin, next, end; /* the block at hand, and what is left behind it */
	uint32_t from;             /* runs begin here or later */
	unsigned reached;
	uint64_t found;
};

static void progress_init(struct progress *progress, const struct token_places *places,
	const uint32_t *words, uint32_t from, uint32_t end)
{
	*progress = (struct progress){.places = places, .words = words, .next = from, .end = end,
		.from = from};
}

/* Whether the run that the sieve saw end at word i does. */
static bool progress_check(const struct progress *progress, uint32_t i, uint32_t *position)
{
	const uint32_t count = progress->places->count;
	const uint32_t seen = count < TOKEN_SIEVE_PLACES ? count : TOKEN_SIEVE_PLACES;

	*position = i + 1 - seen;
	return *position >= progress->from && count <= progress->end - *position &&
	       places_match(progress->words + *position, progress->places);
}

static bool progress_next(struct progress *progress, uint32_t *position)
{
	for (;;) {
		uint32_t size;

		while (progress->found) {
			const uint32_t i = progress->begin + (uint32_t)__builtin_ctzll(progress->found);

			progress->found &= progress->found - 1;
			if (progress_check(progress, i, position))
				return true;
		}
		if (progress->next >= progress->end)
			return false;
		size = progress->end - progress->next < BLOCK ? progress->end - progress->next : BLOCK;
		progress->found = token_places_sift_run(progress->places, progress->words + progress->next,
			size, &progress->reached);
		progress->begin = progress->next;
		progress->next += size;
	}
}

/* Single words are found by all lanes, and what stands around them is looked at then. */
static bool find_around(const uint32_t *words, uint32_t word_count,
	const struct token_places *places, uint32_t from, uint32_t *position)
{
	const uint32_t end = word_count - places->count + 1;
	const uint32_t first = places->first_single, last = places->last_single;

	for (uint32_t i = from; i < end; i++) {
		i = scan(words + first, i, end, last - first, *places->list[first].hashes,
			*places->list[last].hashes);
		if (i < end && places_match(words + i, places)) {
			*position = i;
			return true;
		}
	}
	return false;
}

/* Words of many are looked up one by one. */
static bool find_sifted(const uint32_t *words, uint32_t word_count,
	const struct token_places *places, uint32_t from, uint32_t *position)
{
	struct progress progress;

	progress_init(&progress, places, words, from, word_count);
	return progress_next(&progress, position);
}

bool token_match_places(const uint32_t *words, uint32_t word_count,
	const struct token_places *places, uint32_t from, uint32_t *position)
{
	if (places->count > word_count || from >= word_count)
		return false;
	return places->first_single < places->count ?
		       find_around(words, word_count, places, from, position) :
		       find_sifted(words, word_count, places, from, position);
}

static uint32_t count_around(const uint32_t *words, uint32_t word_count,
	const struct token_places *places, uint32_t limit)
{
	uint32_t position = 0, found = 0;

	while (found < limit &&
		token_match_places(words, word_count, places, position, &position)) {
		found++;
		position += places->count;
	}
	return found;
}

uint32_t token_match_places_count(const uint32_t *words, uint32_t word_count,
	const struct token_places *places, uint32_t limit)
{
	struct progress progress;
	uint32_t position, found = 0;

	if (places->first_single < places->count)
		return count_around(words, word_count, places, limit);
	progress_init(&progress, places, words, 0, word_count);
	while (found < limit && progress_next(&progress, &position)) {
		found++;
		progress.from = position + places->count;
	}
	return found;
}

static uint32_t all_equal(const uint32_t *words, uint32_t word_count, uint32_t hash, uint32_t from,
	uint32_t *positions, uint32_t room)
{
	uint32_t found = 0;

	for (uint32_t i = from; found < room; i++) {
		i = scan(words, i, word_count, 0, hash, hash);
		if (i == word_count)
			break;
		positions[found++] = i;
	}
	return found;
}

static uint32_t all_single(const uint32_t *words, uint32_t word_count,
	const struct token_places *places, uint32_t from, uint32_t *positions, uint32_t room)
{
	uint32_t found = 0, size;

	for (uint32_t begin = from; begin < word_count && found < room; begin += size) {
		uint64_t sifted;

		size = word_count - begin < BLOCK ? word_count - begin : BLOCK;
		sifted = token_places_sift(places, words + begin, size);
		for (; sifted && found < room; sifted &= sifted - 1) {
			const uint32_t i = begin + (uint32_t)__builtin_ctzll(sifted);

			if (words[i] && token_places_of(places, words[i]))
				positions[found++] = i;
		}
	}
	return found;
}

uint32_t token_match_places_all(const uint32_t *words, uint32_t word_count,
	const struct token_places *places, uint32_t from, uint32_t *positions, uint32_t room)
{
	struct progress progress;
	uint32_t position, found = 0;

	if (places->count == 1 && places->list->count == 1)
		return from < word_count ? all_equal(words, word_count, *places->list->hashes, from,
						  positions, room) : 0;
	if (places->count == 1)
		return all_single(words, word_count, places, from, positions, room);
	progress_init(&progress, places, words, from, word_count);
	while (found < room && progress_next(&progress, &position))
		positions[found++] = position;
	return found;
}
