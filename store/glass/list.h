/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * list.h - one posting list, cut into the chunks in which glass stores it.
 *
 * Also the lengths of documents, which glass keeps as a list without a term. The first chunk
 * carries the sums of the whole list, so a list stays in memory until it is complete: three
 * bytes a posting or so. Format: Xapian 1.4, backends/glass/glass_postlist.
 */
#ifndef STORE_GLASS_LIST_H
#define STORE_GLASS_LIST_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

struct glass_table;

struct glass_chunk {
	uint32_t first, last; /* documents */
	size_t end;           /* offset in the list's bytes */
};

/* Zeroed is valid and empty. */
struct glass_list {
	struct buffer bytes;
	struct glass_chunk *chunks;
	size_t chunk_count, chunk_capacity;
	size_t chunk_begin;       /* of the last chunk */
	uint32_t document_count;
	uint64_t occurrence_count;
	uint32_t largest_count;   /* in one document */
	uint32_t last_document;
	struct buffer key, head;  /* of the chunk being written */
};

void glass_list_clear(struct glass_list *list);
/* Empties it and keeps the memory. */
void glass_list_reset(struct glass_list *list);
/* The next `size` postings: documents rise, from 1. */
void glass_list_add(struct glass_list *list, const uint32_t *documents, const uint32_t *counts,
	size_t size);
/* Adds the chunks to the table; nothing when there are none. */
bool glass_list_write(struct glass_list *list, struct glass_table *table, struct slice term,
	struct error *error);
/* The same for lengths: `count` was a length. */
bool glass_list_write_lengths(struct glass_list *list, struct glass_table *table,
	struct error *error);

#endif
