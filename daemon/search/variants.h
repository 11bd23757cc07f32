/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * variants.h - one saying as the articles of the index print it: whole, cut short, with other
 * punctuation, changed at the edges. Gathered when asked for: it costs what a check costs.
 */
#ifndef DAEMON_SEARCH_VARIANTS_H
#define DAEMON_SEARCH_VARIANTS_H

#include "daemon/search/check.h"

struct variants {
	const struct check_candidate *forms; /* quotations, the earliest first; at least one */
	size_t count;
	size_t longest; /* of them; the earliest of equals */
};

/* The variants of the quotation ARTICLE#N, itself among them. False with ERROR_NONE when there
 * is no such quotation; ERROR_INDEX, ERROR_TIMEOUT. Lives in the reader's arena. */
bool variants_find(struct reader *reader, struct slice identity, int64_t deadline_ns,
	struct variants *variants, struct error *error);

#endif
