/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * map.h - a database that the writer made, mapped into memory, in which entries are looked up.
 *
 * What searches read most: posting lists (postings.h) and records. No block is copied and no
 * call into the system made. All that is read is checked to be inside the map. A map changes
 * no more, and any thread may read it. docs/INDEX-FORMAT has the bytes.
 */
#ifndef STORE_GLASS_MAP_H
#define STORE_GLASS_MAP_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A B-tree of the file. */
struct glass_tree {
	uint32_t root, end; /* blocks; no leaf lies at or behind `end` */
	unsigned level;     /* of the root */
	bool is_empty;
};

struct glass_map {
	struct file_map file;
	struct glass_tree documents, postings;
	uint32_t document_count;
};

/* ERROR_INDEX when it is damaged or not a database of the writer's. */
bool glass_map_open(struct glass_map *map, const char *path, struct error *error);
void glass_map_close(struct glass_map *map);

/* An item of a leaf: where an entry, or a part of one, is. */
struct glass_spot {
	uint32_t block;
	size_t entry; /* offset in the directory of the leaf */
};

/* To the last entry at or before `key`; before all of them stands an empty one. False: the map
 * is damaged, or the tree is empty. */
bool glass_map_seek(const struct glass_map *map, const struct glass_tree *tree, struct slice key,
	struct glass_spot *spot);
/* To the next entry; false at the end, and where the map is damaged. */
bool glass_map_next(const struct glass_map *map, const struct glass_tree *tree,
	struct glass_spot *spot);
/* The entry there; the spot moves to its last part. The tag lies in the map, or in `whole`
 * where it was cut. False: damaged. */
bool glass_map_read(const struct glass_map *map, const struct glass_tree *tree,
	struct glass_spot *spot, struct buffer *whole, struct slice *key, struct slice *tag);

/* The item there; `key` is without data where it goes on with an entry. The spot stays. */
bool glass_map_peek(const struct glass_map *map, struct glass_spot spot, struct slice *key,
	struct slice *bytes);

/* Appends the record of a document, nothing where it is empty. ERROR_INDEX. */
bool glass_map_record(const struct glass_map *map, uint32_t document, struct buffer *record,
	struct error *error);

#ifdef __cplusplus
}
#endif

#endif
