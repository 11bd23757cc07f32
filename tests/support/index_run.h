/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * index_run.h - runs the indexer's pipeline over a file, in this process.
 */
#ifndef TESTS_SUPPORT_INDEX_RUN_H
#define TESTS_SUPPORT_INDEX_RUN_H

#include "base/buffer.h"
#include "indexer/summary.h"
#include "tests/support/suite.h"

struct index_run {
	const char *index, *path; /* folder; what to read */
	unsigned jobs;
	size_t batch_bytes;
	bool is_dry_run, is_sync;
};

/* Reads `path` into `index`; a failure ends the test. What was rejected is only counted. */
void index_run(const struct index_run *run, struct summary *summary);

/* Appends `count` made-up articles as JSON lines, ids a0, a1... from `first`; their text
 * follows from the number and `version`. Some have quotations, dates, sources, tags. */
void index_run_make_lines(struct buffer *lines, unsigned first, unsigned count, unsigned version);

#endif
