/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * numbering.h - the words of a segment as numbers of 16 bits.
 *
 * The words that come most often have a number each; the rest, rare ones, share the numbers from
 * NUMBERING_RARE on, by the low bits of their hashes. Of the first NUMBERING_COMMON numbers most
 * of a text is made: their hashes stay in the cache next to the processor. Both parts are in the
 * order of hashes, so that numbers are found by them. 0 is the number of 0, which is no word.
 */
#ifndef STORE_NUMBERING_H
#define STORE_NUMBERING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

#define NUMBERING_RARE 0xff00u  /* from here on a number is not of one word alone */
#define NUMBERING_COMMON 4096u

struct numbering {
	const uint32_t *hashes; /* by number; those below NUMBERING_COMMON ascend, and the others */
	uint32_t count;         /* at most NUMBERING_RARE */
};

/* 0 where no word has the number. */
static inline uint32_t numbering_hash(const struct numbering *numbering, uint16_t number)
{
	return number < numbering->count ? numbering->hashes[number] : 0;
}

static inline bool numbering_is_rare(uint16_t number)
{
	return number >= NUMBERING_RARE;
}

/* Its hashes as bytes. */
static inline struct slice numbering_slice(const struct numbering *numbering)
{
	return slice_make((const char *)numbering->hashes,
		numbering->count * sizeof(*numbering->hashes));
}

uint16_t numbering_number(const struct numbering *numbering, uint32_t hash);
/* Whether numbers are found by hashes: the order is as said, no hash twice, 0 the first. */
bool numbering_is_right(const struct numbering *numbering);

/*
 * Words that are met, and how often: a numbering in the making. Zeroed is valid and empty. Words
 * are counted from 0 as they come; the first is always 0.
 */
struct numbering_slot;

struct numbering_words {
	struct numbering_slot *slots;
	uint32_t slot_mask;
	uint32_t *hashes, *counts; /* by word */
	size_t hash_capacity, count_capacity;
	uint32_t count;
};

void numbering_words_clear(struct numbering_words *words);
/* Empty again; memory is kept. */
void numbering_words_reset(struct numbering_words *words);
/* Counts `times` more of a hash and says which word it is. */
uint32_t numbering_words_add(struct numbering_words *words, uint32_t hash, uint32_t times);
/* The same for many, each once, which is faster: while one is looked up, the next are on their way
 * from memory. Fills `met` with which words they are. */
void numbering_words_add_each(struct numbering_words *words, const uint32_t *hashes, size_t count,
	uint32_t *met);
/* Gives numbers to those that came most often, of equals to those with the lowest hash; to none
 * that never came. Fills `hashes`, room for NUMBERING_RARE, and `numbers`, by word, room for
 * one at least. */
struct numbering numbering_words_choose(const struct numbering_words *words, uint32_t *hashes,
	uint16_t *numbers);

#endif
