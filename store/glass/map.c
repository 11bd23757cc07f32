/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/map.h"

#include <string.h>

#include "store/glass/item.h"
#include "store/glass/pack.h"
#include "store/glass/version.h"

#include "base/banned.h"

/* See table.c, which writes them. */
#define BRANCH_HEAD_SIZE 5
#define PART_NUMBER_SIZE 2

static bool take_tree(const struct glass_root *root, struct glass_tree *tree)
{
	*tree = (struct glass_tree){root->block, root->end_block, root->level, root->is_empty};
	return root->is_empty || (root->level < GLASS_LEVEL_LIMIT && root->block < root->end_block);
}

bool glass_map_open(struct glass_map *map, const char *path, struct error *error)
{
	struct glass_map opened = {.document_count = 0};
	struct glass_version version;

	if (!file_map_open(&opened.file, path, error))
		return false;
	if (opened.file.bytes.size < GLASS_BLOCK_SIZE ||
		!glass_version_decode(slice_range(opened.file.bytes, 0, GLASS_BLOCK_SIZE), &version) ||
		!take_tree(&version.documents, &opened.documents) ||
		!take_tree(&version.postings, &opened.postings)) {
		file_map_close(&opened.file);
		return error_set(error, ERROR_INDEX, "%s: damaged", path);
	}
	opened.document_count = version.document_count;
	*map = opened;
	return true;
}

void glass_map_close(struct glass_map *map)
{
	file_map_close(&map->file);
	*map = (struct glass_map){.document_count = 0};
}

static const unsigned char *block_at(const struct glass_map *map, uint32_t number)
{
	const uint64_t begin = (uint64_t)number * GLASS_BLOCK_SIZE;

	if (begin + GLASS_BLOCK_SIZE > map->file.bytes.size)
		return NULL;
	return (const unsigned char *)map->file.bytes.data + begin;
}

/* Entries are ordered by key, the parts of one by their number. */
static int compare(struct slice key, unsigned part, struct slice wanted)
{
	const int order = slice_compare(key, wanted);

	return order ? order : (part > 1) - (part < 1);
}

/* The block that a branch item points to, and its place; false when it is damaged. */
static bool read_branch(const unsigned char *block, size_t entry, uint32_t *child,
	struct slice *key, unsigned *part)
{
	const size_t begin = glass_get_16(block + entry);
	const unsigned char *item = block + begin;

	if (begin < entry || begin + BRANCH_HEAD_SIZE > GLASS_BLOCK_SIZE ||
		begin + BRANCH_HEAD_SIZE + item[4] + PART_NUMBER_SIZE > GLASS_BLOCK_SIZE)
		return false;
	*child = (uint32_t)(glass_get_16(item) << 16 | glass_get_16(item + 2));
	*key = slice_make((const char *)item + BRANCH_HEAD_SIZE, item[4]);
	*part = (unsigned)glass_get_16(item + BRANCH_HEAD_SIZE + item[4]);
	return true;
}

/* Where an item of a leaf or of a branch stands among the keys. */
static bool read_place(const unsigned char *block, size_t entry, struct slice *key, unsigned *part)
{
	struct glass_item item;
	uint32_t child;

	if (glass_block_level(block) > 0)
		return read_branch(block, entry, &child, key, part);
	if (!glass_item_read(block, entry, &item))
		return false;
	*key = item.key;
	*part = item.part;
	return true;
}

/* The last item of a block at or before `wanted`, or its first. */
static bool find_in_block(const unsigned char *block, struct slice wanted, size_t *entry)
{
	size_t end, count, first = 0;

	if (!glass_block_directory_end(block, &end))
		return false;
	count = (end - GLASS_DIRECTORY_BEGIN) / GLASS_DIRECTORY_ENTRY_SIZE;
	if (count == 0)
		return false;
	while (count > 1) {
		const size_t middle = first + count / 2;
		struct slice key;
		unsigned part;

		if (!read_place(block, GLASS_DIRECTORY_BEGIN + middle * GLASS_DIRECTORY_ENTRY_SIZE,
			    &key, &part))
			return false;
		if (compare(key, part, wanted) <= 0) {
			count -= middle - first;
			first = middle;
		} else {
			count = middle - first;
		}
	}
	*entry = GLASS_DIRECTORY_BEGIN + first * GLASS_DIRECTORY_ENTRY_SIZE;
	return true;
}

static bool descend(const struct glass_map *map, const struct glass_tree *tree, struct slice key,
	struct glass_spot *spot)
{
	uint32_t number = tree->root;

	if (tree->is_empty)
		return false;
	for (unsigned level = tree->level;; level--) {
		const unsigned char *block = block_at(map, number);
		struct slice unused;
		unsigned part;

		if (!block || glass_block_level(block) != level ||
			!find_in_block(block, key, &spot->entry))
			return false;
		spot->block = number;
		if (level == 0)
			return true;
		if (!read_branch(block, spot->entry, &number, &unused, &part))
			return false;
	}
}

/* To the last item of the leaf before; branches lie between leaves. */
static bool step_back(const struct glass_map *map, struct glass_spot *spot)
{
	const unsigned char *block;
	size_t end;

	do {
		block = spot->block > 1 ? block_at(map, --spot->block) : NULL;
		if (!block || !glass_block_directory_end(block, &end))
			return false;
	} while (glass_block_level(block) > 0);
	spot->entry = end - GLASS_DIRECTORY_ENTRY_SIZE;
	return end > GLASS_DIRECTORY_BEGIN;
}

static bool find_item(const struct glass_map *map, const struct glass_tree *tree,
	struct slice key, struct glass_spot *spot, struct glass_item *item)
{
	if (!descend(map, tree, key, spot) ||
		!glass_item_read(block_at(map, spot->block), spot->entry, item))
		return false;
	/* Branches know but the beginnings of keys: the leaf may begin behind the one wanted. */
	if (compare(item->key, item->part, key) <= 0)
		return true;
	return step_back(map, spot) &&
	       glass_item_read(block_at(map, spot->block), spot->entry, item) &&
	       compare(item->key, item->part, key) <= 0;
}

bool glass_map_seek(const struct glass_map *map, const struct glass_tree *tree, struct slice key,
	struct glass_spot *spot)
{
	struct glass_item item;

	if (!find_item(map, tree, key, spot, &item))
		return false;
	/* A later part of an entry before: to where that begins. */
	return item.is_first || find_item(map, tree, item.key, spot, &item);
}

bool glass_map_next(const struct glass_map *map, const struct glass_tree *tree,
	struct glass_spot *spot)
{
	const unsigned char *block = block_at(map, spot->block);
	size_t end;

	if (!block || !glass_block_directory_end(block, &end))
		return false;
	spot->entry += GLASS_DIRECTORY_ENTRY_SIZE;
	/* Leaves lie in the order of their keys, branches between them. */
	while (spot->entry >= end || glass_block_level(block) > 0) {
		if (spot->block + 1 >= tree->end)
			return false;
		block = block_at(map, ++spot->block);
		if (!block || !glass_block_directory_end(block, &end))
			return false;
		spot->entry = GLASS_DIRECTORY_BEGIN;
	}
	return true;
}

bool glass_map_read(const struct glass_map *map, const struct glass_tree *tree,
	struct glass_spot *spot, struct buffer *whole, struct slice *key, struct slice *tag)
{
	const unsigned char *block = block_at(map, spot->block);
	struct glass_item item;

	if (!block || !glass_item_read(block, spot->entry, &item) || !item.is_first)
		return false;
	*key = item.key;
	*tag = item.bytes;
	if (item.is_last)
		return true;
	buffer_reset(whole);
	buffer_append(whole, item.bytes);
	for (unsigned part = 2; !item.is_last; part++) {
		if (!glass_map_next(map, tree, spot) ||
			!glass_item_read(block_at(map, spot->block), spot->entry, &item) ||
			item.part != part || !slice_equal(item.key, *key))
			return false;
		buffer_append(whole, item.bytes);
	}
	*tag = buffer_slice(whole);
	return true;
}

bool glass_map_peek(const struct glass_map *map, struct glass_spot spot, struct slice *key,
	struct slice *bytes)
{
	const unsigned char *block = block_at(map, spot.block);
	struct glass_item item;

	if (!block || !glass_item_read(block, spot.entry, &item))
		return false;
	*key = item.is_first ? item.key : (struct slice){0};
	*bytes = item.bytes;
	return true;
}

bool glass_map_record(const struct glass_map *map, uint32_t document, struct buffer *record,
	struct error *error)
{
	struct buffer wanted = {0}, whole = {0};
	struct slice key, tag;
	struct glass_spot spot;
	bool good = document >= 1 && document <= map->document_count;

	glass_pack_sortable(&wanted, document);
	if (good && !map->documents.is_empty) {
		good = glass_map_seek(map, &map->documents, buffer_slice(&wanted), &spot) &&
		       glass_map_read(map, &map->documents, &spot, &whole, &key, &tag);
		if (good && slice_equal(key, buffer_slice(&wanted)))
			buffer_append(record, tag);
	}
	buffer_clear(&wanted);
	buffer_clear(&whole);
	return good || error_set(error, ERROR_INDEX, "no document %u, or a damaged one", document);
}
