/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plan.h - what a query means: words analysed, fields resolved, dates computed. Pure data that
 * knows the schema, but no index; patterns and fuzzy words are expanded when it is matched. */
#ifndef DAEMON_QUERY_PLAN_H
#define DAEMON_QUERY_PLAN_H

#include "base/error.h"
#include "daemon/query/notes.h"
#include "daemon/query/tree.h"
#include "schema/analysis.h"
#include "schema/slot.h"

enum plan_kind {
	PLAN_ALL,     /* every document */
	PLAN_NONE,
	PLAN_WORD,    /* words[0] loosely: any word with one of its stems */
	PLAN_EXACT,   /* words[0] as it is */
	PLAN_PATTERN, /* words with `pattern`: folded, * any letters, ? one */
	PLAN_FUZZY,   /* words within `distance` edits of words[0] */
	PLAN_PHRASE,  /* words in order, spread over at most `distance` words beyond their own */
	PLAN_NEAR,    /* children within `distance` words, in order if is_ordered, all in `field`:
	                 WORD (taken exactly), EXACT, PATTERN, FUZZY, PHRASE, NEAR, OR of them */
	PLAN_VALUE,   /* documents with `term`; no weight */
	PLAN_RANGE,   /* slot value in [low, high]; no weight */
	PLAN_AND,
	PLAN_OR,
	PLAN_WITHOUT, /* the first child without the others */
	PLAN_LOOSE,   /* children by occurrence; the plain ones as the match mode says */
};

enum plan_place { PLAN_PLACE_WORD, PLAN_PLACE_ANY, PLAN_PLACE_PATTERN };

struct plan_word {
	enum plan_place place;     /* in a phrase: a word, any word (*), or a pattern */
	struct slice written;      /* as typed */
	struct slice folded;       /* or the pattern */
	uint32_t hash;             /* of folded, as in token files */
	const struct slice *stems; /* one a language of the index, each once */
	size_t stem_count;
	bool is_stopword;          /* in the first language: says little when loose */
	bool is_common;            /* one of the words whose pairs are indexed */
};

struct plan_node {
	enum plan_kind kind;
	enum tree_occurrence occurrence;
	enum field field;
	struct span span;           /* bytes of the query */
	double boost;
	struct plan_word *words;    /* of PLAN_VALUE: the word of a name that `term` is of */
	size_t word_count;
	unsigned distance;
	bool is_ordered;
	struct slice term;          /* PLAN_VALUE; may end in * (path:news/2024*): is_prefix */
	bool is_prefix;
	enum slot slot;             /* PLAN_RANGE */
	struct slice low, high;     /* encoded; empty: open */
	struct plan_node *first, *last, *next;
};

struct plan {
	struct plan_node *root;
	const enum language *languages; /* stems are of these, most frequent first */
	size_t language_count;
	size_t term_count;              /* words, patterns and values in all */
	bool is_profile;                /* of a whole text: the order of words says nothing */
};

/* What a query is planned with. */
struct plan_setting {
	struct analysis *analysis;
	const enum language *languages; /* of the index, most frequent first; outlive it */
	size_t language_count;
	enum field_scope scope;         /* what is searched: articles or quotations */
	bool is_shouted;                /* the query is all in capitals: they say nothing */
	int64_t now;                    /* seconds since 1970: what date:30d counts from */
	struct arena *arena;            /* everything of the plan lives in it */
	struct notes *notes;
};

/* ERROR_QUERY beyond the limits of schema/wire.h, with *position the byte of the query. Loose
 * words beyond the limit are left out with a note instead. */
bool plan_build(const struct plan_setting *setting, const struct tree *tree, struct plan *plan,
	size_t *position, struct error *error);

#endif
