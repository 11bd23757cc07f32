/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * merge.h - which segments to merge, and merging them into one without the dead.
 *
 * The choice is made from the manifest's numbers alone, so that one input gives one index.
 * Only neighbours are merged: the order of articles never changes.
 */
#ifndef STORE_MERGE_H
#define STORE_MERGE_H

#include "base/error.h"
#include "store/manifest.h"
#include "store/snapshot.h"

/* Segments that merging leaves, at most: 8 large ones, and 4 that are small beside the whole, so
 * that one changed article does not have an eighth of the index written anew. */
#define MERGE_LARGE_LIMIT 8
#define MERGE_SMALL_LIMIT 4
#define MERGE_LIVE_LIMIT (MERGE_LARGE_LIMIT + MERGE_SMALL_LIMIT)
#define MERGE_SOURCE_LIMIT 64 /* segments merged at once: each holds files open */

struct merge_group {
	size_t begin, end; /* segments of the manifest, half open */
};

/* Groups in ascending order into `groups` (room for one a segment); how many. None: nothing
 * to do. With more than MERGE_SOURCE_LIMIT segments it may take several rounds. */
size_t merge_choose(const struct manifest *manifest, bool optimize, struct merge_group *groups);

struct merge_job {
	const char *index;
	const struct snapshot *snapshot; /* need not be complete */
	struct merge_group group;
	uint64_t number;                 /* of the new segment */
	bool (*progress)(void *context); /* false stops it; may be NULL */
	void *context;
};

/* Writes and fsyncs the files of the new segment (not the folder) and fills *merged for the
 * manifest; counts of articles that were dropped are added to dropped[language]. False
 * without an error (code ERROR_NONE) when `progress` stopped it; then, and on failure,
 * nothing is left of the files. A group of dead alone makes no files: article_count 0. */
bool merge_run(const struct merge_job *job, struct manifest_segment *merged,
	uint32_t dropped[LANGUAGE_COUNT], struct error *error);

#endif
