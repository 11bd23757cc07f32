/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/token_run.h"

#include <string.h>

#include "base/lanes.h"

#include "base/banned.h"

#define STRIDE (4 * SHORT_LANES) /* words looked at before one branch: most articles have few candidates */

struct token_run token_run_of(const struct numbering *numbering, const uint32_t *hashes,
	uint32_t count, uint16_t *numbers)
{
	struct token_run run = {hashes, numbers, count, false};

	for (uint32_t i = 0; i < count; i++) {
		numbers[i] = numbering_number(numbering, hashes[i]);
		run.has_rare |= numbering_is_rare(numbers[i]);
	}
	return run;
}

static inline short_lanes has_pair(const uint16_t *words, uint32_t apart, short_lanes first,
	short_lanes last)
{
	return (short_lanes)(short_lanes_load(words) == first) &
	       (short_lanes)(short_lanes_load(words + apart) == last);
}

static inline bool stride_has(const uint16_t *words, uint32_t apart, short_lanes first,
	short_lanes last)
{
	return short_lanes_any(has_pair(words, apart, first, last) |
			       has_pair(words + SHORT_LANES, apart, first, last) |
			       has_pair(words + 2 * SHORT_LANES, apart, first, last) |
			       has_pair(words + 3 * SHORT_LANES, apart, first, last));
}

/* The first i in [from, end) with the run's first number at i and its last where that would be;
 * else end. Two words are looked for at once: the first alone is often a common word. */
static uint32_t scan(const struct token_run *run, const uint16_t *words, uint32_t from, uint32_t end)
{
	const uint32_t apart = run->count - 1;
	const uint16_t first = run->numbers[0], last = run->numbers[apart];
	const short_lanes many_first = short_lanes_fill(first), many_last = short_lanes_fill(last);
	uint32_t i = from;

	while (end - i >= STRIDE && !stride_has(words + i, apart, many_first, many_last))
		i += STRIDE;
	while (i < end && (words[i] != first || words[i + apart] != last))
		i++;
	return i;
}

/* Rare words share numbers: whether these are the run's. */
static bool has_hashes(const struct token_run *run, const struct token_text *text, uint32_t position)
{
	for (uint32_t i = 0; i < run->count; i++) {
		if (numbering_is_rare(run->numbers[i]) &&
			token_text_hash(text, position + i) != run->hashes[i])
			return false;
	}
	return true;
}

bool token_run_find(const struct token_run *run, const struct token_text *text, uint32_t from,
	uint32_t *position)
{
	if (run->count == 0 || run->count > text->count)
		return false;

	const uint32_t end = text->count - run->count + 1;
	const size_t inner = run->count > 2 ? (run->count - 2) * sizeof(*run->numbers) : 0;

	for (uint32_t i = from; i < end; i++) {
		i = scan(run, text->numbers, i, end);
		if (i < end && memcmp(text->numbers + i + 1, run->numbers + 1, inner) == 0 &&
			(!run->has_rare || has_hashes(run, text, i))) {
			*position = i;
			return true;
		}
	}
	return false;
}

uint32_t token_run_count(const struct token_run *run, const struct token_text *text, uint32_t limit)
{
	uint32_t found = 0, position = 0;

	while (found < limit && token_run_find(run, text, position, &position)) {
		found++;
		position++;
	}
	return found;
}
