/* SPDX-License-Identifier: GPL-2.0-or-later */
/* options.h - the command line of quoth-index: one table (options.c), one struct. */
#ifndef INDEXER_OPTIONS_H
#define INDEXER_OPTIONS_H

#include "base/error.h"
#include "base/options.h"
#include "indexer/reader/mapping.h"
#include "indexer/reader/reader.h"
#include "text/language.h"

enum indexer_mode {
	MODE_INDEX,    /* with is_sync, is_optimize, is_dry_run, or of those alone */
	MODE_DELETE,
	MODE_VERIFY,
	MODE_STATS,
	MODE_DUMP,
	MODE_EXTRACT,
};

enum progress_choice { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };
enum offsets_choice { OFFSETS_CODEPOINT, OFFSETS_BYTE };

struct indexer_options {
	/* As given. */
	const char *index_given, *format_name, *language_name, *config;
	struct option_list maps;
	unsigned jobs;       /* after options_settle at least 1 */
	size_t memory_bytes;
	bool is_update, is_sync, is_delete, is_optimize, is_verify, is_stats, is_json, is_dump;
	bool is_rebuild, is_extract, is_dry_run, without_quotations, is_quiet;
	int offsets, progress; /* of the enums above */
	int verbosity;
	/* What follows from it. */
	enum indexer_mode mode;
	char *index;                 /* owned */
	const struct reader *format; /* NULL: told by name and content */
	enum language language;      /* LANGUAGE_NONE: guessed */
	struct mapping mapping;
	const char *const *operands; /* of argv */
	size_t operand_count;
};

/* ERROR_USAGE; --help and --version end the process. */
bool indexer_options_parse(struct indexer_options *options, int argc, char **argv,
	struct error *error);
void indexer_options_clear(struct indexer_options *options);

#endif
