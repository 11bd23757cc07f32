/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * variants.h - one saying as the articles of the index print it: whole, cut short, with other
 * punctuation, changed at the edges (text/likeness).
 *
 * Quotations that share a print are looked up in the token files and compared word by word: some
 * microseconds, however large the index is.
 */
#ifndef DAEMON_INDEX_VARIANTS_H
#define DAEMON_INDEX_VARIANTS_H

#include "daemon/index/quotation.h"

#define VARIANTS_PRINT_LIMIT 256 /* quotations with one print that are looked at in a segment */

/* A saying that articles print in one form or another. */
struct saying {
	uint32_t count;            /* quotations that print it */
	int64_t first_seen;        /* the earliest date, or CLOCK_DATE_NONE */
	struct slice first_article; /* its id */
};

struct variant {
	struct article article;            /* its body is empty */
	struct quotation_view quotation;
	double likeness;                   /* to the form that was asked about: 0 to 1 */
};

struct variants {
	const struct variant *forms; /* the earliest first; at least one */
	size_t count;
	size_t longest; /* of them; the earliest of equals */
};

/* The variants of the quotation ARTICLE#N, itself among them. False with ERROR_NONE when there
 * is no such quotation; ERROR_INDEX, ERROR_TIMEOUT. Lives in the reader's arena. */
bool variants_find(struct reader *reader, struct slice identity, int64_t deadline_ns,
	struct variants *variants, struct error *error);

/* How many quotations print what this one does, itself among them, and the first of them. Lives
 * in the reader's arena. ERROR_INDEX. */
bool variants_count(struct reader *reader, const struct quotation_source *source,
	struct saying *saying, struct error *error);

#endif
