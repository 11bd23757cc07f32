/* SPDX-License-Identifier: GPL-2.0-or-later */
/* options.h - the command line of quoth, as one struct and one table. */
#ifndef CLIENT_OPTIONS_H
#define CLIENT_OPTIONS_H

#include "base/options.h"

enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

struct client_options {
	const char *index;      /* NULL: the default one */
	const char *server;     /* NULL: the index's own daemon */
	unsigned from;
	const char *count, *sort, *match, *facets, *collapse, *quotations;
	bool variants, json, jsonl, ids, paths, nul, only_count, explain, quiet;
	const char *tsv, *format, *batch, *speaker;
	int color;              /* enum when */
	bool no_pager;
	int verbose;
};

extern const struct option_program client_program;

#endif
