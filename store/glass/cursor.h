/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cursor.h - the entries of one table that the writer made, front to back.
 *
 * Leaves lie in the file in the order of their keys, so blocks are read ahead as they come
 * and nothing is looked up: a merge reads at the speed of the disk. All that is read is
 * checked to be within its block; a damaged one is ERROR_INDEX.
 */
#ifndef STORE_GLASS_CURSOR_H
#define STORE_GLASS_CURSOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "store/glass/table.h"

struct glass_cursor {
	int descriptor;          /* borrowed */
	const char *path;        /* borrowed */
	uint32_t next_block, end_block;
	unsigned char *ahead;    /* blocks read ahead */
	size_t ahead_count, ahead_next;
	const unsigned char *leaf; /* one of them */
	size_t directory_next, directory_end; /* offsets in the leaf */
	struct buffer whole;     /* a tag that was cut, put together again */
	struct buffer whole_key; /* and its key */
};

/* The blocks [first, end) of an open file; both borrowed. */
void glass_cursor_open(struct glass_cursor *cursor, int descriptor, const char *path,
	uint32_t first, uint32_t end);
void glass_cursor_close(struct glass_cursor *cursor);
/* The next entry, valid until the next call; false at the end and on an error (error set). */
bool glass_cursor_next(struct glass_cursor *cursor, struct slice *key, struct slice *tag,
	struct error *error);

#endif
