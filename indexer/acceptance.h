/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * acceptance.h - enters finished batches into the index, in the order of reading.
 *
 * Decides which version of an article is live: the last one read. Every batch is published
 * as it is taken: what has been acknowledged is on disk. The main thread's.
 */
#ifndef INDEXER_ACCEPTANCE_H
#define INDEXER_ACCEPTANCE_H

#include "indexer/batch.h"
#include "indexer/summary.h"
#include "indexer/work.h"
#include "store/update.h"

struct acceptance;

/* `update` NULL: nothing is entered, only counted (a dry run). All must outlive it. */
struct acceptance *acceptance_new(struct update *update, const struct work_settings *settings,
	struct summary *summary);
void acceptance_free(struct acceptance *acceptance);

/* Takes the next batch; it stays the caller's. */
bool acceptance_take(struct acceptance *acceptance, const struct batch *batch,
	struct error *error);

/* Was the article met in this run? */
bool acceptance_has_met(const struct acceptance *acceptance, struct slice identity);
/* Was something of this file (absolute path) rejected? */
bool acceptance_has_rejected(const struct acceptance *acceptance, struct slice path);

#endif
