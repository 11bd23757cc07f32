/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tombstone.h - the articles of a segment that are gone or replaced: a bitmap, on disk as
 * segments/NNNNNN.dead.VERSION. */
#ifndef STORE_TOMBSTONE_H
#define STORE_TOMBSTONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct tombstones {
	unsigned char *bits; /* NULL: nobody is dead */
	uint32_t count;      /* articles of the segment */
	uint32_t dead;
};

void tombstones_init(struct tombstones *tombstones, uint32_t count);
void tombstones_clear(struct tombstones *tombstones);
void tombstones_copy(const struct tombstones *from, struct tombstones *to);
bool tombstones_read(struct tombstones *tombstones, uint32_t count, const char *path,
	struct error *error);
/* Writes and fsyncs (not the folder). */
bool tombstones_write(const struct tombstones *tombstones, const char *path, struct error *error);
/* False when it was dead already. */
bool tombstones_add(struct tombstones *tombstones, uint32_t document);

static inline bool tombstones_has(const struct tombstones *tombstones, uint32_t document)
{
	return tombstones->bits && document - 1 < tombstones->count &&
	       (tombstones->bits[(document - 1) >> 3] >> ((document - 1) & 7) & 1);
}

#endif
