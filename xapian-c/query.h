/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query.h - query trees.
 *
 * xc_query_combine takes its parts over (they are freed with the result). All functions
 * return NULL and set the error when Xapian refuses.
 */
#ifndef XAPIAN_C_QUERY_H
#define XAPIAN_C_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

struct xc_query;

enum xc_operator {
	XC_AND,
	XC_OR,
	XC_AND_NOT,   /* the first without any of the others */
	XC_AND_MAYBE, /* the first; the others add weight */
	XC_FILTER,    /* the first, limited to the others, which add no weight */
	XC_SYNONYM,   /* one term made of many */
	XC_MAX,       /* the heaviest of them */
};

/* A leaf that a function decides on, where posting lists narrow it down. */
struct xc_phrase {
	/* A document that lacks one of them need not be asked for; it may be, where the term
	 * is frequent, so that `weigh` has the last word. 0 terms: every document is. */
	const struct slice *terms;
	size_t count;
	/* Weight of a document; 0 or less refuses it. `shard` counts the opened databases from
	 * 0, `document` is local to it. Called in the matching thread. */
	double (*weigh)(void *context, unsigned shard, uint32_t document);
	/* May be NULL. Takes those out that `weigh` would refuse, as far as that is known without
	 * much ado, and has memory of the others on its way; how many are left. */
	size_t (*sift)(void *context, unsigned shard, uint32_t *documents, size_t count);
	void *context;             /* of both; outlives the query */
	double weight_limit;       /* no weight is above it */
};

/* Terms that a walk met (xc_terms_next), with what it knows of each. */
struct xc_listed {
	const struct slice *terms;
	const uint32_t *frequencies;
	const uint64_t *const *places; /* NULL: not known */
	size_t count;
};

struct xc_query *xc_query_term(struct slice term, struct error *error);
/* XC_OR or XC_SYNONYM of many terms, none of which is looked up again. What is listed outlives
 * the query. */
struct xc_query *xc_query_listed(enum xc_operator operation, const struct xc_listed *listed,
	struct error *error);
/* Every document, no weight. */
struct xc_query *xc_query_all(struct error *error);
/* No document. */
struct xc_query *xc_query_none(struct error *error);
struct xc_query *xc_query_phrase(const struct xc_phrase *phrase, struct error *error);
/* Documents whose slot value lies in [low, high]; an empty `high` is open. No weight. */
struct xc_query *xc_query_range(unsigned slot, struct slice low, struct slice high,
	struct error *error);
/* Takes the parts over, on failure too. */
struct xc_query *xc_query_combine(enum xc_operator operation, struct xc_query **parts, size_t count,
	struct error *error);
/* Takes `query` over; its weights are multiplied by `factor` >= 0. */
struct xc_query *xc_query_scale(struct xc_query *query, double factor, struct error *error);
void xc_query_free(struct xc_query *query);

#ifdef __cplusplus
}
#endif

#endif
