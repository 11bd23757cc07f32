/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * match.h - runs a query: weights, order, window, deadline.
 *
 * Walking the lists is ours: Xapian::Enquire looks each document's length up in a list, which
 * is most of its time, does not keep deadlines, and does not say which database a document is
 * of. Weights are the same (BM25 as in Xapian::BM25Weight with its parameters k1, 0, 1, b and
 * 0.5).
 */
#ifndef XAPIAN_C_MATCH_H
#define XAPIAN_C_MATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "xapian-c/database.h"
#include "xapian-c/query.h"

#ifdef __cplusplus
extern "C" {
#endif

#define XC_NO_SLOT 0xffffffffu

struct xc_match {
	const struct xc_query *query;
	uint32_t from, size;        /* the window of hits wanted */
	unsigned sort_slot;         /* XC_NO_SLOT: by weight; else by value, then weight;
	                               documents without the value come last */
	bool sort_reverse;          /* the highest value first */
	double k1, b;               /* BM25; k1 < 0: no weights at all (Boolean) */
	/* False drops a document (the dead ones); may be NULL. */
	bool (*accept)(void *context, unsigned shard, uint32_t document);
	void *context;              /* of accept */
	int64_t deadline_ns;        /* clock_monotonic_ns at which matching stops; 0: none */
};

struct xc_hit {
	uint32_t document; /* number in the combined database */
	double weight;
};

struct xc_hits {
	struct xc_hit *hits; /* by rank; ties by document number */
	size_t count;
	uint32_t total;      /* how many match; those met until then where timed_out */
	bool timed_out;      /* the deadline passed: the hits are the best found until then */
};

/* *hits is cleared with xc_hits_clear. */
bool xc_match_run(const struct xc_database *database, const struct xc_match *match,
	struct xc_hits *hits, struct error *error);
void xc_hits_clear(struct xc_hits *hits);

/* The idf of a term that `frequency` of `count` documents have, as matches weigh it. */
double xc_match_idf(double count, double frequency);

#ifdef __cplusplus
}
#endif

#endif
