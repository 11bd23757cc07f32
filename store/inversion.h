/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inversion.h - postings of consecutive documents, inverted in memory.
 *
 * What is posted to is a list; a list counts for one term or for two, a word and its stem: most
 * words are posted once and written twice. The postings of a term are those of all its lists.
 * They are kept as bytes, so that a posting costs a few of them and no allocation.
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
/* Empty again; memory is kept; numbers of lists are void. */
void inversion_reset(struct inversion *inversion);

/* The list of a term, or of a word and its stem together; made when it is new. Numbers are
 * dense from 0. */
uint32_t inversion_term(struct inversion *inversion, struct slice term);
uint32_t inversion_word(struct inversion *inversion, struct slice word, struct slice stem);
/* Adds `count` occurrences in `document` (>= 1) to a list. Documents of successive calls
 * never decrease; calls for the same list and document add up. */
void inversion_post(struct inversion *inversion, uint32_t list, uint32_t document, uint32_t count);
/* The same for many lists and one document, which is faster: while one is posted to, the next
 * are on their way from memory. */
void inversion_post_each(struct inversion *inversion, const uint32_t *lists, size_t list_count,
	uint32_t document, uint32_t count);
/* Bytes of memory in use. */
size_t inversion_memory(const struct inversion *inversion);
size_t inversion_term_count(const struct inversion *inversion);

/* Reading, for who writes it out: terms in byte order, each with its postings. Call
 * inversion_sort first; nothing may be posted after that until a reset. One at a time. */
struct inversion_cursor {
	struct inversion *inversion; /* set by the caller; the rest zero */
	size_t next;
	uint32_t number;             /* of the term the cursor is on, in the order of coming */
	struct slice term;
};

void inversion_sort(struct inversion *inversion);
/* Gives back what sorting took; the cursor is void. */
void inversion_end_reading(struct inversion *inversion);
bool inversion_next_term(struct inversion_cursor *cursor);

/* The postings of the term the cursor is on; a term need not have any. */
struct inversion_postings {
	uint32_t document, count;   /* of the posting it is on */
	struct inversion_run *runs; /* its lists, a heap: the lowest document first */
	size_t run_count;
};

void inversion_postings(const struct inversion_cursor *cursor, struct inversion_postings *postings);
bool inversion_next_posting(struct inversion_postings *postings);
/* The next `limit` postings or the fewer that are left; returns how many. */
size_t inversion_take(struct inversion_postings *postings, uint32_t *documents, uint32_t *counts,
	size_t limit);

#endif
