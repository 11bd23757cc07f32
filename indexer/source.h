/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source.h - one file as bytes: plain or gzip (told by its first bytes), or standard input.
 *
 * A window over the file moves forward: source_bytes is what was read and not yet taken,
 * source_more reads on behind it, source_take lets go of its front. The window is as large
 * as whoever reads lets it grow.
 */
#ifndef INDEXER_SOURCE_H
#define INDEXER_SOURCE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

struct source;

/* "-" is standard input. A last component that is a symbolic link is followed only where
 * `follow`. Does not wait for a pipe that nobody writes to: what is no regular file is
 * ERROR_FORMAT. While it waits for standard input it looks at *interrupted (may be NULL):
 * when that is not 0 the input ends there. */
bool source_open(const char *path, bool follow, const volatile sig_atomic_t *interrupted,
	struct source **source, struct error *error);
void source_close(struct source *source);

/* Raw bytes, valid until the next call. */
struct slice source_bytes(const struct source *source);
/* Reads more; false at the end of the file (error untouched) or on ERROR_IO, ERROR_FORMAT
 * (damaged gzip), ERROR_LIMIT (a gzip bomb). */
bool source_more(struct source *source, struct error *error);
/* Lets go of the first `size` bytes (at most what source_bytes has). */
void source_take(struct source *source, size_t size);
/* How far into the file itself, in bytes of the disk; 0 where that cannot be told. */
uint64_t source_position(const struct source *source);

#endif
