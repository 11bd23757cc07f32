/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/value.h"

#include "base/memory.h"
#include "store/glass/pack.h"
#include "store/glass/table.h"

#include "base/banned.h"

#define CHUNK_SIZE 2000
#define STATISTICS_KEY SLICE_LITERAL("\0\xd0")
#define CHUNK_KEY SLICE_LITERAL("\0\xd8")

void glass_slot_clear(struct glass_slot *slot)
{
	buffer_clear(&slot->bytes);
	buffer_clear(&slot->least);
	buffer_clear(&slot->greatest);
	memory_free(slot->chunks);
	*slot = (struct glass_slot){0};
}

static void keep(struct buffer *kept, struct slice value)
{
	buffer_reset(kept);
	buffer_append(kept, value);
}

static void widen(struct glass_slot *slot, struct slice value)
{
	if (!slot->document_count || slice_compare(value, buffer_slice(&slot->least)) < 0)
		keep(&slot->least, value);
	if (!slot->document_count || slice_compare(value, buffer_slice(&slot->greatest)) > 0)
		keep(&slot->greatest, value);
}

void glass_slot_add(struct glass_slot *slot, uint32_t document, struct slice value)
{
	if (!slot->chunk_count || slot->bytes.size - slot->chunk_begin >= CHUNK_SIZE) {
		slot->chunks = memory_grow(slot->chunks, &slot->chunk_capacity,
			slot->chunk_count + 1, sizeof(slot->chunks[0]));
		slot->chunks[slot->chunk_count++] = (struct glass_chunk){.first = document};
		slot->chunk_begin = slot->bytes.size;
	} else {
		buffer_append_varint(&slot->bytes, document - slot->last_document - 1);
	}
	buffer_append_varint(&slot->bytes, value.size);
	buffer_append(&slot->bytes, value);
	slot->chunks[slot->chunk_count - 1].end = slot->bytes.size;
	widen(slot, value);
	slot->document_count++;
	slot->last_document = document;
}

bool glass_slot_write_statistics(const struct glass_slot *slot, unsigned number,
	struct glass_table *table, struct error *error)
{
	struct buffer key = {0};
	struct buffer tag = {0};
	bool is_written;

	if (!slot->document_count)
		return true;
	buffer_append(&key, STATISTICS_KEY);
	/* The number is the rest of the key: slot 0 has no byte. */
	if (number)
		buffer_append_byte(&key, (char)number);
	buffer_append_varint(&tag, slot->document_count);
	buffer_append_varint(&tag, slot->least.size);
	buffer_append(&tag, buffer_slice(&slot->least));
	if (!slice_equal(buffer_slice(&slot->least), buffer_slice(&slot->greatest)))
		buffer_append(&tag, buffer_slice(&slot->greatest));
	is_written = glass_table_add(table, buffer_slice(&key), buffer_slice(&tag),
		SLICE_LITERAL(""), error);
	buffer_clear(&tag);
	buffer_clear(&key);
	return is_written;
}

bool glass_slot_write(struct glass_slot *slot, unsigned number, struct glass_table *table,
	struct error *error)
{
	struct buffer key = {0};
	size_t begin = 0;
	bool is_written = true;

	for (size_t i = 0; is_written && i < slot->chunk_count; i++) {
		const struct glass_chunk *chunk = &slot->chunks[i];

		buffer_reset(&key);
		buffer_append(&key, CHUNK_KEY);
		buffer_append_varint(&key, number);
		glass_pack_sortable(&key, chunk->first);
		is_written = glass_table_add(table, buffer_slice(&key),
			slice_range(buffer_slice(&slot->bytes), begin, chunk->end),
			SLICE_LITERAL(""), error);
		begin = chunk->end;
	}
	buffer_clear(&key);
	return is_written;
}
