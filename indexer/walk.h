/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * walk.h - from what the command line names to files, in a stable order.
 *
 * A folder gives its files and folders by name (bytes), all the way down. Names that begin
 * with a full stop are left out, as the shell does. No symbolic link found in a folder is
 * followed; an operand may be one. What does not exist and has * ? or [ in it is a glob.
 */
#ifndef INDEXER_WALK_H
#define INDEXER_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum walk_kind {
	WALK_FILE,    /* a regular file */
	WALK_STREAM,  /* "-": standard input */
	WALK_SKIPPED, /* in a folder, not to be read: a pipe, a device, a link; `reason` says so */
	WALK_FAILED,  /* could not be looked at, or is an operand of that kind; `reason` says why */
};

/* Strings are valid until the next walk_next. */
struct walk_file {
	enum walk_kind kind;
	const char *path;   /* beginning with the operand as typed: for messages */
	const char *real;   /* absolute, the operand's links resolved: for the index */
	const char *reason; /* of WALK_SKIPPED and WALK_FAILED */
	uint64_t size;      /* bytes */
	bool is_operand;    /* named itself, not found in a folder */
};

struct walk;

/* `operands` must outlive the walk. */
struct walk *walk_open(const char *const *operands, size_t count);
void walk_close(struct walk *walk);
/* False at the end. */
bool walk_next(struct walk *walk, struct walk_file *file);

/* Bytes of all files of a walk: for a progress bar. */
uint64_t walk_measure(const char *const *operands, size_t count);

#endif
