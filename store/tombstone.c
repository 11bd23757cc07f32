/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/tombstone.h"

#include <string.h>

#include "base/buffer.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/memory.h"
#include "store/new_file.h"

#include "base/banned.h"

#define MAGIC "QUOTHDED"
#define VERSION 1

/* The file is this head, the bitmap, and the 64-bit digest of both. Numbers are in the byte
 * order of the machine, which the version tells. */
struct head {
	char magic[8];
	uint32_t version;
	uint32_t count;
	uint32_t dead;
	uint32_t reserved;
};

static size_t bitmap_size(uint32_t count)
{
	return ((size_t)count + 7) / 8;
}

void tombstones_init(struct tombstones *tombstones, uint32_t count)
{
	*tombstones = (struct tombstones){.count = count};
}

void tombstones_clear(struct tombstones *tombstones)
{
	memory_free(tombstones->bits);
	tombstones_init(tombstones, tombstones->count);
}

void tombstones_copy(const struct tombstones *from, struct tombstones *to)
{
	*to = *from;
	if (from->bits) {
		to->bits = memory_allocate(bitmap_size(from->count));
		memcpy(to->bits, from->bits, bitmap_size(from->count));
	}
}

bool tombstones_add(struct tombstones *tombstones, uint32_t document)
{
	if (document == 0 || document > tombstones->count || tombstones_has(tombstones, document))
		return false;
	if (!tombstones->bits)
		tombstones->bits = memory_allocate_array(bitmap_size(tombstones->count), 1);
	tombstones->bits[(document - 1) >> 3] |= (unsigned char)(1U << ((document - 1) & 7));
	tombstones->dead++;
	return true;
}

static bool damaged(struct error *error, const char *path, const char *what)
{
	return error_set(error, ERROR_INDEX, "%s: damaged: %s", path, what);
}

static uint32_t count_bits(struct slice bitmap)
{
	uint32_t count = 0;

	for (size_t i = 0; i < bitmap.size; i++)
		count += (uint32_t)__builtin_popcount((unsigned char)bitmap.data[i]);
	return count;
}

static bool decode(struct tombstones *tombstones, uint32_t count, struct slice file,
	const char *path, struct error *error)
{
	const size_t size = sizeof(struct head) + bitmap_size(count);
	struct head head;
	uint64_t digest;

	if (file.size != size + sizeof(digest))
		return damaged(error, path, "its size is another");
	memcpy(&head, file.data, sizeof(head));
	memcpy(&digest, file.data + size, sizeof(digest));
	if (memcmp(head.magic, MAGIC, sizeof(head.magic)) != 0 || head.version != VERSION)
		return damaged(error, path, "no tombstones of this version and byte order");
	if (digest != digest_64(slice_range(file, 0, size)))
		return damaged(error, path, "its digest is another");

	const struct slice bitmap = slice_range(file, sizeof(head), size);
	const unsigned spare = count % 8 ? 0xffU << count % 8 & 0xffU : 0;

	if (head.count != count || head.dead != count_bits(bitmap) ||
		(bitmap.size && (unsigned char)bitmap.data[bitmap.size - 1] & spare))
		return damaged(error, path, "its counts do not fit its bits");
	tombstones_init(tombstones, count);
	tombstones->dead = head.dead;
	if (head.dead > 0)
		tombstones->bits = (unsigned char *)memory_copy(bitmap.data, bitmap.size);
	return true;
}

bool tombstones_read(struct tombstones *tombstones, uint32_t count, const char *path,
	struct error *error)
{
	struct file_map map;

	if (!file_map_open(&map, path, error))
		return false;

	const bool good = decode(tombstones, count, map.bytes, path, error);

	file_map_close(&map);
	return good;
}

bool tombstones_write(const struct tombstones *tombstones, const char *path, struct error *error)
{
	const size_t size = bitmap_size(tombstones->count);
	struct head head = {.version = VERSION, .count = tombstones->count, .dead = tombstones->dead};
	struct buffer bytes = {0};
	struct new_file file;
	uint64_t digest;

	memcpy(head.magic, MAGIC, sizeof(head.magic));
	buffer_append_bytes(&bytes, &head, sizeof(head));
	memset(buffer_reserve(&bytes, size), 0, size);
	if (tombstones->bits)
		memcpy(bytes.data + bytes.size, tombstones->bits, size);
	bytes.size += size;
	digest = digest_64(buffer_slice(&bytes));
	buffer_append_bytes(&bytes, &digest, sizeof(digest));

	bool good = new_file_open(&file, path, error);

	if (good && !new_file_append(&file, buffer_slice(&bytes), error)) {
		new_file_abandon(&file);
		good = false;
	} else if (good) {
		good = new_file_close(&file, error);
	}
	buffer_clear(&bytes);
	return good;
}
