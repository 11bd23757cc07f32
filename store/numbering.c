/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/numbering.h"

#include <string.h>

#include "base/memory.h"
#include "base/radix.h"

#include "base/banned.h"

#define LEAST_SLOTS 1024u
#define SLOTS_AHEAD 12 /* hashes whose slots are fetched */

struct numbering_slot {
	uint32_t hash, word; /* word 0: nobody's */
};

static uint32_t rare_number(uint32_t hash)
{
	return NUMBERING_RARE | (hash & (UINT16_MAX - NUMBERING_RARE));
}

/* Where the hash is, or would be, among `count` in order. */
static uint32_t seek(const uint32_t *hashes, uint32_t count, uint32_t hash)
{
	uint32_t begin = 0;

	while (count > 0) {
		const uint32_t half = count / 2;
		const bool is_behind = hashes[begin + half] < hash;

		begin += is_behind ? half + 1 : 0;
		count = is_behind ? count - half - 1 : half;
	}
	return begin;
}

uint16_t numbering_number(const struct numbering *numbering, uint32_t hash)
{
	const uint32_t common =
		numbering->count < NUMBERING_COMMON ? numbering->count : NUMBERING_COMMON;
	uint32_t number = seek(numbering->hashes, common, hash);

	if (number < common && numbering->hashes[number] == hash)
		return (uint16_t)number;
	number = common + seek(numbering->hashes + common, numbering->count - common, hash);
	if (number < numbering->count && numbering->hashes[number] == hash)
		return (uint16_t)number;
	return (uint16_t)rare_number(hash);
}

bool numbering_is_right(const struct numbering *numbering)
{
	if (numbering->count == 0 || numbering->hashes[0] != 0)
		return false;
	for (uint32_t i = 1; i < numbering->count; i++) {
		if (i != NUMBERING_COMMON && numbering->hashes[i] <= numbering->hashes[i - 1])
			return false;
	}
	for (uint32_t i = NUMBERING_COMMON; i < numbering->count; i++) {
		if (numbering_number(numbering, numbering->hashes[i]) != i)
			return false;
	}
	return true;
}

/* --- making one --- */

void numbering_words_clear(struct numbering_words *words)
{
	memory_free(words->slots);
	memory_free(words->hashes);
	memory_free(words->counts);
	*words = (struct numbering_words){.count = 0};
}

void numbering_words_reset(struct numbering_words *words)
{
	if (words->slots)
		memset(words->slots, 0, ((size_t)words->slot_mask + 1) * sizeof(*words->slots));
	words->count = 0;
}

static struct numbering_slot *slot_of(const struct numbering_words *words, uint32_t hash)
{
	uint32_t place = hash & words->slot_mask;

	while (words->slots[place].word && words->slots[place].hash != hash)
		place = (place + 1) & words->slot_mask;
	return &words->slots[place];
}

/* At most half of the slots are taken, before and after. */
static void grow(struct numbering_words *words)
{
	const uint32_t size = words->slots ? 2 * (words->slot_mask + 1) : LEAST_SLOTS;

	memory_free(words->slots);
	words->slots = memory_allocate_array(size, sizeof(*words->slots));
	words->slot_mask = size - 1;
	for (uint32_t word = 1; word < words->count; word++)
		*slot_of(words, words->hashes[word]) =
			(struct numbering_slot){words->hashes[word], word};
}

static uint32_t append(struct numbering_words *words, uint32_t hash)
{
	const uint32_t word = words->count++;

	words->hashes = memory_grow(words->hashes, &words->hash_capacity, words->count,
		sizeof(*words->hashes));
	words->counts = memory_grow(words->counts, &words->count_capacity, words->count,
		sizeof(*words->counts));
	words->hashes[word] = hash;
	words->counts[word] = 0;
	return word;
}

/* Room for one more word. */
static inline void make_room(struct numbering_words *words)
{
	if (words->count == 0)
		append(words, 0);
	if (!words->slots || words->count > words->slot_mask / 2)
		grow(words);
}

static inline uint32_t word_of(struct numbering_words *words, uint32_t hash)
{
	struct numbering_slot *slot;

	make_room(words);
	if (hash == 0)
		return 0;
	slot = slot_of(words, hash);
	if (!slot->word)
		*slot = (struct numbering_slot){hash, append(words, hash)};
	return slot->word;
}

void numbering_words_add_each(struct numbering_words *words, const uint32_t *hashes, size_t count,
	uint32_t *met)
{
	make_room(words);
	for (size_t i = 0; i < count; i++) {
		const size_t ahead = i + SLOTS_AHEAD < count ? i + SLOTS_AHEAD : count - 1;

		__builtin_prefetch(&words->slots[hashes[ahead] & words->slot_mask]);
		met[i] = word_of(words, hashes[i]);
	}
	for (size_t i = 0; i < count; i++)
		words->counts[met[i]] += words->counts[met[i]] < UINT32_MAX;
}

uint32_t numbering_words_add(struct numbering_words *words, uint32_t hash, uint32_t times)
{
	const uint32_t word = word_of(words, hash);

	words->counts[word] += times < UINT32_MAX - words->counts[word] ?
				       times : UINT32_MAX - words->counts[word];
	return word;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Words by how often they came, from the second row on; the first is the 0's. */
struct choosing {
	const struct numbering_words *words;
	struct radix_row *rows, *spare;
	uint32_t count;
};

/* Sorts rows [begin, end), all of whose keys were set. */
static void sort(struct choosing *choosing, uint32_t begin, uint32_t end)
{
	radix_sort(choosing->rows + begin, choosing->spare, end - begin);
}

static void sort_by_count(struct choosing *choosing)
{
	const struct numbering_words *words = choosing->words;

	choosing->count = 1;
	for (uint32_t word = 1; word < words->count; word++) {
		if (words->counts[word])
			choosing->rows[choosing->count++] =
				(struct radix_row){words->hashes[word], word};
	}
	sort(choosing, 1, choosing->count);
	for (uint32_t i = 1; i < choosing->count; i++)
		choosing->rows[i].key = UINT32_MAX - words->counts[choosing->rows[i].value];
	sort(choosing, 1, choosing->count);
}

static void sort_by_hash(struct choosing *choosing, uint32_t begin, uint32_t end)
{
	for (uint32_t i = begin; i < end; i++)
		choosing->rows[i].key = choosing->words->hashes[choosing->rows[i].value];
	sort(choosing, begin, end);
}

struct numbering numbering_words_choose(const struct numbering_words *words, uint32_t *hashes,
	uint16_t *numbers)
{
	struct choosing choosing = {.words = words,
		.rows = memory_allocate_array((size_t)words->count + 1, sizeof(*choosing.rows)),
		.spare = memory_allocate_array((size_t)words->count + 1, sizeof(*choosing.spare))};
	uint32_t common, count;

	sort_by_count(&choosing);
	common = smaller(choosing.count, NUMBERING_COMMON);
	count = smaller(choosing.count, NUMBERING_RARE);
	sort_by_hash(&choosing, 1, common);
	sort_by_hash(&choosing, common, count);
	for (uint32_t word = 0; word < words->count; word++)
		numbers[word] = (uint16_t)rare_number(words->hashes[word]);
	/* The row of the 0 is zeros, even where nothing was met. */
	for (uint32_t i = 0; i < count; i++) {
		hashes[i] = choosing.rows[i].key;
		numbers[choosing.rows[i].value] = (uint16_t)i;
	}
	memory_free(choosing.rows);
	memory_free(choosing.spare);
	return (struct numbering){hashes, count};
}
