/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/list.h"

#include "base/memory.h"
#include "store/glass/pack.h"
#include "store/glass/table.h"

#include "base/banned.h"

/* A chunk takes no more postings once it has grown to this size: what Xapian does. */
#define CHUNK_SIZE 2000
#define VARINT_SIZE 5 /* at most, of 32 bits */
#define LENGTHS_KEY SLICE_LITERAL("\0\xe0")

void glass_list_clear(struct glass_list *list)
{
	buffer_clear(&list->bytes);
	buffer_clear(&list->key);
	buffer_clear(&list->head);
	memory_free(list->chunks);
	*list = (struct glass_list){0};
}

void glass_list_reset(struct glass_list *list)
{
	buffer_reset(&list->bytes);
	list->chunk_count = 0;
	list->chunk_begin = 0;
	list->document_count = 0;
	list->occurrence_count = 0;
	list->largest_count = 0;
	list->last_document = 0;
}

static char *put_varint(char *to, uint32_t number)
{
	while (number >= 0x80) {
		*to++ = (char)(number | 0x80);
		number >>= 7;
	}
	*to++ = (char)number;
	return to;
}

static void end_chunk(struct glass_list *list)
{
	struct glass_chunk *chunk = &list->chunks[list->chunk_count - 1];

	chunk->last = list->last_document;
	chunk->end = list->bytes.size;
}

static void begin_chunk(struct glass_list *list, uint32_t document)
{
	if (list->chunk_count)
		end_chunk(list);
	list->chunks = memory_grow(list->chunks, &list->chunk_capacity, list->chunk_count + 1,
		sizeof(list->chunks[0]));
	list->chunks[list->chunk_count++] = (struct glass_chunk){.first = document};
	list->chunk_begin = list->bytes.size;
}

void glass_list_add(struct glass_list *list, const uint32_t *documents, const uint32_t *counts,
	size_t size)
{
	char *end = buffer_reserve(&list->bytes, size * 2 * VARINT_SIZE);

	for (size_t i = 0; i < size; i++) {
		if (!list->chunk_count || list->bytes.size - list->chunk_begin >= CHUNK_SIZE)
			begin_chunk(list, documents[i]);
		else
			end = put_varint(end, documents[i] - list->last_document - 1);
		end = put_varint(end, counts[i]);
		list->bytes.size = (size_t)(end - list->bytes.data);
		list->last_document = documents[i];
		list->occurrence_count += counts[i];
		if (list->largest_count < counts[i])
			list->largest_count = counts[i];
	}
	list->document_count += (uint32_t)size;
}

/* list->key holds the key of the first chunk and list->head what stands in front of it. Keys
 * of the others are that key, the separator and the chunk's first document. */
static bool write_chunks(struct glass_list *list, struct glass_table *table,
	struct slice separator, struct error *error)
{
	const size_t key_size = list->key.size;
	size_t begin = 0;

	end_chunk(list);
	for (size_t i = 0; i < list->chunk_count; i++) {
		const struct glass_chunk *chunk = &list->chunks[i];
		const struct slice bytes = slice_range(buffer_slice(&list->bytes), begin, chunk->end);

		if (i) {
			buffer_reset(&list->head);
			list->key.size = key_size;
			buffer_append(&list->key, separator);
			glass_pack_sortable(&list->key, chunk->first);
		} else {
			buffer_append_varint(&list->head, chunk->first - 1);
		}
		buffer_append_byte(&list->head, i + 1 == list->chunk_count ? '1' : '0');
		buffer_append_varint(&list->head, chunk->last - chunk->first);
		if (!glass_table_add(table, buffer_slice(&list->key), buffer_slice(&list->head),
			bytes, error))
			return false;
		begin = chunk->end;
	}
	return true;
}

bool glass_list_write(struct glass_list *list, struct glass_table *table, struct slice term,
	struct error *error)
{
	if (!list->chunk_count)
		return true;
	buffer_reset(&list->key);
	glass_pack_term(&list->key, term);
	buffer_reset(&list->head);
	buffer_append_varint(&list->head, list->document_count);
	/* Xapian counts occurrences modulo 2^32. */
	buffer_append_varint(&list->head, (uint32_t)list->occurrence_count);
	return write_chunks(list, table, SLICE_LITERAL("\0"), error);
}

bool glass_list_write_lengths(struct glass_list *list, struct glass_table *table,
	struct error *error)
{
	if (!list->chunk_count)
		return true;
	buffer_reset(&list->key);
	buffer_append(&list->key, LENGTHS_KEY);
	buffer_reset(&list->head);
	/* In place of the sums of a term. */
	buffer_append_varint(&list->head, 0);
	buffer_append_varint(&list->head, 0);
	return write_chunks(list, table, SLICE_LITERAL(""), error);
}
