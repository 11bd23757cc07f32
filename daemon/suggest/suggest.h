/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * suggest.h - what a query that is being typed may become.
 *
 * The word at its end is completed: by words of the index (as written, folded, not stemmed),
 * those first that stand behind the word before it, then the most frequent; by speakers of whose
 * name a part begins so; in a field by its values. Each is a query of its own; what it adds is in
 * some document. The whole may have another spelling.
 */
#ifndef DAEMON_SUGGEST_SUGGEST_H
#define DAEMON_SUGGEST_SUGGEST_H

#include "daemon/index/reader.h"
#include "schema/field.h"
#include "text/language.h"

#define SUGGEST_LIMIT 100 /* suggestions */

enum suggestion_kind {
	SUGGESTION_SPELLING, /* count: hits */
	SUGGESTION_WORD,     /* articles that have it; the dead included until they are merged */
	SUGGESTION_SPEAKER,  /* quotations */
	SUGGESTION_VALUE,    /* of a field: documents that have it */
};

struct suggestion {
	enum suggestion_kind kind;
	struct slice text;   /* the word, the name as an article writes it, the value, the query */
	struct slice query;  /* what was typed, completed */
	uint32_t count;
};

struct suggest_request {
	struct slice typed;  /* UTF-8 */
	uint32_t size;       /* at most SUGGEST_LIMIT */
	int64_t deadline_ns; /* 0: none */
};

struct suggest_result {
	const struct suggestion *suggestions; /* spelling, words or values, speakers */
	size_t count;
	uint64_t generation;
};

/* Lives in the reader's arena. ERROR_QUERY over WIRE_QUERY_LIMIT; ERROR_INDEX. */
bool suggest_run(struct reader *reader, const struct suggest_request *request,
	struct suggest_result *result, struct error *error);

/* --- for the files of suggest only --- */

struct typed;

/* Suggestions under construction; `typed` is what they complete. */
struct suggesting {
	struct reader *reader;
	const struct suggest_request *request;
	const struct typed *typed;
	enum language language; /* that most articles are in */
	struct suggestion *suggestions; /* of one kind; room for request->size */
	size_t count;
};

void suggest_words(struct suggesting *suggesting);
bool suggest_speakers(struct suggesting *suggesting, struct error *error);
bool suggest_values(struct suggesting *suggesting, struct error *error);
/* Whether a document that is not gone has the term. */
bool suggest_finds(struct suggesting *suggesting, const struct xc_database *database,
	struct slice term);
/* The query with `text` in place of what stands at and after `begin`. */
struct slice suggest_complete(struct suggesting *suggesting, size_t begin, struct slice text);
/* field:value, in marks where it is more than one word; empty where it cannot be written. */
struct slice suggest_field(struct suggesting *suggesting, enum field field, struct slice value);

#endif
