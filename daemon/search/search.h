/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * search.h - the whole engine as one function: a request in, results out.
 *
 * Handlers, tests and benchmarks call it. Results live until the next reader_refresh.
 */
#ifndef DAEMON_SEARCH_SEARCH_H
#define DAEMON_SEARCH_SEARCH_H

#include "daemon/facet/facet.h"
#include "daemon/index/reader.h"
#include "daemon/index/variants.h"
#include "daemon/query/request.h"
#include "schema/article.h"
#include "text/span.h"

struct search_snippet {
	struct slice text;
	struct span span;          /* where it stands in the body, bytes */
	const struct span *marks;  /* bytes of `text`, in order, apart */
	size_t mark_count;
};

struct search_hit {
	double score;
	struct article article;    /* the record's head; body and extra are empty */
	const struct search_snippet *snippets;
	size_t snippet_count;
	const struct slice *missing; /* words of the query that the hit has not, as typed */
	size_t missing_count;
	uint32_t collapsed;        /* hits left out for this one: collapse.h */
	uint32_t quotation_count;  /* quotations of the article */
	const struct quotation_view *matching; /* those that answer the query: quoted.h */
	size_t matching_count;
	const struct quotation_view *quotation; /* SEARCH_IN_QUOTES only; else NULL */
	struct saying saying; /* that the quotation prints */
};

/* What the steps of a search took, nanoseconds. */
struct search_times {
	int64_t plan, match, collect;
	int64_t rank; /* of match: its second step */
};

/* The query in another spelling, which finds more. */
struct search_proposal {
	struct slice query;        /* empty: none */
	uint32_t total;            /* what running it gives */
};

struct search_results {
	uint32_t total;            /* documents that match, collapsed ones too */
	bool total_exact;
	bool has_more;             /* than were asked for and those before them */
	bool timed_out;            /* the deadline cut the search short */
	bool is_loosened;          /* nothing has all words: these have some of them */
	struct search_proposal proposal;
	const struct slice *notes; /* what was ignored, capped or changed; sentences */
	size_t note_count;
	const struct search_hit *hits;
	size_t hit_count;
	const struct facet *facets; /* facet.h */
	size_t facet_count;
	struct slice explanation;  /* tree, plan, terms and times as text; empty unless asked */
	uint64_t generation;       /* of the manifest that answered */
	struct search_times times;
};

/* ERROR_QUERY where the query cannot be run at all (over a limit): *position is then the byte of the
 * query it is about, or SIZE_MAX. ERROR_TIMEOUT, ERROR_INDEX; ERROR_NONE: no article `like`. */
bool search_run(struct reader *reader, const struct search_request *request,
	struct search_results *results, size_t *position, struct error *error);

#endif
