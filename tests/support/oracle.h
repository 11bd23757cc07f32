/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * oracle.h - a small random corpus and random queries over the whole language, with a plain
 * scan that says which articles each query means.
 *
 * The scan shares no code with the engine: it knows the words of each article by number, and
 * tries every position.
 */
#ifndef TESTS_SUPPORT_ORACLE_H
#define TESTS_SUPPORT_ORACLE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "tests/support/index_fixture.h"
#include "tests/support/suite.h"

enum { ORACLE_ARTICLES = 300, ORACLE_SEGMENTS = 3, ORACLE_VOCABULARY = 28 };
enum { ORACLE_TITLE = 3, ORACLE_SUBTITLE = 2, ORACLE_BODY = 30 };
/* Title, a gap, subtitle, a gap, body; what an article has not is a gap, too. */
enum { ORACLE_BODY_AT = ORACLE_TITLE + 1 + ORACLE_SUBTITLE + 1 };
enum { ORACLE_WORDS = ORACLE_BODY_AT + ORACLE_BODY };
enum { ORACLE_GAP = -1 };

/* Words of one stem have the number of the first of them; the first four are stop words. */
struct oracle_word {
	const char *text, *folded;
	int stem;
};
extern const struct oracle_word oracle_vocabulary[ORACLE_VOCABULARY];
bool oracle_is_stopword(int word);

struct oracle_article {
	int words[ORACLE_WORDS];
	int length;         /* words */
	int day;            /* of May 2024; 0: no date */
	int source, author; /* of oracle_names */
	bool is_dead;
};
#define ORACLE_NAMES 4
extern const char *const oracle_names[ORACLE_NAMES]; /* first and last name */

/* Makes the corpus, indexes it, buries some. */
void oracle_open(struct index_fixture *fixture, struct oracle_article articles[ORACLE_ARTICLES]);

/* --- queries --- */

enum oracle_kind {
	ORACLE_IS_WORD, ORACLE_IS_EXACT, ORACLE_IS_PATTERN, ORACLE_IS_FUZZY, ORACLE_IS_PHRASE,
	ORACLE_IS_NEAR, ORACLE_IS_AND, ORACLE_IS_OR, ORACLE_IS_WITHOUT, ORACLE_IS_LOOSE,
	ORACLE_IS_DATE, ORACLE_IS_LENGTH, ORACLE_IS_SOURCE, ORACLE_IS_AUTHOR,
};
enum oracle_field { ORACLE_TEXT, ORACLE_IN_TITLE, ORACLE_IN_SUBTITLE, ORACLE_IN_BODY };

enum { ORACLE_CHILDREN = 4, ORACLE_DEPTH = 3 };

struct oracle_node {
	enum oracle_kind kind;
	enum oracle_field field;
	int sign;                       /* in LOOSE: '+', '-' or 0 */
	int word, edits;                /* WORD EXACT FUZZY; of a PHRASE's place ORACLE_GAP is * */
	char pattern[16];               /* PATTERN */
	struct oracle_node *children[ORACLE_CHILDREN];
	int count;
	int distance;                   /* NEAR: words; PHRASE: others between */
	bool is_ordered;
	int low, high;                  /* DATE, LENGTH */
};

/* Lives in the arena. */
struct oracle_node *oracle_ask(struct suite_random *random, struct arena *arena, int depth);
struct oracle_node *oracle_ask_near(struct suite_random *random, struct arena *arena, int depth);
void oracle_print(const struct oracle_node *node, struct buffer *query);
/* `any`: loose words as match=any has them. */
bool oracle_fits(const struct oracle_node *node, const struct oracle_article *article, bool any);

#endif
