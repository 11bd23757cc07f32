/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/options.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "indexer/reader/registry.h"

#include "base/banned.h"

#define MEMORY_LEAST ((size_t)1 << 20)
#define JOBS_MOST 256

#define AT(field) offsetof(struct indexer_options, field)

/* clang-format off */
static const struct option_definition table[] = {
	{ "index", 'i', OPTION_STRING, AT(index_given), "DIR", .help = "the index (default: $XDG_DATA_HOME/quoth)",
		.group = "What and where" },
	{ "format", 0, OPTION_STRING, AT(format_name), "FMT", .help = "of all files: txt, json or jsonl\n(default: told by name, then by first bytes)" },
	{ "map", 0, OPTION_LIST, AT(maps), "FIELD=KEY", .help = "read FIELD from the JSON key KEY" },
	{ "language", 0, OPTION_STRING, AT(language_name), "CODE", .help = "of articles that do not say theirs, or auto", .initial = "auto" },
	{ "no-quotations", 0, OPTION_FLAG, AT(without_quotations), NULL, .help = "do not look for quotations" },
	{ "jobs", 'j', OPTION_UNSIGNED, AT(jobs), "N", .help = "threads that work (default: one a core)" },
	{ "memory", 0, OPTION_SIZE, AT(memory_bytes), "SIZE", .help = "what it may take, about; at least 40MiB", .initial = "256MiB" },

	{ "update", 0, OPTION_FLAG, AT(is_update), NULL, .help = "add what is new, replace what has changed (default)",
		.group = "What to do", .command_line_only = true },
	{ "sync", 0, OPTION_FLAG, AT(is_sync), NULL, .help = "also forget articles that are no longer under PATH", .command_line_only = true },
	{ "delete", 0, OPTION_FLAG, AT(is_delete), NULL, .help = "forget the articles with these IDs", .command_line_only = true },
	{ "optimize", 0, OPTION_FLAG, AT(is_optimize), NULL, .help = "merge the index into one segment", .command_line_only = true },
	{ "rebuild", 0, OPTION_FLAG, AT(is_rebuild), NULL, .help = "begin anew; forget what is there", .command_line_only = true },
	{ "dry-run", 'n', OPTION_FLAG, AT(is_dry_run), NULL, .help = "say what would be done, write nothing", .command_line_only = true },
	{ "verify", 0, OPTION_FLAG, AT(is_verify), NULL, .help = "check that the index is whole", .command_line_only = true },
	{ "stats", 0, OPTION_FLAG, AT(is_stats), NULL, .help = "print counts and sizes", .command_line_only = true },
	{ "json", 0, OPTION_FLAG, AT(is_json), NULL, .help = "print --stats as JSON", .command_line_only = true },
	{ "dump", 0, OPTION_FLAG, AT(is_dump), NULL, .help = "print all articles as JSON lines", .command_line_only = true },
	{ "extract", 0, OPTION_FLAG, AT(is_extract), NULL, .help = "print quotations as JSON lines, build no index", .command_line_only = true },
	{ "offsets", 0, OPTION_CHOICE, AT(offsets), "UNIT", .help = "of --extract: codepoint or byte", .initial = "codepoint", .choices = "codepoint|byte" },

	{ "progress", 0, OPTION_CHOICE, AT(progress), "WHEN", .help = "auto, always or never", .initial = "auto", .choices = "auto|always|never",
		.group = "What to say" },
	{ "quiet", 'q', OPTION_FLAG, AT(is_quiet), NULL, .help = "only what went wrong" },
	{ "verbose", 'v', OPTION_COUNT, AT(verbosity), NULL, .help = "name what is skipped, log commits" },
	{ "config", 'c', OPTION_STRING, AT(config), "FILE", .help = "configuration file (INI)", .command_line_only = true },
	{ .name = NULL },
};
/* clang-format on */

static const struct option_program program = {
	.name = "quoth-index",
	.usage = "quoth-index [--index DIR] [OPTION]... PATH...\n"
		 "quoth-index [--index DIR] --delete ID...\n"
		 "quoth-index [--index DIR] --optimize | --verify | --stats | --dump",
	.summary = "Reads articles and the quotations in them into an index.",
	.closing = "PATH is a file, a folder, a glob, or - for standard input; any of them may be gzipped.\n"
		   "\n"
		   "Exit status: 0 all indexed, 1 some articles rejected, 2 usage, 3 I/O, lock or damaged index.",
	.table = table,
};

static unsigned count_cores(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count > 0 ? (unsigned)count : 1;
}

static bool choose_mode(struct indexer_options *options, struct error *error)
{
	const struct {
		bool is_given;
		enum indexer_mode mode;
		const char *name;
	} modes[] = {
		{options->is_delete, MODE_DELETE, "--delete"},
		{options->is_verify, MODE_VERIFY, "--verify"},
		{options->is_stats, MODE_STATS, "--stats"},
		{options->is_dump, MODE_DUMP, "--dump"},
		{options->is_extract, MODE_EXTRACT, "--extract"},
		{options->is_update || options->is_sync, MODE_INDEX, "--update and --sync"},
	};
	const char *first = NULL;

	options->mode = MODE_INDEX;
	for (size_t i = 0; i < COUNT_OF(modes); i++) {
		if (!modes[i].is_given)
			continue;
		if (first)
			return error_set(error, ERROR_USAGE, "%s does not go with %s", first,
				modes[i].name);
		first = modes[i].name;
		options->mode = modes[i].mode;
	}
	return true;
}

#define IN(mode) (1u << (mode))

/* What is of some modes only. */
static bool check_companions(const struct indexer_options *options, struct error *error)
{
	const struct {
		bool is_given;
		unsigned modes;
		const char *message;
	} rows[] = {
		{options->is_json, IN(MODE_STATS), "--json is of --stats"},
		{options->is_dry_run, IN(MODE_INDEX) | IN(MODE_DELETE),
			"--dry-run is of what writes to the index"},
		{options->is_optimize, IN(MODE_INDEX),
			"--optimize goes alone or with what is to be indexed"},
		{options->is_rebuild, IN(MODE_INDEX),
			"--rebuild goes alone or with what is to be indexed"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (rows[i].is_given && !(rows[i].modes & IN(options->mode)))
			return error_set(error, ERROR_USAGE, "%s", rows[i].message);
	}
	return true;
}

static bool check_operands(const struct indexer_options *options, struct error *error)
{
	bool needs_some = options->mode == MODE_DELETE || options->mode == MODE_EXTRACT ||
			  (options->mode == MODE_INDEX && !options->is_optimize && !options->is_rebuild);
	bool takes_some = options->mode == MODE_INDEX || needs_some;

	if (needs_some && !options->operand_count)
		return error_set(error, ERROR_USAGE, "%s; see quoth-index --help",
			options->mode == MODE_DELETE ? "which articles? name their IDs" :
						       "nothing to read: name a file or folder, or -");
	if (!takes_some && options->operand_count)
		return error_set(error, ERROR_USAGE, "%s: no path is wanted here",
			options->operands[0]);
	return true;
}

static bool settle_names(struct indexer_options *options, struct error *error)
{
	if (options->format_name) {
		options->format = registry_by_name(options->format_name);
		if (!options->format)
			return error_set(error, ERROR_USAGE,
				"--format %s: no such format; there are txt, json and jsonl",
				options->format_name);
	}
	if (strcmp(options->language_name, "auto") != 0) {
		options->language = language_by_name(slice_of(options->language_name));
		if (options->language == LANGUAGE_NONE)
			return error_set(error, ERROR_USAGE,
				"--language %s: not known; give an ISO 639-1 code such as en",
				options->language_name);
	}
	for (size_t i = 0; i < options->maps.count; i++) {
		if (!mapping_add(&options->mapping, options->maps.values[i], error))
			return false;
	}
	return true;
}

static bool settle(struct indexer_options *options, struct error *error)
{
	if (!options->jobs)
		options->jobs = count_cores();
	if (options->jobs > JOBS_MOST)
		return error_set(error, ERROR_USAGE, "--jobs %u: at most %d", options->jobs, JOBS_MOST);
	if (options->memory_bytes < MEMORY_LEAST)
		return error_set(error, ERROR_USAGE, "--memory: at least 1M");
	return choose_mode(options, error) && check_companions(options, error) &&
	       check_operands(options, error) && settle_names(options, error);
}

bool indexer_options_parse(struct indexer_options *options, int argc, char **argv,
	struct error *error)
{
	int first;

	memset(options, 0, sizeof(*options));
	if (!options_parse(&program, argc, argv, options, &first, error))
		return false;
	options->operands = (const char *const *)argv + first;
	options->operand_count = (size_t)(argc - first);
	options->index = options->index_given ? memory_copy_string(options->index_given) :
						options_default_index();
	mapping_init(&options->mapping);
	if (settle(options, error))
		return true;
	indexer_options_clear(options);
	return false;
}

void indexer_options_clear(struct indexer_options *options)
{
	memory_free(options->index);
	memory_free(options->maps.values);
	options->index = NULL;
	options->maps = (struct option_list){0};
	mapping_clear(&options->mapping);
}
