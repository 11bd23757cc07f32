/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * postings.h - a posting list of a mapped database, read many postings at a time.
 *
 * Xapian's iterator gives one at a time through three virtual calls, after it has copied the
 * block with a call into the system; a search reads thousands.
 */
#ifndef STORE_GLASS_POSTINGS_H
#define STORE_GLASS_POSTINGS_H

#include "store/glass/chunk.h"
#include "store/glass/map.h"

#ifdef __cplusplus
extern "C" {
#endif

#define GLASS_RUN_SIZE 128

/* Postings one behind the other. */
struct glass_run {
	uint32_t documents[GLASS_RUN_SIZE], counts[GLASS_RUN_SIZE];
	size_t size;
};

struct glass_postings {
	const struct glass_map *map;
	struct slice key;     /* of its first chunk, in the map */
	size_t gap;           /* bytes between that and the document in the keys of others */
	struct glass_spot spot;
	struct buffer whole;  /* a chunk that was cut */
	struct buffer wanted; /* the key of a chunk that is looked up */
	struct glass_chunk_reader chunk;
	uint32_t span;        /* documents of the chunk */
	uint32_t frequency;   /* documents in the list; 0: there is none */
};

/* Where the list of a term begins, and how many documents are in it; an absent term has none:
 * then the spot's block is 0. ERROR_INDEX. */
bool glass_postings_find(const struct glass_map *map, struct slice term, struct glass_spot *spot,
	uint32_t *frequency, struct error *error);
/* The list that begins there; an empty one where the block is 0. ERROR_INDEX. */
bool glass_postings_open_at(struct glass_postings *postings, const struct glass_map *map,
	struct glass_spot spot, struct error *error);
/* Both: the list of a term. */
bool glass_postings_open(struct glass_postings *postings, const struct glass_map *map,
	struct slice term, struct error *error);
/* The lengths of all documents, as counts. */
bool glass_postings_open_lengths(struct glass_postings *postings, const struct glass_map *map,
	struct error *error);
void glass_postings_close(struct glass_postings *postings);
/* The next postings, from the first at or after `target` on, which lies behind those that were
 * read already. The run is empty only at the end. ERROR_INDEX. */
bool glass_postings_read(struct glass_postings *postings, uint32_t target, struct glass_run *run,
	struct error *error);

#ifdef __cplusplus
}
#endif

#endif
