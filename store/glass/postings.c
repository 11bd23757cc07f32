/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/postings.h"

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

static bool open_key(struct glass_postings *postings, bool *is_there, struct glass_sums *sums)
{
	const struct glass_map *map = postings->map;
	const struct slice wanted = buffer_slice(&postings->key);
	struct slice key, tag;

	*is_there = false;
	if (map->postings.is_empty)
		return true;
	if (!glass_map_seek(map, &map->postings, wanted, &postings->spot))
		return false;
	if (!glass_map_read(map, &map->postings, &postings->spot, &postings->whole, &key, &tag))
		return false;
	if (!slice_equal(key, wanted))
		return true;
	*is_there = true;
	return glass_chunk_open_first(&postings->chunk, tag, sums) && accept_chunk(postings);
}

static bool open_list(struct glass_postings *opened, struct glass_postings *postings,
	struct error *error)
{
	struct glass_sums sums;
	bool is_there;

	if (!open_key(opened, &is_there, &sums)) {
		glass_postings_close(opened);
		return damaged(error);
	}
	if (is_there)
		opened->frequency = opened->gap ? sums.documents : opened->map->document_count;
	*postings = *opened;
	return true;
}

bool glass_postings_open(struct glass_postings *postings, const struct glass_map *map,
	struct slice term, struct error *error)
{
	struct glass_postings opened = {.map = map, .gap = 1};

	glass_pack_term(&opened.key, term);
	return open_list(&opened, postings, error);
}

bool glass_postings_open_lengths(struct glass_postings *postings, const struct glass_map *map,
	struct error *error)
{
	struct glass_postings opened = {.map = map};

	buffer_append(&opened.key, LENGTHS_KEY);
	return open_list(&opened, postings, error);
}

void glass_postings_close(struct glass_postings *postings)
{
	buffer_clear(&postings->key);
	buffer_clear(&postings->whole);
	*postings = (struct glass_postings){.map = NULL};
}

/* Opens the chunk at the spot, which is not the first of the list. */
static bool open_chunk(struct glass_postings *postings)
{
	const struct glass_map *map = postings->map;
	const struct slice name = buffer_slice(&postings->key);
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
	const size_t size = postings->key.size;
	const struct glass_map *map = postings->map;
	const struct glass_spot *here = &postings->spot;
	struct glass_spot found;
	bool is_later;

	if (postings->gap)
		buffer_append_byte(&postings->key, SEPARATOR);
	glass_pack_sortable(&postings->key, target);
	is_later = glass_map_seek(map, &map->postings, buffer_slice(&postings->key), &found) &&
		   (found.block > here->block ||
			   (found.block == here->block && found.entry > here->entry));
	postings->key.size = size;
	if (is_later)
		postings->spot = found;
	return is_later;
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

uint32_t glass_postings_frequency(const struct glass_map *map, struct slice term)
{
	struct glass_postings postings = {.map = map, .gap = 1};
	struct glass_sums sums = {0};
	bool is_there;

	glass_pack_term(&postings.key, term);
	if (!open_key(&postings, &is_there, &sums) || !is_there)
		sums.documents = 0;
	glass_postings_close(&postings);
	return sums.documents;
}
