/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/table.h"

#include <string.h>

#include "base/memory.h"

#include "base/banned.h"

/* A block: revision (4), level (1), room in one piece (2), room in all (2), end of the
 * directory (2), then the directory: an offset (2) for each item, in order of keys; the items
 * lie from the end of the block towards it. Numbers are big-endian. */
#define LEVEL_OFFSET 4
#define ROOM_OFFSET 5
#define TOTAL_ROOM_OFFSET 7
#define DIRECTORY_END_OFFSET 9
#define DIRECTORY_BEGIN 11
#define DIRECTORY_ENTRY_SIZE 2
#define REVISION 1

/* A leaf item: flags and its size less 3 (2), size of the key (1), key, the part's number
 * (2, but not on the first part), the part of the tag. */
#define LEAF_HEAD_SIZE 3
#define PART_NUMBER_SIZE 2
#define FLAG_LAST 0x4000u
#define FLAG_FIRST 0x2000u
#define PART_LIMIT 0xffffu

/* A branch item: block (4), size of the key (1), key, number of the part (2). */
#define BRANCH_HEAD_SIZE 5

/* A tag longer than the one is cut to fill a block that has room for the other. Shorter ones
 * would cost a second key and a second block to read, for a few bytes saved. */
#define CUT_FROM_SIZE 256
#define CUT_ROOM 128

static void put_16(unsigned char *to, size_t number)
{
	to[0] = (unsigned char)(number >> 8);
	to[1] = (unsigned char)number;
}

static void put_32(unsigned char *to, uint32_t number)
{
	put_16(to, number >> 16);
	put_16(to + 2, number & 0xffff);
}

static size_t room(const struct glass_level *level)
{
	const size_t between = level->items_begin - level->directory_end;

	return between < DIRECTORY_ENTRY_SIZE ? 0 : between - DIRECTORY_ENTRY_SIZE;
}

static void clear_block(struct glass_level *level)
{
	memset(level->block, 0, sizeof(level->block));
	level->directory_end = DIRECTORY_BEGIN;
	level->items_begin = GLASS_BLOCK_SIZE;
}

/* Where an item of `size` bytes goes, entered in the directory. There is room. */
static unsigned char *add_item(struct glass_level *level, size_t size)
{
	level->items_begin -= size;
	put_16(level->block + level->directory_end, level->items_begin);
	level->directory_end += DIRECTORY_ENTRY_SIZE;
	return level->block + level->items_begin;
}

/* Opens the level when it is the first block there. */
static struct glass_level *level_at(struct glass_table *table, unsigned height)
{
	if (!table->levels[height]) {
		table->levels[height] = memory_allocate(sizeof(struct glass_level));
		table->levels[height]->first.size = 0;
		table->levels[height]->first.part = 0;
		clear_block(table->levels[height]);
	}
	return table->levels[height];
}

static bool write_block(struct glass_table *table, unsigned height, uint32_t *number,
	struct error *error)
{
	struct glass_level *level = table->levels[height];
	const size_t between = level->items_begin - level->directory_end;

	put_32(level->block, REVISION);
	level->block[LEVEL_OFFSET] = (unsigned char)height;
	put_16(level->block + ROOM_OFFSET, between);
	put_16(level->block + TOTAL_ROOM_OFFSET, between);
	put_16(level->block + DIRECTORY_END_OFFSET, level->directory_end);
	*number = table->output->next_block;
	return glass_output_append(table->output, level->block, error);
}

static void put_branch(struct glass_level *level, const struct glass_place *place, uint32_t child)
{
	unsigned char *item = add_item(level, BRANCH_HEAD_SIZE + place->size + PART_NUMBER_SIZE);

	put_32(item, child);
	item[4] = (unsigned char)place->size;
	memcpy(item + BRANCH_HEAD_SIZE, place->key, place->size);
	put_16(item + BRANCH_HEAD_SIZE + place->size, place->part);
}

/* Points from `height` to a block of the level below that holds what is at or after `place`. */
static bool add_branch(struct glass_table *table, unsigned height, const struct glass_place *place,
	uint32_t child, struct error *error)
{
	static const struct glass_place start = {.size = 0, .part = 0};
	struct glass_place pending = *place;

	for (; height < GLASS_LEVEL_LIMIT; height++) {
		struct glass_level *level = level_at(table, height);
		const size_t size = BRANCH_HEAD_SIZE + pending.size + PART_NUMBER_SIZE;
		struct glass_place full;
		uint32_t number;

		/* The first key of a branch block is never looked at: it is left out. */
		if (level->directory_end == DIRECTORY_BEGIN) {
			put_branch(level, &start, child);
			return true;
		}
		if (room(level) >= size) {
			put_branch(level, &pending, child);
			return true;
		}
		full = level->first;
		level->first = pending;
		if (!write_block(table, height, &number, error))
			return false;
		clear_block(level);
		put_branch(level, &start, child);
		pending = full;
		child = number;
	}
	return error_set(error, ERROR_LIMIT, "%s: a table grows too deep", table->output->path);
}

/* Writes the leaf and begins the next, which starts at `key`. What stands for it above is
 * the shortest beginning of `key` that is after all of the leaf before. */
static bool next_leaf(struct glass_table *table, struct slice key, unsigned part,
	struct error *error)
{
	struct glass_level *leaf = table->levels[0];
	const struct glass_place *last = &table->last;
	size_t size = 0;
	uint32_t number;

	if (!write_block(table, 0, &number, error) ||
		!add_branch(table, 1, &leaf->first, number, error))
		return false;
	while (size < key.size && size < last->size && (unsigned char)key.data[size] == last->key[size])
		size++;
	if (size < key.size)
		size++;
	memcpy(leaf->first.key, key.data, size);
	leaf->first.size = size;
	leaf->first.part = part;
	clear_block(leaf);
	return true;
}

/* Bytes of the tag that go into the leaf in hand; false when it is better to begin another. */
static bool choose_part(const struct glass_level *leaf, size_t head_size, size_t left,
	size_t *part_size)
{
	const size_t here = room(leaf) > head_size ? room(leaf) - head_size : 0;
	const bool is_empty = leaf->directory_end == DIRECTORY_BEGIN;

	if (room(leaf) >= head_size + left)
		*part_size = left;
	else if (is_empty || (left > CUT_FROM_SIZE && here >= CUT_ROOM))
		*part_size = here;
	else
		return false;
	return true;
}

/* Takes `size` bytes off the front of head and tail. */
static void take(unsigned char *to, size_t size, struct slice *head, struct slice *tail)
{
	const size_t of_head = size < head->size ? size : head->size;

	if (of_head)
		memcpy(to, head->data, of_head);
	if (size - of_head)
		memcpy(to + of_head, tail->data, size - of_head);
	*head = slice_range(*head, of_head, head->size);
	*tail = slice_range(*tail, size - of_head, tail->size);
}

static bool add_parts(struct glass_table *table, struct slice key, struct slice head,
	struct slice tail, struct error *error)
{
	for (unsigned part = 1;; part++) {
		const size_t head_size =
			LEAF_HEAD_SIZE + key.size + (part > 1 ? PART_NUMBER_SIZE : 0);
		const size_t left = head.size + tail.size;
		unsigned char *item;
		size_t size;

		if (part > PART_LIMIT)
			return error_set(error, ERROR_LIMIT, "%s: an entry is over 512 MiB",
				table->output->path);
		while (!choose_part(table->levels[0], head_size, left, &size)) {
			if (!next_leaf(table, key, part, error))
				return false;
		}
		item = add_item(table->levels[0], head_size + size);
		put_16(item, (head_size + size - LEAF_HEAD_SIZE) | (part == 1 ? FLAG_FIRST : 0) |
			(size == left ? FLAG_LAST : 0));
		item[2] = (unsigned char)key.size;
		memcpy(item + LEAF_HEAD_SIZE, key.data, key.size);
		if (part > 1)
			put_16(item + LEAF_HEAD_SIZE + key.size, part);
		take(item + head_size, size, &head, &tail);
		if (part == 1) {
			memcpy(table->last.key, key.data, key.size);
			table->last.size = key.size;
		}
		if (size == left)
			return true;
	}
}

void glass_table_open(struct glass_table *table, struct glass_output *output)
{
	*table = (struct glass_table){.output = output};
}

/* Every table begins with an entry without key and tag. */
static void add_null_entry(struct glass_table *table)
{
	unsigned char *item = add_item(level_at(table, 0), LEAF_HEAD_SIZE);

	put_16(item, FLAG_FIRST | FLAG_LAST);
}

bool glass_table_add(struct glass_table *table, struct slice key, struct slice head,
	struct slice tail, struct error *error)
{
	const struct slice last = slice_make((const char *)table->last.key, table->last.size);

	if (key.size > GLASS_KEY_LIMIT)
		return error_set(error, ERROR_LIMIT, "%s: a key of %zu bytes, %d are allowed",
			table->output->path, key.size, GLASS_KEY_LIMIT);
	if (slice_compare(last, key) >= 0)
		return error_set(error, ERROR_INDEX, "%s: entries are out of order",
			table->output->path);
	if (table->entry_count == UINT32_MAX)
		return error_set(error, ERROR_LIMIT, "%s: a table has too many entries",
			table->output->path);
	if (!table->levels[0])
		add_null_entry(table);
	table->entry_count++;
	return add_parts(table, key, head, tail, error);
}

bool glass_table_finish(struct glass_table *table, struct glass_root *root, struct error *error)
{
	unsigned height = 0;
	uint32_t number;

	if (!table->levels[0])
		add_null_entry(table);
	for (;; height++) {
		if (!write_block(table, height, &number, error))
			return false;
		if (height + 1 == GLASS_LEVEL_LIMIT || !table->levels[height + 1])
			break;
		if (!add_branch(table, height + 1, &table->levels[height]->first, number, error))
			return false;
	}
	*root = (struct glass_root){
		.block = number,
		.level = height,
		.entry_count = table->entry_count,
		.end_block = table->output->next_block,
	};
	return true;
}

void glass_table_close(struct glass_table *table)
{
	for (unsigned height = 0; height < GLASS_LEVEL_LIMIT; height++)
		memory_free(table->levels[height]);
	*table = (struct glass_table){0};
}
