/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/walk.h"

#include <string.h>

#include "store/glass/pack.h"

#include "base/banned.h"

/* The term an entry begins the list of; false where it goes on with one, or is no list of a
 * term. Few terms have a NUL in them, and then it is doubled in the key. */
static bool take_term(struct glass_walk *walk, struct slice key)
{
	struct slice rest;

	if (key.size == 0 || key.data[0] == '\0')
		return false;
	walk->term = key;
	if (!memchr(key.data, '\0', key.size))
		return true;
	buffer_reset(&walk->whole);
	glass_unpack_term(key, &walk->whole, &rest);
	walk->term = buffer_slice(&walk->whole);
	return !rest.data;
}

bool glass_walk_next(struct glass_walk *walk, struct error *error)
{
	struct slice key, tag;
	uint64_t frequency;

	while (!walk->is_over) {
		if (!glass_map_peek(walk->map, walk->next, &key, &tag))
			return error_set(error, ERROR_INDEX, "the terms of a database are damaged");
		walk->spot = walk->next;
		walk->is_over = !glass_map_next(walk->map, &walk->map->postings, &walk->next);
		if (!key.data || !take_term(walk, key))
			continue;
		if (!slice_take_varint(&tag, &frequency) || frequency > walk->map->document_count)
			return error_set(error, ERROR_INDEX, "a posting list is damaged");
		walk->frequency = (uint32_t)frequency;
		return true;
	}
	walk->term = (struct slice){0};
	return true;
}

bool glass_walk_seek(struct glass_walk *walk, struct slice term, struct error *error)
{
	const struct glass_tree *tree = &walk->map->postings;

	walk->is_over = tree->is_empty;
	buffer_reset(&walk->key);
	glass_pack_term(&walk->key, term);
	if (!walk->is_over && !glass_map_seek(walk->map, tree, buffer_slice(&walk->key), &walk->next))
		return error_set(error, ERROR_INDEX, "the terms of a database are damaged");
	/* It stands at or before the term: two steps at most, or over a list's chunks. */
	do {
		if (!glass_walk_next(walk, error))
			return false;
	} while (walk->term.data && slice_compare(walk->term, term) < 0);
	return true;
}

void glass_walk_close(struct glass_walk *walk)
{
	buffer_clear(&walk->key);
	buffer_clear(&walk->whole);
	*walk = (struct glass_walk){.map = NULL};
}
