/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quoth-index: order of start and end; exit status. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/visible.h"
#include "indexer/budget.h"
#include "indexer/extract.h"
#include "indexer/forget.h"
#include "indexer/options.h"
#include "indexer/pipeline.h"
#include "indexer/report.h"
#include "indexer/walk.h"
#include "store/verify.h"

#include "base/banned.h"

enum exit_status {
	EXIT_ALL,      /* everything indexed */
	EXIT_REJECTED, /* some articles were not */
	EXIT_USAGE,
	EXIT_FAULT,    /* I/O, lock, damaged index */
	EXIT_SIGNAL = 128, /* and the signal's number */
};

struct indexer {
	struct indexer_options options;
	struct summary summary;
};

/* Set by the handler, read by the reading side. */
static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
	interrupted = number;
}

/* The first signal ends the reading, and what was read is published; a second one of the
 * same kind ends the program. */
static void catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART | SA_RESETHAND};

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	/* A limit of file sizes is met as a full disk is: by an error of write. */
	signal(SIGXFSZ, SIG_IGN);
}

static int fail(const struct error *error)
{
	visible_complain(stderr, "quoth-index", error->message);
	return error->code == ERROR_USAGE ? EXIT_USAGE : EXIT_FAULT;
}

static int end(struct indexer *indexer)
{
	summary_end(&indexer->summary, indexer->options.is_dry_run);
	if (interrupted)
		return EXIT_SIGNAL + interrupted;
	return indexer->summary.rejected_count ? EXIT_REJECTED : EXIT_ALL;
}

static struct intake_settings intake_of(struct indexer *indexer)
{
	const struct indexer_options *options = &indexer->options;

	return (struct intake_settings){
		.operands = options->operands,
		.operand_count = options->operand_count,
		.format = options->format,
		.interrupted = &interrupted,
		.summary = &indexer->summary,
	};
}

static bool show_merge(void *context)
{
	struct indexer *indexer = context;

	summary_step(&indexer->summary, "merging");
	return !interrupted;
}

static void warn_of_memory(const struct indexer_options *options)
{
	const struct budget budget = budget_divide(options->memory_bytes, options->jobs);

	if (budget_bytes(&budget) > options->memory_bytes && !options->is_quiet)
		fprintf(stderr, "quoth-index: --memory: it takes %zu MiB at least\n",
			(budget_bytes(&budget) >> 20) + 1);
}

/* `snapshot` is what the index has; NULL: nothing. `update` NULL: a dry run. */
static bool read_articles(struct indexer *indexer, struct update *update,
	const struct snapshot *snapshot, struct error *error)
{
	const struct indexer_options *options = &indexer->options;
	struct pipeline_settings settings = {
		.intake = intake_of(indexer),
		.work = {
			.index = options->index,
			.is_first = !snapshot || !snapshot_live_count(snapshot),
			.mapping = &options->mapping,
			.language = options->language,
			.with_quotations = !options->without_quotations,
			.is_dry_run = options->is_dry_run,
			.summary = &indexer->summary,
		},
		.jobs = options->jobs,
		.memory_bytes = options->memory_bytes,
	};
	struct acceptance *acceptance;
	bool is_well;

	warn_of_memory(options);
	acceptance = acceptance_new(update, &settings.work, &indexer->summary);
	is_well = pipeline_run(&settings, update, acceptance, error);

	if (is_well && options->is_sync && !interrupted && (update || snapshot)) {
		const struct forget_request request = {
			.snapshot = update ? update_snapshot(update) : snapshot,
			.acceptance = acceptance,
			.operands = options->operands,
			.operand_count = options->operand_count,
			.summary = &indexer->summary,
		};

		is_well = (!update || update_complete(update, error)) &&
			forget_gone(&request, update, error);
	}
	acceptance_free(acceptance);
	return is_well;
}

static bool forget_articles(struct indexer *indexer, struct update *update,
	const struct snapshot *snapshot, struct error *error)
{
	const struct forget_names names = {indexer->options.operands,
		indexer->options.operand_count, &indexer->summary};

	return forget_named(&names, snapshot, update, error);
}

static bool write_index(struct indexer *indexer, struct update *update, struct error *error)
{
	const struct indexer_options *options = &indexer->options;
	const struct snapshot *snapshot = update_snapshot(update);

	if (options->mode == MODE_DELETE)
		return forget_articles(indexer, update, snapshot, error);
	if (options->operand_count && !read_articles(indexer, update, snapshot, error))
		return false;
	if (!update_publish(update, error))
		return false;
	return interrupted || update_merge(update, options->is_optimize, show_merge, indexer, error);
}

/* Where nothing is read, a new index would be an empty one, made by a slip of the pen. */
static bool needs_index(const struct indexer_options *options)
{
	return options->mode == MODE_DELETE || (!options->operand_count && !options->is_rebuild);
}

static bool find_index(const char *index, struct error *error)
{
	struct manifest manifest;
	bool found;

	manifest_init(&manifest);
	found = manifest_read(index, &manifest, error);
	manifest_clear(&manifest);
	return found || error->code || error_set(error, ERROR_INDEX, "no index at %s", index);
}

static int run_update(struct indexer *indexer)
{
	const struct update_options update_options = {.rebuild = indexer->options.is_rebuild};
	struct error error = {0};
	struct update *update;
	bool is_well;

	if (needs_index(&indexer->options) && !find_index(indexer->options.index, &error))
		return fail(&error);
	if (!update_open(indexer->options.index, &update_options, &update, &error))
		return fail(&error);
	is_well = write_index(indexer, update, &error);
	update_close(update);
	if (is_well)
		return end(indexer);
	summary_end(&indexer->summary, false);
	return fail(&error);
}

static int run_dry(struct indexer *indexer)
{
	const struct indexer_options *options = &indexer->options;
	struct snapshot *snapshot = NULL;
	struct manifest manifest;
	struct error error = {0};
	bool is_well, has_index;

	manifest_init(&manifest);
	has_index = !options->is_rebuild && manifest_read(options->index, &manifest, &error);
	manifest_clear(&manifest);
	if (error.code || ((has_index || needs_index(options)) &&
				  !snapshot_open(options->index, &snapshot, &error)))
		return fail(&error);
	is_well = options->mode == MODE_DELETE ?
			  forget_articles(indexer, NULL, snapshot, &error) :
			  read_articles(indexer, NULL, snapshot, &error);
	if (snapshot)
		snapshot_close(snapshot);
	return is_well ? end(indexer) : fail(&error);
}

static int run_extract(struct indexer *indexer)
{
	const struct extract_settings settings = {
		.intake = intake_of(indexer),
		.mapping = &indexer->options.mapping,
		.language = indexer->options.language,
		.counts_bytes = indexer->options.offsets == OFFSETS_BYTE,
		.summary = &indexer->summary,
	};
	struct error error = {0};

	return extract_run(&settings, stdout, &error) ? end(indexer) : fail(&error);
}

static int run_verify(const struct indexer *indexer)
{
	struct buffer report = {0};
	struct error error = {0};
	bool is_whole = verify_run(indexer->options.index, &report, &error);
	struct slice rest = buffer_slice(&report), line;

	while (slice_split(&rest, '\n', &line)) {
		struct error found = {0};

		error_set(&found, ERROR_INDEX, "%.*s", SLICE_ARGS(line));
		if (line.size)
			visible_complain(stderr, "quoth-index", found.message);
	}
	buffer_clear(&report);
	if (!is_whole)
		return EXIT_FAULT;
	if (!indexer->options.is_quiet)
		printf("%s: whole\n", indexer->options.index);
	if (fflush(stdout) == 0)
		return EXIT_ALL;
	error_set(&error, ERROR_IO, "standard output: %s", strerror(errno));
	return fail(&error);
}

static int run_report(const struct indexer *indexer)
{
	const struct indexer_options *options = &indexer->options;
	struct error error = {0};
	bool is_well = options->mode == MODE_DUMP ?
			       report_dump(options->index, stdout, &error) :
			       report_stats(options->index, options->is_json, options->verbosity > 0,
				       stdout, &error);

	return is_well ? EXIT_ALL : fail(&error);
}

static int run(struct indexer *indexer)
{
	switch (indexer->options.mode) {
	case MODE_INDEX:
	case MODE_DELETE:
		return indexer->options.is_dry_run ? run_dry(indexer) : run_update(indexer);
	case MODE_VERIFY:
		return run_verify(indexer);
	case MODE_STATS:
	case MODE_DUMP:
		return run_report(indexer);
	case MODE_EXTRACT:
		return run_extract(indexer);
	}
	return EXIT_USAGE;
}

static void set_up_summary(struct indexer *indexer)
{
	const struct indexer_options *options = &indexer->options;
	struct summary *summary = &indexer->summary;

	summary_init(summary, stderr);
	summary->is_quiet = options->is_quiet || !options->operand_count ||
			    (options->mode == MODE_DELETE && !options->is_dry_run);
	summary->is_verbose = options->verbosity > 0;
	summary->has_bar = options->progress == PROGRESS_ALWAYS ||
			   (options->progress == PROGRESS_AUTO && !options->is_quiet &&
				   !options->verbosity && isatty(STDERR_FILENO));
	if (summary->has_bar)
		summary->total_bytes = walk_measure(options->operands, options->operand_count);
}

int main(int argc, char **argv)
{
	static const enum log_level levels[] = {LOG_WARNING, LOG_INFO, LOG_DEBUG};
	struct indexer indexer;
	struct error error = {0};
	int status;

	file_hold_standard();
	if (!indexer_options_parse(&indexer.options, argc, argv, &error))
		return fail(&error);
	memory_map_large();
	log_set_level(levels[indexer.options.verbosity < 2 ? indexer.options.verbosity : 2]);
	set_up_summary(&indexer);
	catch_signals();
	status = run(&indexer);
	indexer_options_clear(&indexer.options);
	return status;
}
