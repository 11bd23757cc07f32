/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * leaf.h - one thing a query looks for in the words of a document: a word, a phrase, words
 * near each other. Matching, ranking and snippets ask it the same questions. Leaves live in an
 * arena, as long as the query.
 */
#ifndef DAEMON_MATCH_LEAF_H
#define DAEMON_MATCH_LEAF_H

#include "base/buffer.h"
#include "daemon/query/plan.h"
#include "daemon/query/request.h"
#include "store/snapshot.h"
#include "store/token_near.h"
#include "store/token_run.h"

enum leaf_kind {
	LEAF_STEM,   /* a loose word: posting lists decide; its forms are known by stem only */
	LEAF_RUN,    /* hashes one behind the other */
	LEAF_PLACES, /* places one behind the other */
	LEAF_NEAR,   /* one word for each place, within `window` words */
	LEAF_SPANS,  /* one place for each child, `gap` words at most between them: spans.h */
};

/* Where in a document a leaf looks. */
enum leaf_region {
	LEAF_ANYWHERE,
	LEAF_TITLE,
	LEAF_SUBTITLE,
	LEAF_BODY,
	LEAF_QUOTE,  /* inside one quotation of an article */
};

struct leaf_source { /* what all leaves of a query share */
	const struct snapshot *snapshot;
	enum search_scope scope;
	double average_length;
	struct token_room *room; /* the reader's */
};

struct leaf {
	struct leaf_source *source;
	const struct plan_node *node;
	enum leaf_kind kind;
	enum leaf_region region;
	uint32_t *hashes;           /* LEAF_RUN */
	const struct token_run *runs; /* LEAF_RUN: as each segment has it */
	const struct token_places *places; /* LEAF_PLACES, LEAF_NEAR */
	uint32_t count;             /* of hashes, places or children */
	struct pairs_probe *pairs;  /* LEAF_RUN: its neighbours, one pair less than words */
	uint32_t window;            /* LEAF_NEAR */
	bool is_ordered;
	uint32_t gap;               /* LEAF_SPANS */
	struct leaf *children;      /* LEAF_SPANS: alternatives follow each other in `next` */
	struct leaf *next;
	struct spans *spans;        /* LEAF_SPANS and its children */
	double weight;              /* sum of the idf of its words */
	double boost;               /* of all that it stands in */
	bool is_asked;              /* documents are looked at; else posting lists decide */
	const struct slice *terms;  /* is_asked: what every such document has */
	size_t term_count;
	uint32_t looked_at, found;  /* documents */
};

/* BM25, as the matcher counts words. */
#define LEAF_K1 1.4
#define LEAF_B 0.7
#define LEAF_LEAST_LENGTH 0.5 /* of the mean: what is shorter weighs no more */

/* Words of a document, or a part of them, as hashes. */
struct leaf_words {
	const uint32_t *hashes;
	uint32_t count;
};

/* The first place at or after `from` where the leaf is: words [*begin, *end). Not LEAF_STEM. */
bool leaf_find(const struct leaf *leaf, struct leaf_words words, uint32_t from, uint32_t *begin,
	uint32_t *end);
/* For xc_phrase.weigh: `context` is a leaf. 0 where the document has it not. */
double leaf_weigh(void *context, unsigned shard, uint32_t document);
/* For xc_phrase.sift. */
size_t leaf_sift(void *context, unsigned shard, uint32_t *documents, size_t count);
/* No weight is above it. */
double leaf_weight_limit(const struct leaf *leaf);

/* Of an article, or of a quotation alone. False when the index is damaged. */
bool leaf_text_of(const struct snapshot *snapshot, enum search_scope scope, size_t segment,
	uint32_t local, struct token_text *text);

#endif
