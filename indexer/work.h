/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * work.h - what one thread does with a batch: parse, compare, analyse, compose, write.
 */
#ifndef INDEXER_WORK_H
#define INDEXER_WORK_H

#include "indexer/batch.h"
#include "indexer/summary.h"
#include "text/language.h"

struct mapping;

struct work_settings {
	const char *index;             /* folder */
	bool is_first;                 /* the index is empty: everything is new */
	const struct mapping *mapping;
	enum language language;        /* LANGUAGE_NONE: guessed */
	bool with_quotations;
	size_t lexeme_limit;           /* words that are remembered; 0: as many as analysis does */
	bool is_dry_run;               /* compare only, write nothing */
	struct summary *summary;       /* is told of each document that is done */
};

struct worker;

/* Opens a snapshot of its own. `settings` must outlive it. */
bool worker_open(const struct work_settings *settings, struct worker **worker,
	struct error *error);
void worker_close(struct worker *worker);
/* Works through the batch and writes its segment. Bad documents get a rejection; what ends
 * the run (the disk is full, the index is damaged) is left in batch->error. */
void worker_run(struct worker *worker, struct batch *batch);

#endif
