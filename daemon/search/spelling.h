/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spelling.h - did you mean: the query with a word spelled as the index spells it, where that
 * finds more.
 *
 * Looked for where a query finds nothing or little, or has a word that no document has. What is
 * proposed was run: its total is what running it gives. Only the letters of words change; marks,
 * fields and operators stay as they were typed.
 */
#ifndef DAEMON_SEARCH_SPELLING_H
#define DAEMON_SEARCH_SPELLING_H

#include "daemon/query/plan.h"
#include "daemon/search/search.h"

/* Hits that are few: of one word, and of several, of which there are fewer by nature. With as many,
 * only words that nobody has are doubted. */
#define SPELLING_FEW 20
#define SPELLING_FEW_TOGETHER 5
/* A word is doubted where another is so many times as frequent; of more than seven letters, few
 * are alike by chance. */
#define SPELLING_RATIO 50
#define SPELLING_RATIO_LONG 20

/* A query that was run. */
struct spelling {
	struct reader *reader;
	const struct search_request *request;
	const struct plan *plan;
	const struct search_results *results;
};

/* Leaves the proposal empty where there is none. It lives in the reader's arena. */
void spelling_propose(const struct spelling *spelling, struct search_proposal *proposal);

/* --- for the files of spelling only --- */

/* A word of the query. */
struct spelling_word {
	size_t begin, end;      /* bytes of the query */
	const struct plan_node *node;
	const struct plan_word *word;
	const struct spelling_word *before, *after; /* with blanks between; NULL: none */
	bool is_bound;          /* by AND or NEAR, or in a phrase: who writes so means what he writes */
	uint32_t letters;       /* characters */
	uint32_t count;         /* documents of the field that is asked */
};

#define SPELLING_GAP 3 /* bytes of blanks and hyphens between neighbours, at most */

/* A part of the query and what could stand in its place. */
struct spelling_edit {
	size_t begin, end;      /* bytes of the query */
	struct slice text;
	double weight;          /* how likely such a slip is, and the word where it stands */
	uint32_t count;         /* documents that have it as it stands, not by its stem */
};

#define SPELLING_CHOICES 4 /* of one word */

struct spelling_choices {
	struct spelling_edit edits[SPELLING_CHOICES]; /* the likeliest first */
	size_t count;
};

/* Documents that have a word where the query asks for one. */
uint32_t spelling_count(const struct spelling *spelling, const struct spelling_word *asked,
	const struct plan_word *word);
/* How many documents another word must have for this one to be doubted. */
uint32_t spelling_least(const struct spelling_word *asked);
/* What a doubted word may stand for: words near to it, two words written as one. */
void spelling_choose(const struct spelling *spelling, const struct spelling_word *asked,
	struct spelling_choices *choices);
/* A word and the one after it as one; false where that is none. */
bool spelling_join(const struct spelling *spelling, const struct spelling_word *first,
	struct spelling_edit *edit);
/* How many hits a query has; false where that cannot be told in time. */
bool spelling_try(const struct spelling *spelling, struct slice query, uint32_t *total,
	bool *is_loosened);

#endif
