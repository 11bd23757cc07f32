/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export.h - hits for programs: JSON lines, columns between tabs, ids, paths, templates, TREC
 * runs.
 */
#ifndef CLIENT_EXPORT_H
#define CLIENT_EXPORT_H

#include "base/buffer.h"
#include "base/error.h"
#include "client/answer.h"
#include "client/options.h"
#include "client/terminal.h"

enum export_form {
	EXPORT_TABLE,  /* not ours: for people */
	EXPORT_PLAIN,  /* the command's columns between tabs, one line a hit */
	EXPORT_JSON,   /* the answer as it came */
	EXPORT_JSONL,
	EXPORT_TSV,
	EXPORT_IDS,
	EXPORT_PATHS,
	EXPORT_COUNT,
	EXPORT_FORMAT,
	EXPORT_TREC,
};

/* Which form the options ask for; ERROR_USAGE when they ask for two. `is_terminal` decides
 * between table and plain. */
bool export_choose(const struct client_options *options, bool is_terminal, enum export_form *form,
	struct error *error);
/* The option that asks for a form; "" for the two that none asks for. */
const char *export_name(enum export_form form);

/* How hits are printed. */
struct export_printing {
	enum export_form form;
	const struct client_options *options;
	const struct terminal *terminal; /* whether PLAIN is in colour; a terminal is sent no
	                                  * controls, whatever the form */
	const char *columns;             /* of PLAIN */
	const char *qid;                 /* NULL outside of a batch */
};

/* Appends the hits (not for TABLE and JSON). */
void export_print(const struct export_printing *printing, const struct answer *answer,
	struct buffer *output);
/* JSON of quothd as one line, safe for a terminal. */
void export_json(struct slice json, struct buffer *output);

#endif
