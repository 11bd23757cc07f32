/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report.h - what is in an index: --stats and --dump. */
#ifndef INDEXER_REPORT_H
#define INDEXER_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"

/* Counts and sizes, as lines or as one JSON object; `with_parts`: and what the bytes of its
 * databases are, for which all of them is read. ERROR_INDEX, ERROR_IO. */
bool report_stats(const char *index, bool is_json, bool with_parts, FILE *stream,
	struct error *error);
/* All live articles as JSON lines, which quoth-index reads: keys as by default, and those that
 * were kept as they came. */
bool report_dump(const char *index, FILE *stream, struct error *error);

#endif
