/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * chunk.h - a chunk of postings or of lengths, read one by one or many at once.
 */
#ifndef STORE_GLASS_CHUNK_H
#define STORE_GLASS_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct glass_chunk_reader {
	const unsigned char *position, *end;
	uint32_t document, last; /* the one it is on, the last of the chunk */
	bool is_fresh;           /* it is on none yet */
	bool is_final;           /* no chunk of the list follows */
};

/* What stands at the front of a list. */
struct glass_sums {
	uint32_t documents, occurrences;
};

/* The tag of any chunk but the first; `first` is its first document. False: damaged. */
bool glass_chunk_open(struct glass_chunk_reader *chunk, struct slice tag, uint32_t first);
/* That of the first. */
bool glass_chunk_open_first(struct glass_chunk_reader *chunk, struct slice tag,
	struct glass_sums *sums);
/* False at the end of the chunk, and where it is damaged: then it does not end as it says. */
bool glass_chunk_next(struct glass_chunk_reader *chunk, uint32_t *document, uint32_t *count);
/* Up to `room` postings, those of documents below `target` left out; how many. Fewer than
 * `room` only at the end of the chunk or where it is damaged. */
size_t glass_chunk_read(struct glass_chunk_reader *chunk, uint32_t target, uint32_t *documents,
	uint32_t *counts, size_t room);
bool glass_chunk_is_over(const struct glass_chunk_reader *chunk);

#endif
