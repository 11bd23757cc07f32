/* SPDX-License-Identifier: GPL-2.0-or-later */
/* building.h - what the files of build share; nobody else includes it. */
#ifndef DAEMON_MATCH_BUILDING_H
#define DAEMON_MATCH_BUILDING_H

#include "daemon/match/build.h"

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
/* Its hashes as each segment has them. */
void build_runs(struct build *build, struct leaf *leaf);
/* A query that has the leaf decide on the documents with all `terms`. */
struct xc_query *build_leaf_query(struct build *build, struct leaf *leaf, const struct slice *terms,
	size_t term_count, struct error *error);
/* What a pattern, a misspelt word or (FIELD_BODY, FIELD_QUOTE) a loose word stands for. */
bool build_expand(struct build *build, const struct plan_node *node, const struct plan_word *word,
	struct expansion *expansion, struct error *error);
/* Kept to be explained. */
void build_note_expansion(struct build *build, struct slice written,
	const struct expansion *expansion);
struct token_place build_place(struct build *build, const struct expansion *expansion);
/* One place alone. */
const struct token_places *build_places(struct build *build, const struct expansion *expansion);
/* Whether so many documents have the words that asking their lists rules out next to none: not
 * worth it for who looks at the documents anyway. */
bool build_is_everywhere(const struct build *build, const struct expansion *expansion);
/* Any of the words of an expansion that was looked up: xc_query_listed. */
struct xc_query *build_listed(enum xc_operator operation, const struct expansion *expansion,
	struct error *error);
/* Any of the words, as one. */
struct xc_query *build_any_word(struct build *build, enum field field,
	const struct expansion *expansion, struct error *error);
/* Of the rarest of the words. */
double build_rarest_idf(struct build *build, enum field field, const struct expansion *expansion);

/* build_phrase.c, build_near.c */
struct xc_query *build_phrase(struct build *build, const struct plan_node *node,
	struct error *error);
struct xc_query *build_near(struct build *build, const struct plan_node *node, struct error *error);

#endif
