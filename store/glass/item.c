/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/item.h"

#include "store/glass/output.h"

#include "base/banned.h"

#define LEVEL_OFFSET 4
#define DIRECTORY_END_OFFSET 9
#define LEAF_HEAD_SIZE 3
#define PART_NUMBER_SIZE 2
#define FLAG_COMPRESSED 0x8000u
#define FLAG_LAST 0x4000u
#define FLAG_FIRST 0x2000u

unsigned glass_block_level(const unsigned char *block)
{
	return block[LEVEL_OFFSET];
}

bool glass_block_directory_end(const unsigned char *block, size_t *end)
{
	*end = glass_get_16(block + DIRECTORY_END_OFFSET);
	return *end >= GLASS_DIRECTORY_BEGIN && *end <= GLASS_BLOCK_SIZE &&
	       (*end - GLASS_DIRECTORY_BEGIN) % GLASS_DIRECTORY_ENTRY_SIZE == 0;
}

bool glass_item_read(const unsigned char *leaf, size_t entry, struct glass_item *item)
{
	const size_t begin = glass_get_16(leaf + entry);
	const unsigned char *bytes = leaf + begin;
	size_t size, key_end;
	unsigned flags;

	if (begin < entry || begin + LEAF_HEAD_SIZE > GLASS_BLOCK_SIZE)
		return false;
	flags = (unsigned)glass_get_16(bytes);
	size = (flags & (FLAG_FIRST - 1)) + LEAF_HEAD_SIZE;
	key_end = LEAF_HEAD_SIZE + (size_t)bytes[2];
	if (flags & FLAG_COMPRESSED || size > GLASS_BLOCK_SIZE - begin || key_end > size)
		return false;
	item->is_first = flags & FLAG_FIRST;
	item->is_last = flags & FLAG_LAST;
	item->key = slice_make((const char *)bytes + LEAF_HEAD_SIZE, bytes[2]);
	item->part = 1;
	if (!item->is_first) {
		if (key_end + PART_NUMBER_SIZE > size)
			return false;
		item->part = (unsigned)glass_get_16(bytes + key_end);
		key_end += PART_NUMBER_SIZE;
	}
	item->bytes = slice_make((const char *)bytes + key_end, size - key_end);
	return true;
}
