/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * census.h - what the bytes of an index's databases are: records, values, terms of each kind.
 */
#ifndef STORE_CENSUS_H
#define STORE_CENSUS_H

#include <stdint.h>

#include "base/error.h"
#include "schema/term.h"
#include "store/manifest.h"

struct census_terms {
	uint64_t bytes;    /* keys, postings and what stands around them */
	uint64_t count;    /* terms; of several segments each one's */
	uint64_t postings; /* documents that have one, summed up */
};

/* Of the articles or of the quotations, over all segments. */
struct census {
	uint64_t records, values, lengths; /* bytes */
	struct census_terms terms[TERM_KIND_COUNT];
	uint64_t structure; /* bytes: branches, directories, room, the first blocks */
};

/* Reads all of the databases once; the dead count. */
bool census_take(const char *index, const struct manifest *manifest, struct census *articles,
	struct census *quotations, struct error *error);

#endif
