/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * answer.h - the JSON of quothd as rows.
 *
 * Text belongs to the answer and lives until it is cleared. Missing text is the empty slice.
 */
#ifndef CLIENT_ANSWER_H
#define CLIENT_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

struct answer_mark {
	size_t begin, end; /* bytes of the passage's text */
};

struct answer_passage {
	struct slice text;
	struct answer_mark *marks;
	size_t mark_count;
	struct slice speaker;  /* of a quotation, may be empty */
};

struct answer_row {
	const void *json;      /* the hit itself */
	struct slice id, title, source, date, path;
	struct slice article;  /* id of the article it is, or belongs to */
	struct slice speaker, cue; /* of a quotation: the whole name where it is known */
	double score;
	struct answer_passage *passages;
	size_t passage_count;
	struct answer_passage *quotations; /* of an article, those that answer the query */
	size_t quotation_count;
	struct slice *missing;
	size_t missing_count;
	uint64_t quotes, collapsed; /* collapsed: hits it stands for besides itself */
	uint64_t variants;     /* quotations that print what it says, itself among them */
	struct slice first_seen; /* the earliest of their dates */
};

struct answer {
	void *json;
	uint64_t total;
	bool total_exact, has_more; /* another page has hits */
	double took_ms;
	struct answer_row *rows;
	size_t row_count;
	struct slice *notes;
	size_t note_count;
	struct slice explanation;
	struct slice proposal;    /* the query in another spelling; empty: none */
	uint64_t proposal_total;
};

/* ERROR_FORMAT when it is no answer of quothd. */
bool answer_read(struct slice json, struct answer *answer, struct error *error);
void answer_clear(struct answer *answer);
/* The value of a key of a hit as text: numbers printed, lists joined by ", ", "snippet" the
 * first passage; nothing when it has no such key. */
void answer_value(const struct answer_row *row, struct slice key, struct buffer *output);
/* The hit as one line of JSON, with "qid" in front when it is not NULL. */
void answer_row_json(const struct answer_row *row, const char *qid, struct buffer *output);

/* The counts of each facet, one line a facet; nothing where none was asked for. */
void answer_print_facets(const struct answer *answer, struct buffer *output);
/* For programs: facet, value and count between tabs, one line a value. */
void answer_export_facets(const struct answer *answer, struct buffer *output);

/* The error of a problem+json answer (RFC 9457): title, detail and the place in the query. */
void answer_problem(int status, struct slice json, struct error *error);

/* Any object as "key: value" lines, nested ones indented: for status. */
bool answer_print_object(struct slice json, struct buffer *output, struct error *error);

/* An article of /v1/articles/ID. */
struct answer_article {
	void *json;
	struct slice title, subtitle, body;
};
bool answer_article_read(struct slice json, struct answer_article *article, struct error *error);
/* A key's text, or the empty slice. */
struct slice answer_article_value(const struct answer_article *article, const char *key);
void answer_article_clear(struct answer_article *article);

#endif
