/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snapshot.h - all live segments of one manifest, open for reading.
 *
 * A snapshot never changes: segments are immutable, and their files stay readable while
 * open even when a later writer unlinks them. One thread at a time. Articles and quotations
 * are two databases over the same segments in the same order; numbers of documents are
 * Xapian's for several databases: number = (local - 1) * segments + segment + 1.
 */
#ifndef STORE_SNAPSHOT_H
#define STORE_SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"
#include "store/manifest.h"
#include "store/tokens.h"
#include "store/tombstone.h"
#include "store/words.h"
#include "xapian-c/database.h"

/* What tells one manifest.json from the next. */
struct snapshot_stamp {
	uint64_t device, inode, size;
	int64_t seconds, nanoseconds; /* of its last change */
};

struct snapshot {
	struct manifest manifest;
	struct snapshot_stamp stamp;
	struct xc_database *articles;
	struct xc_database *quotations;
	struct tokens_map *tokens;       /* by segment */
	struct tombstones *tombstones;   /* by segment */
	struct words_map *words;         /* by segment; empty where it has none, or is not wanted */
};

/* An index without a manifest is ERROR_INDEX ("no index at ..."). When a writer replaced
 * the manifest while its files were opened, opens the next one. */
bool snapshot_open(const char *index, struct snapshot **snapshot, struct error *error);
/* The same without words, for who looks no further than articles. */
bool snapshot_open_wordless(const char *index, struct snapshot **snapshot, struct error *error);
/* Of a manifest that is known already (copied), for its writer: the tombstones alone, and after
 * snapshot_complete the databases and tokens; never words, which only searches look through.
 * snapshot_is_old holds it for old. */
bool snapshot_open_manifest(const char *index, const struct manifest *manifest,
	struct snapshot **snapshot, struct error *error);
/* Does nothing when it is complete. */
bool snapshot_complete(struct snapshot *snapshot, const char *index, struct error *error);
void snapshot_close(struct snapshot *snapshot);
/* Lets go of the memory behind its maps; what is read again comes back. */
void snapshot_release(const struct snapshot *snapshot);
/* True when the index has a newer manifest than the snapshot's: one stat(). */
bool snapshot_is_old(const struct snapshot *snapshot, const char *index);

/* Which segment a document number belongs to, and its number there. */
void snapshot_locate(const struct snapshot *snapshot, uint32_t document, size_t *segment,
	uint32_t *local);
uint32_t snapshot_number(const struct snapshot *snapshot, size_t segment, uint32_t local);
/* The live article with this identity: false when there is none (error untouched) or on an
 * error (error set). */
bool snapshot_find(const struct snapshot *snapshot, struct slice identity, uint32_t *document,
	struct error *error);
uint32_t snapshot_live_count(const struct snapshot *snapshot);

#endif
