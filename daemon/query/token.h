/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * token.h - cuts a query into tokens: words, phrases, operators, fields.
 *
 * Nothing is an error here. Any double quotation mark opens and closes a phrase (straight,
 * curly, low, guillemets). Operators are capitals; those of other search engines are known, too
 * (operator.h, peer.h), and what is read otherwise than it was written is noted.
 */
#ifndef DAEMON_QUERY_TOKEN_H
#define DAEMON_QUERY_TOKEN_H

#include <stdbool.h>

#include "base/slice.h"
#include "daemon/query/notes.h"
#include "schema/field.h"
#include "text/span.h"

enum query_token_kind {
	QUERY_TOKEN_END,
	QUERY_TOKEN_WORD,    /* text: one chunk without blanks, maybe with * and ? */
	QUERY_TOKEN_PHRASE,  /* text: between the marks */
	QUERY_TOKEN_RANGE,   /* text: what stands behind date: or length: */
	QUERY_TOKEN_FIELD,   /* field: and what follows it */
	QUERY_TOKEN_OPEN,
	QUERY_TOKEN_CLOSE,
	QUERY_TOKEN_AND,
	QUERY_TOKEN_OR,
	QUERY_TOKEN_NOT,
	QUERY_TOKEN_PLUS,
	QUERY_TOKEN_MINUS,
	QUERY_TOKEN_NEAR,    /* distance */
	QUERY_TOKEN_BEFORE,  /* distance */
	QUERY_TOKEN_NOTHING, /* left out; never handed out */
};

#define QUERY_NO_TILDE (-1)
#define QUERY_NEAR_INITIAL 10 /* words, where NEAR has no number */

struct query_token {
	enum query_token_kind kind;
	struct span span;      /* bytes of the query */
	struct slice text;
	enum field field;      /* FIELD; RANGE with a comparison */
	bool is_of_all;        /* FIELD: of all words that follow */
	const char *comparison; /* RANGE: "<" and the like in front of text; or NULL */
	unsigned distance;     /* NEAR, BEFORE: words */
	bool is_legal;         /* NEAR, BEFORE: as Lexis and Westlaw write it */
	bool is_exact;         /* WORD: written =word */
	bool is_truncated;     /* WORD: written word! in a legal query; text is without the mark */
	int tilde;             /* number behind ~, 0 for a bare one, QUERY_NO_TILDE */
	double boost;          /* number behind ^; 1 */
	struct slice unknown_field; /* WORD: "foo" of foo:bar, or empty */
	bool is_unclosed;      /* WORD from a mark that never closes: first word after it */
};

struct query_lexer {
	struct slice text;     /* valid UTF-8 */
	size_t position;
	bool after_field;      /* the token before was FIELD `field` */
	enum field field;
	bool is_legal;         /* what is written as in Lexis and Westlaw is meant so */
	struct notes *notes;   /* NULL: none are taken */
};

/* Several words and no small letter among them. */
bool query_is_shouted(struct slice query);

/* The next token; END for ever at the end. */
void query_lexer_next(struct query_lexer *lexer, struct query_token *token);

#endif
