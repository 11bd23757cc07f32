/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * value.h - the values of one slot, cut into the chunks in which glass stores them.
 *
 * They stay in memory until the terms come, because the table is one and they lie in front.
 * Format: Xapian 1.4, backends/glass/glass_values.
 */
#ifndef STORE_GLASS_VALUE_H
#define STORE_GLASS_VALUE_H

#include "store/glass/list.h"

/* Below it keys of slots sort as their numbers do. */
#define GLASS_SLOT_LIMIT 128

/* Zeroed is valid and empty. */
struct glass_slot {
	struct buffer bytes;
	struct glass_chunk *chunks;
	size_t chunk_count, chunk_capacity;
	size_t chunk_begin;
	uint32_t document_count;
	uint32_t last_document;
	struct buffer least, greatest; /* values, as bytes compare */
};

void glass_slot_clear(struct glass_slot *slot);
/* Documents rise; the value is not empty. */
void glass_slot_add(struct glass_slot *slot, uint32_t document, struct slice value);
/* Adds what the slot says of all its values; of all slots before any glass_slot_write. */
bool glass_slot_write_statistics(const struct glass_slot *slot, unsigned number,
	struct glass_table *table, struct error *error);
bool glass_slot_write(struct glass_slot *slot, unsigned number, struct glass_table *table,
	struct error *error);

#endif
