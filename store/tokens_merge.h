/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tokens_merge.h - token files (tokens.h) made of other token files. */
#ifndef STORE_TOKENS_MERGE_H
#define STORE_TOKENS_MERGE_H

#include "store/tokens.h"
#include "store/tombstone.h"

/* One file of several, without the dead; quotations and words are numbered anew. Memory: their
 * rows, and some tables of 16 bits for each. */
struct tokens_source {
	const struct tokens_map *map;
	const struct tombstones *dead; /* NULL: nobody */
};

bool tokens_merge(const struct tokens_source *sources, size_t count, const char *path,
	struct error *error);

#endif
