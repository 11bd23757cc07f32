/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pairs.h - which pairs of neighbouring words a text has: "perhaps", or "no" for sure.
 *
 * A Bloom filter of 64-bit units: a pair sets two bits of one unit, so that one look into
 * memory answers. Most candidates of a phrase are refused by it unread.
 */
#ifndef STORE_PAIRS_H
#define STORE_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAIRS_BITS 6 /* a word: one of 12 absent pairs is taken for present */

/* Where a pair is looked for. */
struct pairs_probe {
	uint32_t place; /* of 2^32: the part of the filter where its unit is */
	uint64_t mask;
};

/* Units that a text of so many words takes. */
static inline uint64_t pairs_units(uint64_t words)
{
	return (words * PAIRS_BITS + 63) / 64;
}

/* The order of both counts. */
static inline struct pairs_probe pairs_probe_of(uint32_t first, uint32_t second)
{
	uint64_t mixed = first * 0x9e3779b97f4a7c15u ^ second * 0xc2b2ae3d27d4eb4fu;

	mixed ^= mixed >> 29;
	return (struct pairs_probe){(uint32_t)(mixed >> 32),
		1ULL << (mixed & 63) | 1ULL << (mixed >> 6 & 63)};
}

static inline uint64_t pairs_unit(struct pairs_probe probe, uint64_t units)
{
	return probe.place * units >> 32;
}

/* Adds all pairs of `words` to a filter of `units`, at least one; a 0 is no word. */
void pairs_add(uint64_t *filter, uint64_t units, const uint32_t *words, size_t count);

#endif
