/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * match.h - runs a plan over a snapshot: hits in order, and how many there are.
 */
#ifndef DAEMON_MATCH_MATCH_H
#define DAEMON_MATCH_MATCH_H

#include "daemon/match/build.h"

struct match_hit {
	uint32_t document; /* in the snapshot's articles or quotations */
	uint32_t local;    /* the same, in its segment */
	size_t segment;
	double score;
	uint32_t collapsed; /* hits it stands for besides itself: collapse.h */
};

struct match_request {
	const struct plan *plan;
	enum search_mode mode;
	enum search_sort sort;
	uint32_t from, size;
	int64_t deadline_ns; /* 0: none */
	bool is_plain;       /* BM25 alone */
};

struct match_hits {
	struct match_hit *hits; /* arena */
	size_t count;
	uint32_t total;         /* exact, unless timed_out */
	bool timed_out;
	bool has_more;          /* others follow: set by collapse_run */
	bool is_loosened;       /* no document had all words: these have some of them */
};

/* `build` is initialised; afterwards it holds the leaves of the query that answered. Hits live
 * in the reader's arena. */
bool match_run(struct build *build, const struct match_request *request, struct match_hits *hits,
	struct error *error);

#endif
