/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * prints.h - which quotations have a print (text/likeness): the forms of one saying share one.
 *
 * A table in the token file, ordered by print and then by quotation, mapped as it lies.
 */
#ifndef STORE_PRINTS_H
#define STORE_PRINTS_H

#include "base/buffer.h"
#include "store/new_file.h"
#include "text/likeness.h"

struct print {
	uint32_t print;
	uint32_t quotation; /* document of the segment's quotations */
};

/* Appends those of one quotation. Quotations come in their order. */
void prints_add(struct buffer *prints, uint32_t quotation, struct likeness_words words);
/* Puts `prints` into the order of the table, in `sorted`. */
void prints_sort(struct slice prints, struct buffer *sorted);

/* The first row at or after `print`; `count` where there is none. */
uint32_t prints_seek(const struct print *prints, uint32_t count, uint32_t print);

/* A table on its way into a merged one. */
struct prints_source {
	const struct print *prints;
	uint32_t count;
	const uint32_t *numbers;  /* new ones of the quotations, by old - 1; 0: dropped */
	uint32_t quotation_count;
	uint32_t next;            /* for prints_merge */
};

/* Rows that stay. */
uint32_t prints_live(const struct prints_source *source);
/* Appends the merged table to the file. */
bool prints_merge(struct prints_source *sources, size_t count, struct new_file *file,
	struct error *error);

#endif
