/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/token_match.h"

#include <stddef.h>
#include <string.h>

#include "base/banned.h"

/* Four hashes side by side. GCC and clang turn these into SSE2 or NEON, and into plain code
 * where there is neither; the loops stay readable and do not wait for -O3. */
typedef uint32_t lanes __attribute__((vector_size(16)));
typedef uint64_t lane_pairs __attribute__((vector_size(16)));

#define LANES 4
#define STRIDE 32 /* words looked at before one branch: most articles have few candidates */

static inline lanes lanes_load(const uint32_t *words)
{
	lanes loaded;

	memcpy(&loaded, words, sizeof(loaded));
	return loaded;
}

static inline lanes lanes_fill(uint32_t hash)
{
	return (lanes){hash, hash, hash, hash};
}

static inline bool lanes_any(lanes found)
{
	lane_pairs pairs = (lane_pairs)found;

	return (pairs[0] | pairs[1]) != 0;
}

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

static bool place_has(const struct token_place *place, uint32_t word)
{
	const uint32_t *low = place->hashes;

	if (place->count == 0)
		return word != 0;
	/* Hashes are random: a branch would be guessed wrong every other time. */
	for (uint32_t left = place->count; left > 1; left -= left / 2)
		low += low[left / 2] <= word ? left / 2 : 0;
	return *low == word;
}

static bool places_match(const uint32_t *words, const struct token_place *places, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (!place_has(&places[i], words[i]))
			return false;
	return true;
}

bool token_match_places(const uint32_t *words, uint32_t word_count, const struct token_place *places,
	uint32_t count, uint32_t from, uint32_t *position)
{
	uint32_t first = count, last = 0;

	if (count == 0 || count > word_count)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		if (places[i].count != 1)
			continue;
		first = first == count ? i : first;
		last = i;
	}

	uint32_t end = word_count - count + 1;

	for (uint32_t i = from; i < end; i++) {
		if (first < count)
			i = scan(words + first, i, end, last - first, *places[first].hashes,
				*places[last].hashes);
		if (i < end && places_match(words + i, places, count)) {
			*position = i;
			return true;
		}
	}
	return false;
}

/* Single words of a near pattern, to skip words that are none of them four at a time. */
struct needles {
	lanes hashes[LANES + 1]; /* the last is the 0 between regions */
	uint32_t count;          /* 0: there are others, every word is looked at */
};

static void needles_init(struct needles *needles, const struct token_place *places, uint32_t count)
{
	needles->count = 0;
	if (count > LANES)
		return;
	for (uint32_t i = 0; i < count; i++) {
		if (places[i].count != 1)
			return;
		needles->hashes[i] = lanes_fill(places[i].hashes[0]);
	}
	needles->hashes[count] = lanes_fill(0);
	needles->count = count + 1;
}

static uint32_t needles_skip(const struct needles *needles, const uint32_t *words, uint32_t from,
	uint32_t end)
{
	uint32_t i = from;

	while (needles->count > 0 && end - i >= LANES) {
		lanes loaded = lanes_load(words + i), found = {0, 0, 0, 0};

		for (uint32_t j = 0; j < needles->count; j++)
			found |= (lanes)(loaded == needles->hashes[j]);
		if (lanes_any(found))
			break;
		i += LANES;
	}
	return i;
}

/* Bit i is set when the word can stand at place i. */
static uint64_t places_of(const struct token_place *places, uint32_t count, uint32_t word)
{
	uint64_t mask = 0;

	for (uint32_t i = 0; i < count; i++)
		mask |= (uint64_t)place_has(&places[i], word) << i;
	return mask;
}

/*
 * The latest words that fill places, each place by a word of its own.
 *
 * In any order: sets of words that can be given places of their own are a matroid, so that
 * the set whose earliest word is latest is kept by exchange: a new word takes a free place if
 * the words can be moved so, and else puts out the earliest word that moving them can spare.
 * In order: position[i] is where the latest chain of words for places 0..i begins.
 */
struct spread {
	uint32_t position[TOKEN_MATCH_PLACES];
	uint64_t mask[TOKEN_MATCH_PLACES]; /* the places that the word there could fill */
	uint64_t filled;
	uint64_t all;
};

/* The place that is given up or filled when a word that fits `mask` comes; via[place] is the
 * place whose word moves there, or the place itself where the new word goes. */
static uint32_t spread_exchange(const struct spread *spread, uint64_t mask,
	uint8_t via[TOKEN_MATCH_PLACES])
{
	uint64_t reached = mask, pending = mask;
	uint32_t target = TOKEN_MATCH_PLACES;

	for (uint64_t rest = mask; rest; rest &= rest - 1)
		via[__builtin_ctzll(rest)] = (uint8_t)__builtin_ctzll(rest);
	while (pending) {
		uint64_t open = reached & ~spread->filled;
		uint32_t place = (uint32_t)__builtin_ctzll(open ? open : pending);

		if (open)
			return place;
		pending &= pending - 1;
		if (target == TOKEN_MATCH_PLACES ||
			spread->position[place] < spread->position[target])
			target = place;

		uint64_t further = spread->mask[place] & ~reached;

		for (uint64_t rest = further; rest; rest &= rest - 1)
			via[__builtin_ctzll(rest)] = (uint8_t)place;
		reached |= further;
		pending |= further;
	}
	return target;
}

static void spread_add(struct spread *spread, uint32_t position, uint64_t mask)
{
	uint8_t via[TOKEN_MATCH_PLACES];
	uint32_t place = spread_exchange(spread, mask, via);

	spread->filled |= 1ULL << place;
	while (via[place] != place) {
		spread->position[place] = spread->position[via[place]];
		spread->mask[place] = spread->mask[via[place]];
		place = via[place];
	}
	spread->position[place] = position;
	spread->mask[place] = mask;
}

/* Places from the last to the first, so that one word never fills two. */
static void spread_chain(struct spread *spread, uint32_t position, uint64_t mask)
{
	while (mask) {
		uint32_t place = 63 - (uint32_t)__builtin_clzll(mask);

		mask &= ~(1ULL << place);
		if (place > 0 && !(spread->filled >> (place - 1) & 1))
			continue;
		spread->position[place] = place > 0 ? spread->position[place - 1] : position;
		spread->filled |= 1ULL << place;
	}
}

static uint32_t spread_begin(const struct spread *spread, const struct token_near *near)
{
	uint32_t begin = spread->position[near->count - 1];

	for (uint32_t i = 0; !near->ordered && i < near->count; i++)
		begin = spread->position[i] < begin ? spread->position[i] : begin;
	return begin;
}

bool token_match_near(const uint32_t *words, uint32_t word_count, const struct token_near *near,
	uint32_t from, struct token_stretch *stretch)
{
	struct spread spread = {.filled = 0};
	struct needles needles;
	uint64_t shortest = (uint64_t)near->window + 1;

	if (near->count == 0 || near->count > TOKEN_MATCH_PLACES)
		return false;
	spread.all = ~0ULL >> (TOKEN_MATCH_PLACES - near->count);
	needles_init(&needles, near->places, near->count);
	for (uint32_t i = from; i < word_count && shortest > near->count; i++) {
		i = needles_skip(&needles, words, i, word_count);
		if (i == word_count)
			break;

		const uint64_t mask = places_of(near->places, near->count, words[i]);

		if (words[i] == 0)
			spread.filled = 0;
		if (words[i] == 0 || mask == 0)
			continue;
		if (near->ordered)
			spread_chain(&spread, i, mask);
		else
			spread_add(&spread, i, mask);
		if (spread.filled != spread.all)
			continue;

		const uint32_t begin = spread_begin(&spread, near);

		if (i + 1 - begin < shortest) {
			shortest = i + 1 - begin;
			*stretch = (struct token_stretch){begin, i + 1};
		}
	}
	return shortest <= near->window;
}
