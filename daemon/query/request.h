/* SPDX-License-Identifier: GPL-2.0-or-later */
/* request.h - what is asked of a search. */
#ifndef DAEMON_QUERY_REQUEST_H
#define DAEMON_QUERY_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum search_scope { SEARCH_IN_ARTICLES, SEARCH_IN_QUOTES };
enum search_mode { SEARCH_MATCH_AUTO, SEARCH_MATCH_ALL, SEARCH_MATCH_ANY };
enum search_sort {
	SEARCH_BY_RELEVANCE,
	SEARCH_BY_DATE,        /* oldest first; those without a date last */
	SEARCH_BY_DATE_NEWEST, /* "-date" */
	SEARCH_BY_TITLE,
	SEARCH_BY_LENGTH,
};

enum search_collapse {
	SEARCH_COLLAPSE_NONE,
	SEARCH_COLLAPSE_SOURCE,    /* the best hit of each source; those without one stay */
	SEARCH_COLLAPSE_DUPLICATE, /* the best of near-copies: text/likeness.h */
};

struct search_request {
	struct slice query;      /* UTF-8, as typed */
	struct slice like;       /* identity of an article: in place of a query, what is like it */
	enum search_scope scope;
	enum search_mode mode;
	enum search_sort sort;
	enum search_collapse collapse;
	uint32_t from, size;     /* within WIRE_FROM_LIMIT and WIRE_SIZE_LIMIT; hits shown */
	uint32_t snippet_count;  /* passages a hit, 0 to 3 */
	uint32_t quotation_count; /* matching quotations of an article hit, 0 to WIRE_QUOTES_LIMIT */
	unsigned facets;         /* of facet_parse; 0: none */
	bool explain;            /* fill `explanation` */
	bool is_trial;           /* as it stands: propose no other spelling */
	bool is_plain;           /* BM25 alone, to measure what the second step of ranking costs */
	int64_t deadline_ns;     /* of clock_monotonic_ns; 0: none */
};

#endif
