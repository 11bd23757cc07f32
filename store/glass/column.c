/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/column.h"

#include "store/glass/pack.h"

#include "base/banned.h"

#define CHUNK_KEY SLICE_LITERAL("\0\xd8") /* see value.c, which writes them */

static bool damaged(struct glass_column *column, struct error *error)
{
	column->is_over = true;
	return error_set(error, ERROR_INDEX, "the values of a slot are damaged");
}

/* The entry at the spot is a chunk, or one before them, or one behind: then it is over. */
static bool read_chunk(struct glass_column *column, struct error *error)
{
	const struct slice prefix = buffer_slice(&column->prefix);
	struct slice key, tag;

	column->rest = (struct slice){0};
	if (!glass_map_read(column->map, &column->map->postings, &column->spot, &column->whole, &key,
		    &tag))
		return damaged(column, error);
	if (!slice_starts_with(key, prefix)) {
		column->is_over = slice_compare(key, prefix) > 0;
		return true;
	}
	if (!glass_unpack_sortable(slice_range(key, prefix.size, key.size), &column->document))
		return damaged(column, error);
	column->rest = tag;
	column->is_fresh = true;
	return true;
}

bool glass_column_open(struct glass_column *column, const struct glass_map *map, unsigned slot,
	uint32_t document, struct error *error)
{
	struct buffer wanted = {0};
	bool is_open;

	*column = (struct glass_column){.map = map, .is_over = map->postings.is_empty};
	buffer_append(&column->prefix, CHUNK_KEY);
	buffer_append_varint(&column->prefix, slot);
	if (column->is_over)
		return true;
	buffer_append(&wanted, buffer_slice(&column->prefix));
	glass_pack_sortable(&wanted, document);
	is_open = glass_map_seek(map, &map->postings, buffer_slice(&wanted), &column->spot) ?
			  read_chunk(column, error) :
			  damaged(column, error);
	buffer_clear(&wanted);
	if (!is_open)
		glass_column_close(column);
	return is_open;
}

void glass_column_close(struct glass_column *column)
{
	buffer_clear(&column->prefix);
	buffer_clear(&column->whole);
}

bool glass_column_next(struct glass_column *column, uint32_t *document, struct slice *value,
	struct error *error)
{
	uint64_t distance = 0, size;

	while (!column->is_over && column->rest.size == 0) {
		column->is_over = !glass_map_next(column->map, &column->map->postings, &column->spot);
		if (!column->is_over && !read_chunk(column, error))
			return false;
	}
	if (column->is_over)
		return false;
	if (!column->is_fresh && slice_take_varint(&column->rest, &distance))
		distance++;
	if (distance > column->map->document_count || !slice_take_varint(&column->rest, &size) ||
		size > column->rest.size || column->document == 0 ||
		column->document + distance > column->map->document_count)
		return damaged(column, error);
	column->is_fresh = false;
	column->document += (uint32_t)distance;
	*document = column->document;
	*value = slice_range(column->rest, 0, (size_t)size);
	column->rest = slice_range(column->rest, (size_t)size, column->rest.size);
	return true;
}
