/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * merge_database.h - several databases into one, documents renumbered, some left out.
 *
 * All sources are read front to back at once, each by few cursors that read ahead, and
 * written as they come: memory does not grow with them.
 */
#ifndef STORE_MERGE_DATABASE_H
#define STORE_MERGE_DATABASE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

struct merge_source {
	const char *path;
	uint32_t document_count;
	const uint32_t *numbers; /* by document - 1: its new number, 0 where it is left out */
};

struct merge_database {
	const struct merge_source *sources; /* new numbers rise from one source to the next */
	size_t count;
	const char *path;
	unsigned char uuid[16];
	/* Replaces a record by the one that the new database is to have, valid until the next
	 * call. NULL: they stay as they are. */
	bool (*convert)(void *context, size_t source, struct slice *record, struct error *error);
	/* Asked now and then: false stops the merge. NULL: never. */
	bool (*progress)(void *context);
	/* Told each term that stays, in order, with how many documents have it. NULL: nobody. */
	void (*count_term)(void *context, struct slice term, uint32_t document_count);
	void *context; /* of all */
};

/* Creates and fsyncs the file. False with ERROR_NONE when `progress` stopped it; nothing is
 * left of the file then, and on failure. */
bool merge_database_run(const struct merge_database *merge, struct error *error);

#endif
