/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * item.h - the items of a leaf block as they lie there: an entry or a part of one each.
 */
#ifndef STORE_GLASS_ITEM_H
#define STORE_GLASS_ITEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* See table.c, which writes them. */
#define GLASS_DIRECTORY_BEGIN 11
#define GLASS_DIRECTORY_ENTRY_SIZE 2

struct glass_item {
	bool is_first, is_last; /* part of its entry */
	unsigned part;          /* from 1 */
	struct slice key, bytes;
};

static inline size_t glass_get_16(const unsigned char *from)
{
	return (size_t)from[0] << 8 | from[1];
}

/* 0: a leaf. */
unsigned glass_block_level(const unsigned char *block);
/* Where its directory ends; false when it cannot end there. */
bool glass_block_directory_end(const unsigned char *block, size_t *end);
/* The item that the directory of `leaf` names at offset `entry`; false when it is damaged. */
bool glass_item_read(const unsigned char *leaf, size_t entry, struct glass_item *item);

#endif
