/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/cursor.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "store/glass/item.h"

#include "base/banned.h"

#define AHEAD_COUNT 16 /* blocks in one read */

void glass_cursor_open(struct glass_cursor *cursor, int descriptor, const char *path,
	uint32_t first, uint32_t end)
{
	*cursor = (struct glass_cursor){
		.descriptor = descriptor, .path = path, .next_block = first, .end_block = end};
	cursor->ahead = memory_allocate((size_t)AHEAD_COUNT * GLASS_BLOCK_SIZE);
}

void glass_cursor_close(struct glass_cursor *cursor)
{
	memory_free(cursor->ahead);
	buffer_clear(&cursor->whole);
	buffer_clear(&cursor->whole_key);
	*cursor = (struct glass_cursor){.descriptor = -1};
}

static bool damaged(const struct glass_cursor *cursor, struct error *error)
{
	return error_set(error, ERROR_INDEX, "%s: damaged near block %u", cursor->path,
		cursor->next_block - 1);
}

static bool read_ahead(struct glass_cursor *cursor, struct error *error)
{
	const uint32_t left = cursor->end_block - cursor->next_block;
	const size_t count = left < AHEAD_COUNT ? left : AHEAD_COUNT;
	const size_t size = count * GLASS_BLOCK_SIZE;
	const off_t offset = (off_t)cursor->next_block * GLASS_BLOCK_SIZE;
	size_t done = 0;

	while (done < size) {
		const ssize_t got = pread(cursor->descriptor, cursor->ahead + done, size - done,
			offset + (off_t)done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_set(error, ERROR_IO, "%s: %s", cursor->path, strerror(errno));
		if (got == 0)
			return error_set(error, ERROR_INDEX, "%s: cut short", cursor->path);
		done += (size_t)got;
	}
	cursor->ahead_count = count;
	cursor->ahead_next = 0;
	return true;
}

/* To the next leaf; false at the end and on an error. */
static bool next_leaf(struct glass_cursor *cursor, struct error *error)
{
	do {
		if (cursor->ahead_next == cursor->ahead_count) {
			if (cursor->next_block >= cursor->end_block || !read_ahead(cursor, error))
				return false;
		}
		cursor->leaf = cursor->ahead + cursor->ahead_next++ * GLASS_BLOCK_SIZE;
		cursor->next_block++;
	} while (glass_block_level(cursor->leaf) != 0);
	cursor->directory_next = GLASS_DIRECTORY_BEGIN;
	return glass_block_directory_end(cursor->leaf, &cursor->directory_end) ||
	       damaged(cursor, error);
}

static bool next_item(struct glass_cursor *cursor, struct glass_item *item, struct error *error)
{
	while (cursor->directory_next == cursor->directory_end)
		if (!next_leaf(cursor, error))
			return false;
	if (!glass_item_read(cursor->leaf, cursor->directory_next, item))
		return damaged(cursor, error);
	cursor->directory_next += GLASS_DIRECTORY_ENTRY_SIZE;
	return true;
}

/* Puts the parts of a tag together, of which `item` is the first. */
static bool join_parts(struct glass_cursor *cursor, struct glass_item *item, struct error *error)
{
	struct error failure = {0};

	buffer_reset(&cursor->whole);
	buffer_reset(&cursor->whole_key);
	buffer_append(&cursor->whole_key, item->key);
	for (unsigned part = 1;; part++) {
		if (item->part != part || item->is_first != (part == 1) ||
			!slice_equal(item->key, buffer_slice(&cursor->whole_key)))
			return damaged(cursor, error);
		buffer_append(&cursor->whole, item->bytes);
		if (item->is_last)
			return true;
		if (!next_item(cursor, item, &failure)) {
			*error = failure;
			return failure.code != ERROR_NONE ? false : damaged(cursor, error);
		}
	}
}

bool glass_cursor_next(struct glass_cursor *cursor, struct slice *key, struct slice *tag,
	struct error *error)
{
	struct glass_item item;

	/* The first item of a table is empty. */
	do {
		if (!next_item(cursor, &item, error))
			return false;
	} while (item.key.size == 0);
	if (item.is_first && item.is_last) {
		*key = item.key;
		*tag = item.bytes;
		return true;
	}
	if (!join_parts(cursor, &item, error))
		return false;
	*key = buffer_slice(&cursor->whole_key);
	*tag = buffer_slice(&cursor->whole);
	return true;
}
