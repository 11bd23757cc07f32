/* SPDX-License-Identifier: GPL-2.0-or-later */
/* forget.h - takes articles out of the index: those named, and those whose file is gone. */
#ifndef INDEXER_FORGET_H
#define INDEXER_FORGET_H

#include "indexer/acceptance.h"
#include "store/update.h"

/* Articles to forget, as the command line names them. */
struct forget_names {
	const char *const *identities;
	size_t count;
	struct summary *summary;
};

/* Buries the articles with these identities and publishes. One that is not in the snapshot is
 * named and counted as rejected. `update` NULL: only counts (a dry run). */
bool forget_named(const struct forget_names *names, const struct snapshot *snapshot,
	struct update *update, struct error *error);

/* What a run over `operands` has met. */
struct forget_request {
	const struct snapshot *snapshot;     /* the index after the run, looked through */
	const struct acceptance *acceptance; /* of the run */
	const char *const *operands;
	size_t operand_count;
	struct summary *summary;
};

/* Buries the articles from below the operands that the run did not meet, and publishes. What
 * lies in a file that was not read without fault stays. `update` NULL: only counts (a dry
 * run). */
bool forget_gone(const struct forget_request *request, struct update *update,
	struct error *error);

#endif
