/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tokens_layout.h - what lies where in a token file, for those who read and make them:
 * docs/INDEX-FORMAT, "Tokens".
 */
#ifndef STORE_TOKENS_LAYOUT_H
#define STORE_TOKENS_LAYOUT_H

#include "store/tokens.h"

#define TOKENS_MAGIC "QUOTHTOK"
#define TOKENS_VERSION 4
#define TOKENS_REGIONS 3 /* each ends with a 0 */

/* The file is this head, a row for each article, their pairs, a row for each quotation, the
 * hashes that have a number, the prints, and the words. It is read as it lies in memory: numbers are in the
 * byte order of the machine, which the version tells. */
struct tokens_head {
	char magic[8];
	uint32_t version;
	uint32_t count;           /* rows */
	uint64_t number_count;    /* of words; a rare one takes TOKENS_RARE_NUMBERS more */
	uint64_t digest;          /* of the rows */
	uint32_t quotation_count;
	uint32_t print_count;
	uint64_t other_digest;    /* of the rows of quotations and the hashes */
	uint64_t unit_count;      /* of pairs */
	uint32_t hash_count;
	uint32_t zero;
};

struct tokens_row {
	uint64_t first_number;
	uint64_t first_unit;      /* of its pairs */
	uint64_t digest;
	uint32_t title, subtitle, body;
	uint32_t rare_count;
	uint32_t first_quotation, quotation_count;
};

/* Rare words stand behind an article's words, wherever that is: they are copied, not pointed at. */
#define TOKENS_RARE_NUMBERS (sizeof(struct token_rare) / sizeof(uint16_t))

static inline uint64_t tokens_row_words(const struct tokens_row *row)
{
	return (uint64_t)row->title + row->subtitle + row->body + TOKENS_REGIONS;
}

static inline uint64_t tokens_row_units(const struct tokens_row *row)
{
	return pairs_units(tokens_row_words(row));
}

static inline const struct tokens_row *tokens_rows(const struct tokens_map *map)
{
	return (const struct tokens_row *)(const void *)(map->file.bytes.data +
							  sizeof(struct tokens_head));
}

static inline const uint64_t *tokens_pairs(const struct tokens_map *map,
	const struct tokens_row *row)
{
	return (const uint64_t *)(const void *)(tokens_rows(map) + map->count) + row->first_unit;
}

static inline const struct tokens_quotation *tokens_quotations(const struct tokens_map *map)
{
	const uint64_t *pairs = (const uint64_t *)(const void *)(tokens_rows(map) + map->count);

	return (const struct tokens_quotation *)(const void *)(pairs + map->unit_count);
}

/* Numbers that an article takes, rare words included. */
static inline uint64_t tokens_row_numbers(const struct tokens_row *row)
{
	return tokens_row_words(row) + row->rare_count * TOKENS_RARE_NUMBERS;
}

static inline const uint16_t *tokens_numbers(const struct tokens_map *map,
	const struct tokens_row *row)
{
	return map->numbers + row->first_number;
}

#endif
