/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * writer.h - writes one Xapian glass database as a single file, front to back.
 *
 * Xapian's own writer inverts a document at a time through ordered maps: 1.5 to 2.7 us a
 * posting, most of the time of indexing. Segments are made once, in order, and never changed,
 * so here terms come sorted with their postings and blocks are filled as they come. Readers
 * are Xapian's: what is written opens, checks and answers as a database that Xapian wrote
 * (tests/store/check_glass_writer holds both side by side). Format: Xapian 1.4, backends/glass.
 * No term lists and no positions are written.
 *
 * Order of calls: open, records and values by document, then terms in byte order each with
 * its postings, then close.
 */
#ifndef STORE_GLASS_WRITER_H
#define STORE_GLASS_WRITER_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

struct glass_writer;

/* Creates the file; ERROR_IO when it exists. `uuid` is 16 bytes. */
struct glass_writer *glass_writer_open(const char *path, const unsigned char uuid[16],
	struct error *error);
/* Next document: numbers rise from 1 without a gap. `length` is what ranking takes for its
 * length in words. */
bool glass_writer_document(struct glass_writer *writer, uint32_t document, uint32_t length,
	struct slice record, struct error *error);
/* A value of a document already given; documents of a slot rise. Empty values are not stored. */
bool glass_writer_value(struct glass_writer *writer, unsigned slot, uint32_t document,
	struct slice value, struct error *error);
/* Begins the next term (greater than the one before). */
bool glass_writer_term(struct glass_writer *writer, struct slice term, struct error *error);
/* Next posting of the term: documents rise. */
bool glass_writer_posting(struct glass_writer *writer, uint32_t document, uint32_t count,
	struct error *error);
/* The next `size` at once. */
bool glass_writer_postings(struct glass_writer *writer, const uint32_t *documents,
	const uint32_t *counts, size_t size, struct error *error);
/* Finishes and fsyncs the file (not its folder) and frees the writer. On failure nothing is
 * left of it. */
bool glass_writer_close(struct glass_writer *writer, struct error *error);
/* Gives up: removes the file, frees the writer. NULL is fine. */
void glass_writer_abandon(struct glass_writer *writer);

#endif
