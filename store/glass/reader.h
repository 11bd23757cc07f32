/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reader.h - reads a database that the writer made, front to back: what merges need.
 *
 * Documents, values and terms are three passes, each by a struct of its own over the same
 * open file, in any number at once. Xapian remains the reader of searches; this one looks
 * nothing up. docs/INDEX-FORMAT has the bytes.
 */
#ifndef STORE_GLASS_READER_H
#define STORE_GLASS_READER_H

#include "store/glass/chunk.h"
#include "store/glass/cursor.h"

struct glass_reader {
	int descriptor;
	char *path;
	uint32_t document_count;
	uint32_t documents_end, postings_end; /* blocks behind the two tables */
};

/* ERROR_INDEX when it is damaged or not a database of the writer's. */
bool glass_reader_open(struct glass_reader *reader, const char *path, struct error *error);
void glass_reader_close(struct glass_reader *reader);

struct glass_documents {
	const struct glass_reader *reader;
	struct glass_cursor records, lengths;
	struct glass_chunk_reader chunk; /* of the lengths */
	struct slice record;             /* read last */
	uint32_t record_document;        /* whose it is; 0: none read yet, UINT32_MAX: no more */
	uint32_t document;
};

void glass_documents_open(struct glass_documents *documents, const struct glass_reader *reader);
void glass_documents_close(struct glass_documents *documents);
/* Documents from 1 without a gap; false at the end and on an error (error set), as the others
 * below. The record is valid until the next call. */
bool glass_documents_next(struct glass_documents *documents, uint32_t *length,
	struct slice *record, struct error *error);

struct glass_values {
	const struct glass_reader *reader;
	struct glass_cursor cursor;
	struct slice rest; /* of the chunk */
	unsigned slot;
	uint32_t document;
	bool is_fresh;     /* the first value of the chunk comes next */
	bool is_over;
};

void glass_values_open(struct glass_values *values, const struct glass_reader *reader);
void glass_values_close(struct glass_values *values);
/* By slot, then by document. The value is valid until the next call. */
bool glass_values_next(struct glass_values *values, unsigned *slot, uint32_t *document,
	struct slice *value, struct error *error);

struct glass_terms {
	const struct glass_reader *reader;
	struct glass_cursor cursor;
	struct glass_chunk_reader chunk;
	struct buffer term;
};

void glass_terms_open(struct glass_terms *terms, const struct glass_reader *reader);
void glass_terms_close(struct glass_terms *terms);
/* Terms in byte order, whether or not all postings of the one before were taken. */
bool glass_terms_next(struct glass_terms *terms, struct slice *term, struct error *error);
/* Postings of the term in the order of their documents. */
bool glass_terms_posting(struct glass_terms *terms, uint32_t *document, uint32_t *count,
	struct error *error);

#endif
