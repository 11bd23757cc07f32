/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/token_window.h"

#include <string.h>

#include "base/lanes.h"

#include "base/banned.h"

#define LIMIT TOKEN_WINDOW_LIMIT
#define CHUNK TOKEN_WINDOW_CHUNK

void token_window_init(struct token_window *window, const struct token_places *places,
	uint32_t width, const uint32_t *words, uint32_t word_count)
{
	window->places = places;
	window->words = words;
	window->word_count = word_count;
	window->width = width;
	window->region = window->chunk = (struct token_stretch){0, 0};
	window->all = (uint8_t)(places->count < TOKEN_SIEVE_PLACES ? (1u << places->count) - 1 :
								     UINT8_MAX);
}

/* The first 0 at or after `from`, or the end. */
static uint32_t find_zero(const uint32_t *words, uint32_t from, uint32_t end)
{
	const lanes zero = lanes_fill(0);

	while (end - from >= 4 * LANES) {
		const uint32_t *here = words + from;

		if (lanes_any((lanes)(lanes_load(here) == zero) | (lanes)(lanes_load(here + LANES) == zero) |
			    (lanes)(lanes_load(here + 2 * LANES) == zero) |
			    (lanes)(lanes_load(here + 3 * LANES) == zero)))
			break;
		from += 4 * LANES;
	}
	while (from < end && words[from] != 0)
		from++;
	return from;
}

/* What stands before a region is in none of its windows. */
static bool next_region(struct token_window *window)
{
	uint32_t begin = window->region.end;

	while (begin < window->word_count && window->words[begin] == 0)
		begin++;
	if (begin == window->word_count)
		return false;
	window->region = (struct token_stretch){begin,
		find_zero(window->words, begin, window->word_count)};
	window->chunk = (struct token_stretch){begin, begin};
	memset(window->masks, 0, LIMIT);
	return true;
}

static void sift(struct token_window *window)
{
	const struct token_places *places = window->places;
	const uint32_t *words = window->words + window->chunk.begin;
	const uint32_t count = window->chunk.end - window->chunk.begin;
	uint8_t *masks = window->masks + LIMIT;

	for (uint32_t i = 0; i < count; i++)
		masks[i] = places->sieve[words[i] & places->sieve_mask];
	memset(masks + count, 0, CHUNK - count);
}

/* ORs to each byte those before it that are in its window: 1, 2, 4 and so on at once. The bytes
 * are taken from behind, so that those before are still what they were. */
static void smear(uint8_t *bytes, size_t size, uint32_t width)
{
	for (uint32_t covered = 1, step; covered < width; covered += step) {
		step = covered < width - covered ? covered : width - covered;
		for (size_t i = size; i > LIMIT; i -= BYTE_LANES) {
			uint8_t *here = bytes + i - BYTE_LANES;

			byte_lanes_store(byte_lanes_load(here) | byte_lanes_load(here - step), here);
		}
	}
}

static bool find_ends(struct token_window *window)
{
	uint8_t bytes[2 * LIMIT + CHUNK];
	const uint8_t all = window->all;
	byte_lanes wanted, any = {0};

	memset(bytes, 0, LIMIT);
	memcpy(bytes + LIMIT, window->masks, sizeof(window->masks));
	smear(bytes, sizeof(bytes), window->width);
	memset(&wanted, all, sizeof(wanted));
	for (size_t i = 0; i < CHUNK; i += BYTE_LANES) {
		const byte_lanes reached = byte_lanes_load(bytes + 2 * LIMIT + i) & wanted;
		const byte_lanes found = (byte_lanes)(reached == wanted);

		byte_lanes_store(found, window->ends + i);
		any |= found;
	}
	return lanes_any((lanes)any);
}

bool token_window_next(struct token_window *window)
{
	do {
		if (window->chunk.end == window->region.end) {
			if (!next_region(window))
				return false;
		} else {
			/* All chunks but the last of a region are full. */
			memmove(window->masks, window->masks + CHUNK, LIMIT);
		}
		window->chunk.begin = window->chunk.end;
		window->chunk.end = window->region.end - window->chunk.begin < CHUNK ?
					    window->region.end : window->chunk.begin + CHUNK;
		sift(window);
	} while (!find_ends(window));
	return true;
}

bool token_window_stretch(const struct token_window *window, uint32_t *position,
	struct token_stretch *stretch)
{
	const uint32_t begin = window->chunk.begin, end = window->chunk.end;
	uint32_t i = *position, reach;

	while (i < end && !window->ends[i - begin])
		i++;
	if (i >= end)
		return false;
	reach = i + 1 - window->region.begin;
	stretch->begin = i + 1 - (reach < window->width ? reach : window->width);
	/* Windows that overlap are one stretch. */
	for (stretch->end = i + 1; i < end && i < stretch->end + window->width; i++)
		stretch->end = window->ends[i - begin] ? i + 1 : stretch->end;
	*position = i;
	return true;
}
