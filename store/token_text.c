/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/token_text.h"

#include <string.h>

#include "base/lanes.h"
#include "base/memory.h"

#include "base/banned.h"

struct token_text token_text_first(struct token_text text, uint32_t limit)
{
	text.count = text.count < limit ? text.count : limit;
	return text;
}

struct token_rare token_text_rare(const struct token_text *text, uint32_t i)
{
	struct token_rare rare;

	memcpy(&rare, text->rares + i * sizeof(rare), sizeof(rare));
	return rare;
}

/* The first rare word at or after a position in the article. */
static uint32_t rare_seek(const struct token_text *text, uint32_t position)
{
	uint32_t low = 0, high = text->rare_count;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (token_text_rare(text, middle).position < position)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t token_text_hash(const struct token_text *text, uint32_t i)
{
	const uint16_t number = text->numbers[i];
	struct token_rare rare = {0};
	uint32_t found;

	if (!numbering_is_rare(number))
		return numbering_hash(text->numbering, number);
	found = rare_seek(text, text->begin + i);
	if (found < text->rare_count)
		rare = token_text_rare(text, found);
	return rare.position == text->begin + i ? rare.hash : 0;
}

/* -O2 unrolls nothing by itself. */
static inline void four_hashes(const uint32_t *by_number, short_lanes numbers, unsigned first,
	uint32_t *hashes)
{
	hashes[first] = by_number[numbers[first]];
	hashes[first + 1] = by_number[numbers[first + 1]];
	hashes[first + 2] = by_number[numbers[first + 2]];
	hashes[first + 3] = by_number[numbers[first + 3]];
}

/* As numbering_hash, of eight: choosing for each alone would be half of the time. */
static inline void known_hashes(const struct numbering *numbering, const uint16_t *numbers,
	uint32_t *hashes)
{
	const short_lanes limit = short_lanes_fill((uint16_t)numbering->count);
	const short_lanes loaded = short_lanes_load(numbers);
	const short_lanes known = loaded & (short_lanes)(loaded < limit);

	four_hashes(numbering->hashes, known, 0, hashes);
	four_hashes(numbering->hashes, known, 4, hashes);
}

void token_text_hashes(const struct token_text *text, uint32_t *hashes)
{
	const struct numbering numbering = *text->numbering;
	const uint32_t count = text->count;
	uint32_t begin = 0;

	for (; count - begin >= SHORT_LANES; begin += SHORT_LANES)
		known_hashes(&numbering, text->numbers + begin, hashes + begin);
	for (uint32_t i = begin; i < count; i++)
		hashes[i] = numbering_hash(&numbering, text->numbers[i]);
	for (uint32_t i = rare_seek(text, text->begin); i < text->rare_count; i++) {
		const struct token_rare rare = token_text_rare(text, i);

		if (rare.position - text->begin >= count)
			return;
		hashes[rare.position - text->begin] = rare.hash;
	}
}

const uint32_t *token_text_copy(const struct token_text *text, struct arena *arena)
{
	uint32_t *hashes = arena_allocate(arena, ((size_t)text->count + 1) * sizeof(*hashes));

	token_text_hashes(text, hashes);
	return hashes;
}

const uint32_t *token_room_fill(struct token_room *room, const struct token_text *text)
{
	room->hashes = memory_grow(room->hashes, &room->capacity, (size_t)text->count + 1,
		sizeof(*room->hashes));
	token_text_hashes(text, room->hashes);
	return room->hashes;
}

void token_room_clear(struct token_room *room)
{
	memory_free(room->hashes);
	*room = (struct token_room){NULL, 0};
}
