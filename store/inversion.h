/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inversion.h - postings of consecutive documents, inverted in memory.
 *
 * Terms are numbered as they come; each keeps its postings as bytes in the form in which a
 * glass posting list wants them, so that writing a segment only sorts terms and cuts lists
 * into chunks. A posting costs a few bytes and no allocation.
 */
#ifndef STORE_INVERSION_H
#define STORE_INVERSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct inversion;

struct inversion *inversion_new(void);
void inversion_free(struct inversion *inversion);
/* Empty again; memory is kept; term numbers are void. */
void inversion_reset(struct inversion *inversion);

/* The number of a term, given one when it is new. Numbers are dense from 0. */
uint32_t inversion_term(struct inversion *inversion, struct slice term);
/* Adds `count` occurrences of the term in `document` (>= 1). Documents of successive calls
 * never decrease; calls for the same term and document add up. */
void inversion_post(struct inversion *inversion, uint32_t term, uint32_t document, uint32_t count);
/* The same for many terms of one document, which is faster: while one is posted, the next
 * are on their way from memory. */
void inversion_post_each(struct inversion *inversion, const uint32_t *terms, size_t term_count,
	uint32_t document, uint32_t count);
/* Bytes of memory in use. */
size_t inversion_memory(const struct inversion *inversion);
size_t inversion_term_count(const struct inversion *inversion);

/* Reading, for who writes it out: terms in byte order, each with its postings. Call
 * inversion_sort first; nothing may be posted after that until a reset. */
struct inversion_cursor {
	const struct inversion *inversion; /* set by the caller; the rest zero */
	size_t next;
	uint32_t number;         /* of the term the cursor is on */
	struct slice term;
	uint32_t document_count; /* documents that have it; 0: it was never posted */
	uint64_t occurrence_count;
	uint32_t largest_count;  /* in one document */
	uint32_t first_document, last_document;
};

void inversion_sort(struct inversion *inversion);
bool inversion_next_term(struct inversion_cursor *cursor);

/* The postings of the term the cursor is on. */
struct inversion_postings {
	const unsigned char *position, *end; /* of the current piece */
	size_t piece_size;
	uint32_t document, count; /* of the posting it is on */
	uint32_t first_document, last_count;
	uint32_t left;
};

void inversion_postings(const struct inversion_cursor *cursor, struct inversion_postings *postings);
bool inversion_next_posting(struct inversion_postings *postings);

#endif
