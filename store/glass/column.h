/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * column.h - the values of one slot in a mapped database, by document.
 *
 * Xapian's iterator copies each value into a string and asks three times whether it is at the
 * end; facets and copies by source read all values of an index.
 */
#ifndef STORE_GLASS_COLUMN_H
#define STORE_GLASS_COLUMN_H

#include "store/glass/map.h"

#ifdef __cplusplus
extern "C" {
#endif

struct glass_column {
	const struct glass_map *map;
	struct glass_spot spot;
	struct buffer prefix; /* of the keys of its chunks */
	struct buffer whole;  /* a chunk that was cut */
	struct slice rest;    /* of the chunk */
	uint32_t document;    /* read last, or the first of a fresh chunk */
	bool is_fresh;
	bool is_over;
};

/* To the values of the chunk in which `document` would be, and all behind them. ERROR_INDEX. */
bool glass_column_open(struct glass_column *column, const struct glass_map *map, unsigned slot,
	uint32_t document, struct error *error);
void glass_column_close(struct glass_column *column);
/* The next document that has a value; false at the end, and with ERROR_INDEX. The value is valid
 * until the next call. */
bool glass_column_next(struct glass_column *column, uint32_t *document, struct slice *value,
	struct error *error);

#ifdef __cplusplus
}
#endif

#endif
