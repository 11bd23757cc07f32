/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/term_order.h"

#include <stdbool.h>
#include <string.h>

#include "base/banned.h"

#define WORD_SIZE 8
#define BYTE_COUNT 256
#define SMALL 24 /* keys that insertion sorts faster */

/* Bytes past the end count as 0: strings that differ only in that are told apart by size. */
static uint64_t load_word(const struct term_key *key, size_t depth)
{
	unsigned char bytes[WORD_SIZE] = {0};
	const size_t left = key->size > depth ? key->size - depth : 0;
	uint64_t word = 0;

	if (left)
		memcpy(bytes, key->bytes + depth, left < WORD_SIZE ? left : WORD_SIZE);
	for (size_t i = 0; i < WORD_SIZE; i++)
		word = word << 8 | bytes[i];
	return word;
}

/* `depth` is where the word in hand begins. */
static int compare(const struct term_key *a, const struct term_key *b, size_t depth)
{
	const size_t shorter = a->size < b->size ? a->size : b->size;
	int order;

	if (a->word != b->word)
		return a->word < b->word ? -1 : 1;
	order = shorter > depth ? memcmp(a->bytes + depth, b->bytes + depth, shorter - depth) : 0;
	if (order)
		return order;
	return a->size < b->size ? -1 : a->size > b->size;
}

static void sort_small(struct term_key *keys, size_t count, size_t depth)
{
	for (size_t i = 1; i < count; i++) {
		const struct term_key key = keys[i];
		size_t j = i;

		for (; j && compare(&key, &keys[j - 1], depth) < 0; j--)
			keys[j] = keys[j - 1];
		keys[j] = key;
	}
}

/* Keys whose words in hand, up to `depth`, are the same: those that end there come first, by
 * size; the others get their next word. Returns how many ended: 9 at most, the sizes a word
 * of trailing NULs allows. */
static size_t next_word(struct term_key *keys, size_t count, size_t depth)
{
	size_t ended = 0;

	for (size_t i = 0; i < count; i++) {
		if (keys[i].size <= depth) {
			const struct term_key key = keys[i];

			keys[i] = keys[ended];
			keys[ended++] = key;
		} else {
			keys[i].word = load_word(&keys[i], depth);
		}
	}
	sort_small(keys, ended, depth - WORD_SIZE);
	return ended;
}

static size_t byte_at(const struct term_key *key, size_t depth)
{
	return key->word >> (8 * (WORD_SIZE - 1 - depth % WORD_SIZE)) & 0xff;
}

/* Brings keys into order of one byte; `begins` gets where those of each byte begin. */
static void distribute(struct term_key *keys, struct term_key *scratch, size_t count,
	size_t depth, size_t begins[BYTE_COUNT + 1])
{
	size_t places[BYTE_COUNT];

	memset(begins, 0, (BYTE_COUNT + 1) * sizeof(begins[0]));
	for (size_t i = 0; i < count; i++)
		begins[byte_at(&keys[i], depth) + 1]++;
	for (size_t byte = 0; byte < BYTE_COUNT; byte++) {
		begins[byte + 1] += begins[byte];
		places[byte] = begins[byte];
	}
	for (size_t i = 0; i < count; i++)
		scratch[places[byte_at(&keys[i], depth)]++] = keys[i];
	memcpy(keys, scratch, count * sizeof(keys[0]));
}

static bool share_byte(const struct term_key *keys, size_t count, size_t depth)
{
	for (size_t i = 1; i < count; i++) {
		if (byte_at(&keys[i], depth) != byte_at(&keys[0], depth))
			return false;
	}
	return true;
}

/* Keys that share all bytes before `depth`. */
static void sort(struct term_key *keys, struct term_key *scratch, size_t count, size_t depth)
{
	size_t begins[BYTE_COUNT + 1];

	for (; count > SMALL; depth++) {
		if (depth && depth % WORD_SIZE == 0) {
			const size_t ended = next_word(keys, count, depth);

			keys += ended;
			count -= ended;
		}
		if (!share_byte(keys, count, depth))
			break;
	}
	if (count <= SMALL) {
		sort_small(keys, count, 0);
		return;
	}
	distribute(keys, scratch, count, depth, begins);
	for (size_t byte = 0; byte < BYTE_COUNT; byte++) {
		const size_t size = begins[byte + 1] - begins[byte];

		if (size > 1)
			sort(keys + begins[byte], scratch, size, depth + 1);
	}
}

void term_order_sort(struct term_key *keys, struct term_key *scratch, size_t count)
{
	for (size_t i = 0; i < count; i++)
		keys[i].word = load_word(&keys[i], 0);
	sort(keys, scratch, count, 0);
}
