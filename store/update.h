/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * update.h - one writer's session with an index: add segments, bury articles, publish.
 *
 * Holds the lock from open to close. Everything between two publishes becomes visible, and
 * durable, at once or not at all. Files no manifest names are swept when it opens.
 */
#ifndef STORE_UPDATE_H
#define STORE_UPDATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "store/block.h"
#include "store/manifest.h"
#include "store/snapshot.h"

struct update;

struct update_options {
	bool rebuild;           /* forget an index of another schema, begin anew */
};

bool update_open(const char *index, const struct update_options *options, struct update **update,
	struct error *error);
/* Gives up what was not published. */
void update_close(struct update *update);

/* What was published last: manifest and tombstones, and after update_complete the rest. Valid
 * until the next publish. When the update is opened it is complete. */
const struct snapshot *update_snapshot(const struct update *update);
/* Opens databases and tokens of what was published last. A run that only adds never needs them,
 * and they are many while it goes on. */
bool update_complete(struct update *update, struct error *error);
/* As snapshot_find, in what was published last. */
bool update_find(struct update *update, struct slice identity, uint32_t *document,
	struct error *error);
/* A segment number of one's own, for block_write. Thread-safe. */
uint64_t update_reserve(struct update *update);
/* Takes a written segment in. Order of calls = order of segments. */
void update_add(struct update *update, const struct manifest_segment *segment,
	const uint32_t language_articles[LANGUAGE_COUNT]);
/* Marks an article of the last snapshot as gone; false when it was already. */
bool update_bury(struct update *update, uint32_t document);
/* Marks an article of a segment added since (not yet published). */
bool update_bury_added(struct update *update, uint64_t segment, uint32_t local);
/* Publishes: tombstones, then the manifest. Does nothing when nothing has changed. */
bool update_publish(struct update *update, struct error *error);
/* Merges what the tiers ask for (at most 8 large segments after it, and 4 small ones), or all into one without
 * the dead when `optimize`; publishes. `progress` may be NULL; false stops it. */
bool update_merge(struct update *update, bool optimize, bool (*progress)(void *context),
	void *context, struct error *error);

#endif
