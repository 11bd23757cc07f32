/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pipeline.h - THE flow: walk, read, analyse, compose, write, publish; owns the threads.
 *
 * One thread reads, N work, the caller's accepts. With one job all of it is one thread
 * running the same calls: the debugger's view. The index is the same, whatever N is.
 */
#ifndef INDEXER_PIPELINE_H
#define INDEXER_PIPELINE_H

#include "indexer/acceptance.h"
#include "indexer/intake.h"

struct pipeline_settings {
	struct intake_settings intake; /* batch_bytes 0: follows from memory_bytes */
	struct work_settings work;
	unsigned jobs;                 /* threads that work, at least 1; no more are started than
	                                  the memory has room for */
	size_t memory_bytes;           /* see indexer/budget */
};

/* Reads everything there is and enters it. `update` NULL: a dry run. False: the run could not
 * go on; what was published before stays. */
bool pipeline_run(const struct pipeline_settings *settings, struct update *update,
	struct acceptance *acceptance, struct error *error);

#endif
