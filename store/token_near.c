/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/token_near.h"

#include <stddef.h>

#include "base/lanes.h"

#include "base/banned.h"

/* The words of a text that may fit a pattern, and the zeros between them. */
struct walk {
	const struct token_places *places;
	const uint32_t *words;
	uint32_t begin, next, end; /* the block at hand, and what is left behind it */
	uint64_t found;            /* of the block */
	lanes needles[LANES + 1];  /* a few single words and the 0: compared four at a time */
	uint32_t needle_count;     /* 0: there are others */
};

#define BLOCK 64

static void walk_init(struct walk *walk, const struct token_places *places, const uint32_t *words,
	uint32_t from, uint32_t end)
{
	*walk = (struct walk){.places = places, .words = words, .next = from, .end = end};
	if (places->count > LANES)
		return;
	for (uint32_t i = 0; i < places->count; i++) {
		if (places->list[i].count != 1)
			return;
		walk->needles[i] = lanes_fill(places->list[i].hashes[0]);
	}
	walk->needles[places->count] = lanes_fill(0);
	walk->needle_count = places->count + 1;
}

/* Spreads 16 bits over 64, every fourth. */
static inline uint64_t spread_bits(uint32_t bits)
{
	uint64_t wide = bits;

	wide = (wide | wide << 24) & 0x000000ff000000ffULL;
	wide = (wide | wide << 12) & 0x000f000f000f000fULL;
	wide = (wide | wide << 6) & 0x0303030303030303ULL;
	return (wide | wide << 3) & 0x1111111111111111ULL;
}

/* Bit i is set when words[i] of a whole block is a needle. Each lane gathers the bits of every
 * fourth word, so that a word costs about as many steps as there are needles. */
static uint64_t walk_compare(const struct walk *walk, const uint32_t *words)
{
	lanes bits = {0, 0, 0, 0};

	for (uint32_t i = BLOCK; i > 0; i -= LANES) {
		const lanes loaded = lanes_load(words + i - LANES);
		lanes found = (lanes)(loaded == walk->needles[0]);

		for (uint32_t j = 1; j < walk->needle_count; j++)
			found |= (lanes)(loaded == walk->needles[j]);
		bits = bits + bits - found; /* found is 0 or -1 */
	}
	return spread_bits(bits[0]) | spread_bits(bits[1]) << 1 | spread_bits(bits[2]) << 2 |
	       spread_bits(bits[3]) << 3;
}

static inline bool walk_next(struct walk *walk, uint32_t *position)
{
	while (walk->found == 0) {
		uint32_t size;

		if (walk->next >= walk->end)
			return false;
		size = walk->end - walk->next < BLOCK ? walk->end - walk->next : BLOCK;
		walk->found = walk->needle_count && size == BLOCK ?
				      walk_compare(walk, walk->words + walk->next) :
				      token_places_sift(walk->places, walk->words + walk->next, size);
		walk->begin = walk->next;
		walk->next += size;
	}
	*position = walk->begin + (uint32_t)__builtin_ctzll(walk->found);
	walk->found &= walk->found - 1;
	return true;
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
	uint32_t oldest; /* the place whose word is earliest; TOKEN_MATCH_PLACES: not known */
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

#define FEW_PLACES 4 /* asked all, without guesses that fail */

static uint32_t spread_begin(struct spread *spread, const struct token_near *near)
{
	const uint32_t count = near->places->count;

	if (near->ordered)
		return spread->position[count - 1];
	if (count <= FEW_PLACES) {
		uint32_t begin = spread->position[0];

		for (uint32_t i = 1; i < count; i++)
			begin = spread->position[i] < begin ? spread->position[i] : begin;
		return begin;
	}
	if (spread->oldest == TOKEN_MATCH_PLACES) {
		spread->oldest = 0;
		for (uint32_t i = 1; i < count; i++) {
			if (spread->position[i] < spread->position[spread->oldest])
				spread->oldest = i;
		}
	}
	return spread->position[spread->oldest];
}

static void spread_empty(struct spread *spread)
{
	spread->filled = 0;
	spread->oldest = TOKEN_MATCH_PLACES;
}

/* A word of its own place: no other has to move. */
static void spread_put(struct spread *spread, uint32_t position, uint64_t mask)
{
	const uint32_t place = (uint32_t)__builtin_ctzll(mask);

	spread->position[place] = position;
	spread->filled |= mask;
	if (place == spread->oldest)
		spread->oldest = TOKEN_MATCH_PLACES;
}

struct nearness {
	struct walk walk;
	struct spread spread;
	const struct token_near *near;
};

static void nearness_init(struct nearness *nearness, const struct token_near *near,
	const uint32_t *words, uint32_t from, uint32_t word_count)
{
	walk_init(&nearness->walk, near->places, words, from, word_count);
	nearness->near = near;
	nearness->spread.all = ~0ULL >> (TOKEN_MATCH_PLACES - near->places->count);
	spread_empty(&nearness->spread);
}

/* To the next word that is the last of a stretch of at most `window` words. */
static bool nearness_next(struct nearness *nearness, uint64_t window, struct token_stretch *stretch)
{
	const struct token_near *near = nearness->near;
	struct spread *spread = &nearness->spread;
	uint32_t i;

	while (walk_next(&nearness->walk, &i)) {
		const uint32_t word = nearness->walk.words[i];
		const uint64_t mask = word ? token_places_of(near->places, word) : 0;
		uint32_t begin;

		if (word == 0)
			spread_empty(spread);
		if (mask == 0)
			continue;
		if (near->ordered) {
			spread_chain(spread, i, mask);
		} else if (near->places->is_disjoint) {
			spread_put(spread, i, mask);
		} else {
			spread_add(spread, i, mask);
			spread->oldest = TOKEN_MATCH_PLACES;
		}
		if (spread->filled != spread->all)
			continue;
		begin = spread_begin(spread, near);
		if (i + 1 - begin <= window) {
			*stretch = (struct token_stretch){begin, i + 1};
			return true;
		}
	}
	return false;
}

bool token_near_find(const uint32_t *words, uint32_t word_count, const struct token_near *near,
	uint32_t from, struct token_stretch *stretch)
{
	struct nearness nearness;
	uint32_t window = near->window;
	bool found = false;

	nearness_init(&nearness, near, words, from, word_count);
	while (window >= near->places->count && nearness_next(&nearness, window, stretch)) {
		found = true;
		window = stretch->end - stretch->begin - 1;
	}
	return found;
}

/* --- counting --- */

#define SPARSE_PLACES 4 /* from so many on most windows lack one */

/* Every word of the text is looked at. */
static uint32_t count_plainly(const uint32_t *words, uint32_t word_count,
	const struct token_near *near, uint32_t limit)
{
	struct nearness nearness;
	struct token_stretch stretch;
	uint32_t found = 0;

	nearness_init(&nearness, near, words, 0, word_count);
	while (found < limit && nearness_next(&nearness, near->window, &stretch)) {
		found++;
		spread_empty(&nearness.spread);
	}
	return found;
}

/* Those of windows that may be whole are. */
static uint32_t count_sparse(const uint32_t *words, uint32_t word_count,
	const struct token_near *near, uint32_t limit)
{
	struct token_window window;
	struct token_stretch part, stretch = {0, 0};
	struct nearness nearness;
	uint32_t found = 0;

	token_window_init(&window, near->places, near->window, words, word_count);
	while (found < limit && token_window_next(&window)) {
		uint32_t position = window.chunk.begin;

		while (found < limit && token_window_stretch(&window, &position, &part)) {
			/* Behind the last one that was found. */
			part.begin = part.begin > stretch.end ? part.begin : stretch.end;
			nearness_init(&nearness, near, words, part.begin, part.end);
			while (found < limit && nearness_next(&nearness, near->window, &stretch)) {
				found++;
				spread_empty(&nearness.spread);
			}
		}
	}
	return found;
}

typedef int32_t signed_lanes __attribute__((vector_size(sizeof(lanes))));

/* The lane of each place of a few, and none. */
static const lanes lane_of[FEW_PLACES + 1] = {{~0u, 0, 0, 0}, {0, ~0u, 0, 0}, {0, 0, ~0u, 0},
	{0, 0, 0, ~0u}, {0, 0, 0, 0}};

/*
 * A few places in any order, and no word fits two: each lane has how far the windows reach that
 * begin with the last word of its place. What the next word will do is hard to guess: there is no
 * branch on it.
 */
static uint32_t count_few(const uint32_t *words, uint32_t word_count,
	const struct token_near *near, uint32_t limit)
{
	const uint32_t count = near->places->count;
	const uint64_t none = 1ULL << FEW_PLACES;
	lanes empty = {0, 0, 0, 0}, reach;
	uint32_t found = 0, position;
	struct walk walk;

	for (uint32_t i = count; i < LANES; i++)
		empty |= lane_of[i] >> 1; /* no place: as far as can be */
	reach = empty;
	walk_init(&walk, near->places, words, 0, word_count);
	while (found < limit && walk_next(&walk, &position)) {
		const uint32_t word = words[position];
		const uint64_t mask = word ? token_places_of(near->places, word) : 0;
		const lanes lane = lane_of[__builtin_ctzll(mask | none)];
		const lanes farther = (reach & ~lane) | (lanes_fill(position + near->window) & lane);
		const lanes here = lanes_fill(position);
		const bool is_near = !lanes_any((lanes)((signed_lanes)farther <= (signed_lanes)here));

		const lanes again = lanes_fill(0u - (is_near | (word == 0)));

		found += is_near;
		reach = (farther & ~again) | (empty & again);
	}
	return found;
}

uint32_t token_near_count(const uint32_t *words, uint32_t word_count, const struct token_near *near,
	uint32_t limit)
{
	const uint32_t count = near->places->count;

	if (near->window < count)
		return 0;
	if (count <= FEW_PLACES && !near->ordered && near->places->is_disjoint)
		return count_few(words, word_count, near, limit);
	return count < SPARSE_PLACES || near->window > TOKEN_WINDOW_LIMIT ?
		       count_plainly(words, word_count, near, limit) :
		       count_sparse(words, word_count, near, limit);
}
