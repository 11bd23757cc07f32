/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/verify.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "store/manifest.h"
#include "store/verify_segment.h"

#include "base/banned.h"

#define TRIES 20 /* each needs a manifest newer than the one before */

static void check_file(const char *index, const struct manifest_segment *segment, const char *kind,
	const struct manifest_file *expected, struct buffer *report)
{
	struct buffer path = {0};
	struct error failure = {0};
	struct digest digest;
	uint64_t size;

	manifest_path(index, segment, kind, &path);
	if (!digest_file(path.data, &digest, &size, &failure))
		buffer_printf(report, "%s\n", failure.message);
	else if (size != expected->size)
		buffer_printf(report, "%s: %llu bytes, the manifest says %llu\n", path.data,
			(unsigned long long)size, (unsigned long long)expected->size);
	else if (!digest_equal(digest, expected->digest))
		buffer_printf(report, "%s: damaged: its digest is another\n", path.data);
	buffer_clear(&path);
}

static void read_all(int descriptor, struct buffer *report)
{
	char piece[4096];
	ssize_t got;

	do {
		got = read(descriptor, piece, sizeof(piece));
		if (got > 0)
			buffer_append_bytes(report, piece, (size_t)got);
	} while (got > 0 || (got < 0 && errno == EINTR));
}

/* What the child found, or that it died of it. */
static void run_child(const char *index, const struct manifest_segment *segment, int output)
{
	struct buffer found = {0};
	struct error ignored = {0};

	verify_segment(index, segment, &found);
	_exit(file_write_all(output, buffer_slice(&found), &ignored) ? 0 : 1);
}

/* Xapian may crash on a database that is damaged and has the right digest all the same, or
 * that was made by a faulty writer: hence a process of its own. */
static void check_in_child(const char *index, const struct manifest_segment *segment,
	struct buffer *report)
{
	int ends[2], status = 0;
	pid_t child;

	if (pipe(ends) < 0) {
		buffer_printf(report, "%s: pipe: %s\n", index, strerror(errno));
		return;
	}
	child = fork();
	if (child == 0)
		run_child(index, segment, ends[1]);
	close(ends[1]);
	if (child > 0)
		read_all(ends[0], report);
	close(ends[0]);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (child < 0)
		buffer_printf(report, "%s: fork: %s\n", index, strerror(errno));
	else if (WIFSIGNALED(status))
		buffer_printf(report, "%s: segment %06llu: its check was ended by signal %d\n",
			index, (unsigned long long)segment->number, WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		buffer_printf(report, "%s: segment %06llu: its check failed\n", index,
			(unsigned long long)segment->number);
}

static void check_segment(const char *index, const struct manifest_segment *segment,
	struct buffer *report)
{
	const size_t before = report->size;

	check_file(index, segment, "articles", &segment->articles, report);
	check_file(index, segment, "tokens", &segment->tokens, report);
	check_file(index, segment, "quotes", &segment->quotations, report);
	if (segment->words.size > 0)
		check_file(index, segment, "words", &segment->words, report);
	if (segment->dead_version > 0)
		check_file(index, segment, "dead", &segment->dead, report);
	/* What is in a damaged file is of no interest. */
	if (report->size == before)
		check_in_child(index, segment, report);
}

static void check_manifest(const char *index, const struct manifest *manifest, struct buffer *report)
{
	for (size_t i = 0; i < manifest->segment_count; i++)
		check_segment(index, &manifest->segments[i], report);
}

/* Is the manifest another now than it was? */
static bool has_moved(const char *index, uint64_t generation)
{
	struct manifest manifest;
	struct error ignored = {0};
	bool moved;

	if (!manifest_read(index, &manifest, &ignored))
		return false;
	moved = manifest.generation != generation;
	manifest_clear(&manifest);
	return moved;
}

bool verify_run(const char *index, struct buffer *report, struct error *error)
{
	const size_t begin = report->size;
	struct slice found, first;

	for (int i = 0; i < TRIES; i++) {
		struct manifest manifest;
		struct error failure = {0};
		uint64_t generation;

		report->size = begin;
		if (!manifest_read(index, &manifest, &failure)) {
			if (failure.code == ERROR_NONE)
				error_set(&failure, ERROR_INDEX, "no index at %s", index);
			buffer_printf(report, "%s\n", failure.message);
			*error = failure;
			return false;
		}
		generation = manifest.generation;
		check_manifest(index, &manifest, report);
		manifest_clear(&manifest);
		/* A writer may have taken files away under us: then they are not missed. */
		if (report->size == begin || !has_moved(index, generation))
			break;
	}
	found = slice_range(buffer_slice(report), begin, report->size);
	if (!slice_split(&found, '\n', &first) || first.size == 0)
		return true;
	return error_set(error, ERROR_INDEX, "%.*s", SLICE_ARGS(first));
}
