/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * build.h - from a plan to a Xapian query and the leaves that answer for words and phrases.
 *
 * Everything lives in the reader's arena but the query itself, which the caller frees.
 */
#ifndef DAEMON_SEARCH_BUILD_H
#define DAEMON_SEARCH_BUILD_H

#include "daemon/search/expand.h"
#include "daemon/search/leaf.h"
#include "xapian-c/query.h"

struct build {
	struct reader *reader;
	const struct xc_database *database; /* of what is searched */
	enum search_scope scope;
	struct notes *notes;
	int64_t deadline_ns;       /* of looking up patterns; 0: none */
	struct leaf_source source; /* of the leaves */

	const struct leaf **leaves; /* what is wanted, in the order of the query */
	size_t leaf_count, leaf_capacity;
	enum language language;     /* the most frequent of the index */
	const struct plan *plan;    /* what is built */
	struct facet_marks *marks; /* of what is met; NULL: nobody asks */
	bool is_unwanted;          /* what is built now is behind a NOT */
	bool needs_any;            /* the mode in which loose words are built */
	bool is_loose;             /* there are loose words that match=any would loosen */
};

void build_init(struct build *build, struct reader *reader, enum search_scope scope,
	struct notes *notes, int64_t deadline_ns);
/* Leaves of an earlier run are forgotten. NULL sets error. */
struct xc_query *build_run(struct build *build, const struct plan *plan, bool needs_any,
	struct error *error);

/* --- for the files of build only --- */

/* Queries under construction: the parts of a combination. */
struct build_parts {
	struct xc_query **queries; /* arena */
	size_t count, capacity;
};

/* Takes `query` over; false (and everything freed) when it is NULL. */
bool build_add(struct build *build, struct build_parts *parts, struct xc_query *query);
/* Combines and empties the parts; one part stays as it is, none is xc_query_none. */
struct xc_query *build_combine(struct build_parts *parts, enum xc_operator operation,
	struct error *error);
void build_drop(struct build_parts *parts);

struct leaf *build_leaf(struct build *build, const struct plan_node *node, enum leaf_kind kind);
/* A query that has the leaf decide on the documents with all `terms`. */
struct xc_query *build_leaf_query(struct build *build, struct leaf *leaf, const struct slice *terms,
	size_t term_count, struct error *error);
/* Which terms the words of a field are found by: the field's own, or those of all text. */
enum field build_term_field(enum field field);
enum leaf_region build_region(const struct build *build, enum field field);
/* The term of a folded word; arena. */
struct slice build_term(struct build *build, enum field field, struct slice folded);
/* What a pattern, a misspelt word or (FIELD_BODY, FIELD_QUOTE) a loose word stands for. */
bool build_expand(struct build *build, const struct plan_node *node, const struct plan_word *word,
	struct expansion *expansion, struct error *error);
struct token_place build_place(struct build *build, const struct expansion *expansion);
/* One place alone. */
const struct token_places *build_places(struct build *build, const struct expansion *expansion);
/* Any of the words, as one. */
struct xc_query *build_any_word(struct build *build, enum field field,
	const struct expansion *expansion, struct error *error);
double build_idf(struct build *build, struct slice term);
/* Of the rarest of the words. */
double build_rarest_idf(struct build *build, enum field field, const struct expansion *expansion);

/* build_phrase.c, build_near.c */
struct xc_query *build_phrase(struct build *build, const struct plan_node *node,
	struct error *error);
struct xc_query *build_near(struct build *build, const struct plan_node *node, struct error *error);

#endif
