/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * walk.h - the terms of a mapped database in byte order, with how many documents have each.
 *
 * A pattern looks at all terms that begin alike, tens of thousands in one query.
 */
#ifndef STORE_GLASS_WALK_H
#define STORE_GLASS_WALK_H

#include "store/glass/map.h"

#ifdef __cplusplus
extern "C" {
#endif

struct glass_walk {
	const struct glass_map *map;
	struct glass_spot next;  /* of what comes next */
	struct slice term;       /* it stands on; in the map or in `whole` */
	struct glass_spot spot;  /* where its list begins */
	uint32_t frequency;
	bool is_over;
	struct buffer key, whole;
};

/* To the first term at or after `term`; further walks forward or backward, too. ERROR_INDEX.
 * Zeroed but for the map is a walk that stands nowhere yet. */
bool glass_walk_seek(struct glass_walk *walk, struct slice term, struct error *error);
/* To the next term, or the end. ERROR_INDEX. */
bool glass_walk_next(struct glass_walk *walk, struct error *error);
void glass_walk_close(struct glass_walk *walk);

#ifdef __cplusplus
}
#endif

#endif
