/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/chunk.h"

#include "base/banned.h"

/* Numbers of 32 bits; false when one is cut short or too large. */
static inline bool take_number(const unsigned char **position, const unsigned char *end,
	uint32_t *number)
{
	uint64_t value = 0;

	for (unsigned shift = 0; *position < end && shift < 35; shift += 7) {
		const unsigned char byte = *(*position)++;

		value |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80) {
			*number = (uint32_t)value;
			return value <= UINT32_MAX;
		}
	}
	return false;
}

bool glass_chunk_open(struct glass_chunk_reader *chunk, struct slice tag, uint32_t first)
{
	const unsigned char *position = (const unsigned char *)tag.data;
	const unsigned char *end = position + tag.size;
	uint32_t more;

	if (tag.size == 0 || (*position != '0' && *position != '1'))
		return false;
	chunk->is_final = *position++ == '1';
	if (!take_number(&position, end, &more) || more > UINT32_MAX - first)
		return false;
	chunk->position = position;
	chunk->end = end;
	chunk->document = first;
	chunk->last = first + more;
	chunk->is_fresh = true;
	return true;
}

/* The first chunk begins with the sums of the list and its first document. */
bool glass_chunk_open_first(struct glass_chunk_reader *chunk, struct slice tag,
	struct glass_sums *sums)
{
	const unsigned char *position = (const unsigned char *)tag.data;
	const unsigned char *end = position + tag.size;
	uint32_t first;

	if (!take_number(&position, end, &sums->documents) ||
		!take_number(&position, end, &sums->occurrences) ||
		!take_number(&position, end, &first) || first == UINT32_MAX)
		return false;
	return glass_chunk_open(chunk, slice_make((const char *)position, (size_t)(end - position)),
		first + 1);
}

static inline bool take_posting(struct glass_chunk_reader *chunk, uint32_t *document,
	uint32_t *count)
{
	uint32_t distance = 0;

	if (!chunk->is_fresh) {
		if (chunk->document == chunk->last ||
			!take_number(&chunk->position, chunk->end, &distance) ||
			distance >= chunk->last - chunk->document)
			return false;
		distance++;
	}
	if (!take_number(&chunk->position, chunk->end, count))
		return false;
	chunk->is_fresh = false;
	chunk->document += distance;
	*document = chunk->document;
	return true;
}

bool glass_chunk_next(struct glass_chunk_reader *chunk, uint32_t *document, uint32_t *count)
{
	return take_posting(chunk, document, count);
}

/* Most distances and nearly all counts take one byte: pairs of these are read without a
 * question to each of them. Stops at the first of another kind. */
static size_t read_short(struct glass_chunk_reader *chunk, uint32_t target, uint32_t *documents,
	uint32_t *counts, size_t room)
{
	const unsigned char *position = chunk->position;
	uint32_t document = chunk->document;
	size_t read = 0;

	while (read < room && chunk->end - position >= 2) {
		const uint32_t next = document + position[0] + 1;

		if ((position[0] | position[1]) >= 0x80 || next > chunk->last || next < document)
			break;
		document = next;
		documents[read] = document;
		counts[read] = position[1];
		read += document >= target;
		position += 2;
	}
	chunk->position = position;
	chunk->document = document;
	return read;
}

size_t glass_chunk_read(struct glass_chunk_reader *chunk, uint32_t target, uint32_t *documents,
	uint32_t *counts, size_t room)
{
	size_t read = 0;

	while (read < room) {
		if (!chunk->is_fresh)
			read += read_short(chunk, target, documents + read, counts + read, room - read);
		if (read == room || !take_posting(chunk, &documents[read], &counts[read]))
			break;
		read += documents[read] >= target;
	}
	return read;
}

bool glass_chunk_is_over(const struct glass_chunk_reader *chunk)
{
	return !chunk->is_fresh && chunk->document == chunk->last && chunk->position == chunk->end;
}
