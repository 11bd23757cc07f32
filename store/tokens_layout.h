/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tokens_layout.h - what lies where in a token file, for those who read and make them:
 * docs/INDEX-FORMAT, "Tokens".
 */
#ifndef STORE_TOKENS_LAYOUT_H
#define STORE_TOKENS_LAYOUT_H

#include "store/tokens.h"

#define TOKENS_MAGIC "QUOTHTOK"
#define TOKENS_VERSION 3
#define TOKENS_REGIONS 3 /* each ends with a 0 */

/* The file is this head, a row for each article, their pairs, a row for each quotation, the
 * words, and the prints. It is read as it lies in memory: numbers are in the byte order of the machine, which the
 * version tells. */
struct tokens_head {
	char magic[8];
	uint32_t version;
	uint32_t count;           /* rows */
	uint64_t word_count;      /* zeros included */
	uint64_t digest;          /* of the rows */
	uint32_t quotation_count;
	uint32_t print_count;
	uint64_t quotation_digest; /* of the rows of quotations */
	uint64_t unit_count;      /* of pairs */
};

struct tokens_row {
	uint64_t first_word;
	uint64_t digest;
	uint32_t title, subtitle, body;
	uint32_t first_quotation, quotation_count;
	uint32_t first_unit;      /* of its pairs */
};

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

static inline const uint32_t *tokens_words(const struct tokens_map *map,
	const struct tokens_row *row)
{
	return (const uint32_t *)(const void *)(tokens_quotations(map) + map->quotation_count) +
	       row->first_word;
}

#endif
