/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tree.h - the syntax tree of a query, in an arena: what was written, not yet what it means.
 */
#ifndef DAEMON_QUERY_TREE_H
#define DAEMON_QUERY_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"
#include "schema/field.h"
#include "text/span.h"

enum tree_kind {
	TREE_LOOSE,   /* words side by side: the match mode decides how many are needed */
	TREE_AND,
	TREE_OR,
	TREE_WITHOUT, /* the first without the others */
	TREE_NEAR,    /* children within `distance` words, in order when is_ordered */
	TREE_WORD,    /* text */
	TREE_EXACT,   /* text: not stemmed */
	TREE_PATTERN, /* text with * or ? */
	TREE_FUZZY,   /* text; distance: edits, 0 for by its length */
	TREE_PHRASE,  /* text between marks; distance: words it may be spread over beyond its own */
	TREE_RANGE,   /* text: 2024..2025, >500, 30d */
	TREE_EMPTY,   /* nothing was asked for */
};

enum tree_occurrence {
	TREE_PLAIN,
	TREE_REQUIRED,   /* + */
	TREE_PROHIBITED, /* - */
};

struct tree {
	enum tree_kind kind;
	enum tree_occurrence occurrence; /* in a TREE_LOOSE */
	enum field field;       /* FIELD_TEXT when none was named */
	struct span span;       /* bytes of the query */
	struct slice text;      /* of the query, unless is_rewritten */
	bool is_rewritten;      /* the text says in other signs what was written; arena */
	unsigned distance;
	bool is_ordered;
	double boost;           /* 1 */
	struct tree *first;     /* children */
	struct tree *last;
	struct tree *next;      /* sibling */
};

struct tree *tree_new(struct arena *arena, enum tree_kind kind, struct span span);
void tree_append(struct tree *parent, struct tree *child);

#endif
