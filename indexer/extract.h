/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * extract.h - --extract: the quotations of each article as JSON lines; no index.
 */
#ifndef INDEXER_EXTRACT_H
#define INDEXER_EXTRACT_H

#include <stdio.h>

#include "indexer/intake.h"
#include "schema/analysis.h"

struct mapping;

struct extract_settings {
	struct intake_settings intake;
	const struct mapping *mapping;
	enum language language; /* LANGUAGE_NONE: guessed */
	bool counts_bytes;      /* offsets count bytes, not code points */
	struct summary *summary;
};

/* Prints one line an article to `stream`. ERROR_IO when that fails. */
bool extract_run(const struct extract_settings *settings, FILE *stream, struct error *error);

/* The line of one article, appended. */
void extract_append(const struct article *article, const struct quotation_list *quotations,
	bool counts_bytes, struct buffer *output);

#endif
