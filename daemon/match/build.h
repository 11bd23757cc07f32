/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * build.h - from a plan to a Xapian query and the leaves that answer for words and phrases.
 *
 * Everything lives in the reader's arena but the query itself, which the caller frees.
 */
#ifndef DAEMON_MATCH_BUILD_H
#define DAEMON_MATCH_BUILD_H

#include "daemon/index/expand.h"
#include "daemon/index/reader.h"
#include "daemon/match/leaf.h"
#include "xapian-c/query.h"

/* What a pattern, a misspelt word or a loose word in a place stands for. */
struct build_expansion {
	struct slice written;
	struct expansion expansion;
	struct build_expansion *next;
};

struct build {
	struct reader *reader;
	const struct xc_database *database; /* of what is searched */
	enum search_scope scope;
	struct notes *notes;
	int64_t deadline_ns;       /* of all steps; 0: none */
	bool is_late;              /* it has passed, and something was left out for it */
	struct leaf_source source; /* of the leaves */

	const struct leaf **leaves; /* what is wanted, in the order of the query */
	size_t leaf_count, leaf_capacity;
	struct build_expansion *first_expansion, **last_expansion; /* in that order, too */
	double boost;               /* of what is built now */
	int64_t rank_ns;            /* time spent in ranking */
	enum language language;     /* the most frequent of the index */
	const struct plan *plan;    /* what is built */
	struct match_marks *marks; /* of what is met; NULL: nobody asks */
	bool is_unwanted;          /* what is built now is behind a NOT */
	bool needs_any;            /* the mode in which loose words are built */
	bool is_loose;             /* there are loose words that match=any would loosen */
};

void build_init(struct build *build, struct reader *reader, enum search_scope scope,
	struct notes *notes, int64_t deadline_ns);
/* Looks at the clock: whether the deadline has passed. Who asks leaves the rest out. */
bool build_is_late(struct build *build);
/* Leaves of an earlier run are forgotten. NULL sets error. */
struct xc_query *build_run(struct build *build, const struct plan *plan, bool needs_any,
	struct error *error);

/* Which terms the words of a field are found by: the field's own, or those of all text. */
enum field build_term_field(enum field field);
/* The term of a folded word; arena. */
struct slice build_term(struct build *build, enum field field, struct slice folded);
double build_idf(struct build *build, struct slice term);

#endif
