/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/postings.h"

#include <string.h>

#include "store/glass/pack.h"

#include "base/banned.h"

#define LENGTHS_KEY SLICE_LITERAL("\0\xe0")
#define SEPARATOR '\0'

/* From so many chunks on a target is looked up; nearer ones are walked to. */
#define FAR_CHUNKS 8

static bool damaged(struct error *error)
{
	return error_set(error, ERROR_INDEX, "a posting list is damaged");
}

/* Whether the chunk just opened can be one of this list. */
static bool accept_chunk(struct glass_postings *postings)
{
	postings->span = postings->chunk.last - postings->chunk.document + 1;
	return postings->chunk.last <= postings->map->document_count;
}

/* Where an entry is; a block of 0 where there is none. The empty key is no list's. */
static bool find(const struct glass_map *map, struct slice wanted, struct glass_spot *spot,
	struct slice *tag)
{
	struct slice key;

	*spot = (struct glass_spot){0};
	if (map->postings.is_empty || wanted.size == 0)
		return true;
	if (!glass_map_seek(map, &map->postings, wanted, spot) ||
		!glass_map_peek(map, *spot, &key, tag))
		return false;
	if (!slice_equal(key, wanted))
		*spot = (struct glass_spot){0};
	return true;
}

bool glass_postings_find(const struct glass_map *map, struct slice term, struct glass_spot *spot,
	uint32_t *frequency, struct error *error)
{
	const bool is_key = !term.size || !memchr(term.data, SEPARATOR, term.size);
	struct buffer packed = {0};
	struct slice tag;
	uint64_t documents = 0;
	bool good;

	if (!is_key)
		glass_pack_term(&packed, term);
	good = find(map, is_key ? term : buffer_slice(&packed), spot, &tag) &&
	       (!spot->block || (slice_take_varint(&tag, &documents) && documents <= map->document_count));
	buffer_clear(&packed);
	*frequency = (uint32_t)documents;
	return good || damaged(error);
}

static bool open_first(struct glass_postings *postings, struct glass_sums *sums)
{
	const struct glass_map *map = postings->map;
	struct slice tag;

	return glass_map_read(map, &map->postings, &postings->spot, &postings->whole, &postings->key,
		       &tag) &&
	       glass_chunk_open_first(&postings->chunk, tag, sums) && accept_chunk(postings);
}

static bool open_list(struct glass_postings *postings, struct error *error)
{
	struct glass_sums sums;

	if (postings->spot.block == 0)
		return true;
	if (!open_first(postings, &sums)) {
		glass_postings_close(postings);
		return damaged(error);
	}
	postings->frequency = postings->gap ? sums.documents : postings->map->document_count;
	return true;
}

bool glass_postings_open_at(struct glass_postings *postings, const struct glass_map *map,
	struct glass_spot spot, struct error *error)
{
	*postings = (struct glass_postings){.map = map, .gap = 1, .spot = spot};
	return open_list(postings, error);
}

bool glass_postings_open(struct glass_postings *postings, const struct glass_map *map,
	struct slice term, struct error *error)
{
	struct glass_spot spot;
	uint32_t frequency;

	return glass_postings_find(map, term, &spot, &frequency, error) &&
	       glass_postings_open_at(postings, map, spot, error);
}

bool glass_postings_open_lengths(struct glass_postings *postings, const struct glass_map *map,
	struct error *error)
{
	struct slice tag;

	*postings = (struct glass_postings){.map = map};
	return find(map, LENGTHS_KEY, &postings->spot, &tag) ? open_list(postings, error) :
							       damaged(error);
}

void glass_postings_close(struct glass_postings *postings)
{
	buffer_clear(&postings->whole);
	buffer_clear(&postings->wanted);
	*postings = (struct glass_postings){.map = NULL};
}

/* Opens the chunk at the spot, which is not the first of the list. */
static bool open_chunk(struct glass_postings *postings)
{
	const struct glass_map *map = postings->map;
	const struct slice name = postings->key;
	struct slice key, tag;
	uint32_t first;

	if (!glass_map_read(map, &map->postings, &postings->spot, &postings->whole, &key, &tag) ||
		!slice_starts_with(key, name) || key.size < name.size + postings->gap ||
		(postings->gap && key.data[name.size] != SEPARATOR) ||
		!glass_unpack_sortable(slice_range(key, name.size + postings->gap, key.size), &first) ||
		first <= postings->chunk.last)
		return false;
	return glass_chunk_open(&postings->chunk, tag, first) && accept_chunk(postings);
}

/* To the last chunk that begins at or before `target`; false where that is no later one. */
static bool jump(struct glass_postings *postings, uint32_t target)
{
	const struct glass_map *map = postings->map;
	const struct glass_spot *here = &postings->spot;
	struct buffer *wanted = &postings->wanted;
	struct glass_spot found;

	buffer_reset(wanted);
	buffer_append(wanted, postings->key);
	if (postings->gap)
		buffer_append_byte(wanted, SEPARATOR);
	glass_pack_sortable(wanted, target);
	if (!glass_map_seek(map, &map->postings, buffer_slice(wanted), &found) ||
		found.block < here->block ||
		(found.block == here->block && found.entry <= here->entry))
		return false;
	postings->spot = found;
	return true;
}

static bool next_chunk(struct glass_postings *postings, uint32_t target)
{
	const struct glass_map *map = postings->map;
	const uint32_t last = postings->chunk.last;
	const bool is_far = target > last && (target - last) / FAR_CHUNKS > postings->span;

	return ((is_far && jump(postings, target)) ||
		       glass_map_next(map, &map->postings, &postings->spot)) &&
	       open_chunk(postings);
}

bool glass_postings_read(struct glass_postings *postings, uint32_t target, struct glass_run *run,
	struct error *error)
{
	struct glass_chunk_reader *chunk = &postings->chunk;

	run->size = 0;
	if (postings->frequency == 0)
		return true;
	for (;;) {
		if (target <= chunk->last)
			run->size = glass_chunk_read(chunk, target, run->documents, run->counts,
				GLASS_RUN_SIZE);
		if (run->size)
			return true;
		if (target <= chunk->last && !glass_chunk_is_over(chunk))
			return damaged(error);
		if (chunk->is_final)
			return true;
		if (!next_chunk(postings, target))
			return damaged(error);
	}
}
