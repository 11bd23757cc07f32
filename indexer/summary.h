/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * summary.h - what the user sees of a run: progress, what was rejected, the last line.
 *
 * Reading and working threads tell it how far they are (thread-safe); the rest belongs to
 * the main thread. Everything goes to one stream, usually stderr.
 */
#ifndef INDEXER_SUMMARY_H
#define INDEXER_SUMMARY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct summary {
	FILE *stream;
	bool has_bar, is_quiet, is_verbose;
	int64_t begin_ms;
	uint64_t total_bytes;            /* of all files, on disk; 0: not known */

	atomic_uint_least64_t file_bytes, cut_bytes;      /* read: on disk, as documents */
	atomic_uint_least64_t worked_bytes, worked_count; /* documents done */
	atomic_int_least64_t next_ms;    /* when the bar is to be drawn again */

	uint64_t new_count, changed_count, unchanged_count, gone_count;
	uint64_t rejected_count, skipped_count, quotation_count;
	uint64_t text_bytes;             /* of the articles that were indexed */
};

void summary_init(struct summary *summary, FILE *stream);

/* The reader has come `file_bytes` further in the files, and cut `cut_bytes` of documents. */
void summary_read(struct summary *summary, uint64_t file_bytes, uint64_t cut_bytes);
/* A worker is done with a document; draws the bar when it is due. */
void summary_work(struct summary *summary, uint64_t bytes);
/* Draws the bar when it is due, with a word for what is being done. */
void summary_step(struct summary *summary, const char *what);

/* Says that something was not indexed and counts it. `line` 0: the file as a whole. What is
 * skipped is said only when verbose. */
void summary_reject(struct summary *summary, const char *path, uint64_t line, const char *reason);
void summary_skip(struct summary *summary, const char *path, const char *reason);
/* Takes the bar away and prints the last line. */
void summary_end(struct summary *summary, bool is_dry_run);

#endif
