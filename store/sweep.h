/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sweep.h - removes files that no manifest names: what killed writers left behind.
 *
 * Only the holder of the lock may sweep. What cannot be removed stays and does no harm; only
 * names as writers of this program make them are touched.
 */
#ifndef STORE_SWEEP_H
#define STORE_SWEEP_H

#include <stdint.h>

#include "store/manifest.h"

/* Removes files of segments with a number below `limit` that the manifest does not name, and
 * manifests that never got their name. */
void sweep_run(const char *index, const struct manifest *manifest, uint64_t limit);
/* Removes what `before` names and `after` does not. */
void sweep_replaced(const char *index, const struct manifest *before, const struct manifest *after);
/* The highest segment number that any file has; 0 when there is none. */
uint64_t sweep_highest(const char *index);

#endif
