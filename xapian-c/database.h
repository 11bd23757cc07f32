/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * database.h - Xapian databases, read only, as C.
 *
 * A thin shim: no policy and no field names here. Every function catches every exception
 * and turns it into struct error (ERROR_INDEX for a damaged database, ERROR_IO for what the
 * system refused). A handle belongs to one thread at a time.
 *
 * Several databases are opened as one; Xapian numbers their documents in turn:
 * document = (local - 1) * count + shard + 1, shard counted from 0.
 */
#ifndef XAPIAN_C_DATABASE_H
#define XAPIAN_C_DATABASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

struct xc_database;
struct xc_terms;
struct xc_postings;

/* Each path is a glass database, single-file or a folder. `count` 0 gives an empty one. */
bool xc_database_open(const char *const *paths, size_t count, struct xc_database **database,
	struct error *error);
void xc_database_close(struct xc_database *database);
/* Lets go of the memory behind its maps; what is read again comes back. */
void xc_database_release(const struct xc_database *database);

size_t xc_database_file_count(const struct xc_database *database);
uint32_t xc_database_document_count(const struct xc_database *database);
uint32_t xc_database_last_document(const struct xc_database *database);
double xc_database_average_length(const struct xc_database *database);
/* How many documents have the term; 0 on any error. */
uint32_t xc_database_frequency(const struct xc_database *database, struct slice term);
/* Appends a document's record. ERROR_INDEX when there is no such document. */
bool xc_database_record(const struct xc_database *database, uint32_t document,
	struct buffer *record, struct error *error);
/* Appends the value of a slot; nothing when it has none. */
bool xc_database_value(const struct xc_database *database, uint32_t document, unsigned slot,
	struct buffer *value, struct error *error);
/* Gives away all documents that have a term, and all values of a slot, shard by shard: much faster
 * than one by one. `take` gets the number of the document; false stops. */
bool xc_database_postings(const struct xc_database *database, struct slice term,
	bool (*take)(void *context, uint32_t document), void *context, struct error *error);
bool xc_database_values(const struct xc_database *database, unsigned slot,
	bool (*take)(void *context, uint32_t document, struct slice value), void *context,
	struct error *error);
uint32_t xc_database_length(const struct xc_database *database, uint32_t document);

/* The terms that begin with `prefix`, in byte order. NULL sets error. */
struct xc_terms *xc_terms_open(const struct xc_database *database, struct slice prefix,
	struct error *error);
void xc_terms_close(struct xc_terms *terms);
/* False at the end and on an error (then error->code is set). The term is valid until the
 * next call. */
bool xc_terms_next(struct xc_terms *terms, struct slice *term, uint32_t *frequency,
	struct error *error);
/* Where the lists of that term begin in each file of the database, for struct xc_listed: 0 where
 * one has none. NULL: not known. Valid until the next call. */
const uint64_t *xc_terms_places(const struct xc_terms *terms);
/* Moves to the first term at or after `term`, which the next xc_terms_next returns. */
bool xc_terms_skip(struct xc_terms *terms, struct slice term, struct error *error);

/* The documents that have a term, in order. NULL sets error; an absent term has none. */
struct xc_postings *xc_postings_open(const struct xc_database *database, struct slice term,
	struct error *error);
void xc_postings_close(struct xc_postings *postings);
bool xc_postings_next(struct xc_postings *postings, uint32_t *document, uint32_t *count,
	struct error *error);
/* To the first document at or after `target`. */
bool xc_postings_skip(struct xc_postings *postings, uint32_t target, uint32_t *document,
	uint32_t *count, struct error *error);

/* Xapian's own check of one database file. It may crash on a damaged one: run it in a child.
 * True when it found no error; else what it found is appended to `report`. */
bool xc_database_check(const char *path, struct buffer *report, struct error *error);

#ifdef __cplusplus
}
#endif

#endif
