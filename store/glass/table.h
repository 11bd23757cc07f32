/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table.h - builds one glass B-tree from entries that come in order.
 *
 * Every block is filled to the end and written once; a branch block is written as soon as it
 * is full, behind the leaves that it points to. Memory: one block a level. A tag that does
 * not fit is cut into parts, as glass does. Format: Xapian 1.4, backends/glass/glass_table.
 */
#ifndef STORE_GLASS_TABLE_H
#define STORE_GLASS_TABLE_H

#include <stdint.h>

#include "store/glass/output.h"

#define GLASS_KEY_LIMIT 255 /* bytes */
#define GLASS_LEVEL_LIMIT 10

/* What the version block says of a table. */
struct glass_root {
	bool is_empty;        /* no block at all */
	uint32_t block;
	unsigned level;       /* 0: the root is a leaf */
	uint32_t entry_count;
	uint32_t end_block;   /* the first behind it */
};

/* A key with the part of the tag it stands for, from 1; both zero before every other. */
struct glass_place {
	unsigned char key[GLASS_KEY_LIMIT];
	size_t size;
	unsigned part;
};

struct glass_level {
	unsigned char block[GLASS_BLOCK_SIZE];
	size_t directory_end, items_begin; /* between them is room */
	struct glass_place first;          /* all that is in the block is at or after it */
};

struct glass_table {
	struct glass_output *output;
	struct glass_level *levels[GLASS_LEVEL_LIMIT]; /* NULL above the root */
	struct glass_place last;
	uint32_t entry_count;
};

void glass_table_open(struct glass_table *table, struct glass_output *output);
/* Adds an entry whose tag is `head` and `tail` one behind the other. Keys rise: ERROR_INDEX
 * when this one does not. ERROR_LIMIT when key or tag is too large (512 MiB). ERROR_IO. */
bool glass_table_add(struct glass_table *table, struct slice key, struct slice head,
	struct slice tail, struct error *error);
/* Writes what is in hand. */
bool glass_table_finish(struct glass_table *table, struct glass_root *root, struct error *error);
void glass_table_close(struct glass_table *table);

#endif
