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

static uint32_t all_single(const uint32_t *words, uint32_t word_count,
	const struct token_places *places, uint32_t from, uint32_t *positions, uint32_t room)
{
	struct walk walk;
	uint32_t position, found = 0;

	walk_init(&walk, places, words, from, word_count);
	while (found < room && walk_next(&walk, &position)) {
		if (words[position] && token_places_of(places, words[position]))
			positions[found++] = position;
	}
	return found;
}

uint32_t token_match_places_all(const uint32_t *words, uint32_t word_count,
	const struct token_places *places, uint32_t from, uint32_t *positions, uint32_t room)
{
	struct progress progress;
	uint32_t position, found = 0;

	if (places->count == 1)
		return all_single(words, word_count, places, from, positions, room);
	progress_init(&progress, places, words, from, word_count);
	while (found < room && progress_next(&progress, &position))
		positions[found++] = position;
	return found;
}

/* --- nearness --- */

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

bool token_match_near(const uint32_t *words, uint32_t word_count, const struct token_near *near,
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

uint32_t token_match_near_count(const uint32_t *words, uint32_t word_count,
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
