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
/* Appends the hits (not for TABLE and JSON). `columns` are those of PLAIN; `qid` is NULL
 * outside of a batch. */
void export_print(enum export_form form, const struct client_options *options, const char *columns,
	const struct answer *answer, const char *qid, struct buffer *output);
/* Text with tabs, line ends and other control characters as blanks. */
void export_clean(struct slice text, struct buffer *output);

#endif
