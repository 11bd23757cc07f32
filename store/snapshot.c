/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/snapshot.h"

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/memory.h"
#include "schema/term.h"

#include "base/banned.h"

#define TRIES 20 /* each needs a manifest newer than the one before */

/* False when there is no manifest (any more). */
static bool take_stamp(const char *index, struct snapshot_stamp *stamp)
{
	struct buffer path = {0};
	struct stat status;
	bool good;

	buffer_printf(&path, "%s/manifest.json", index);
	good = stat(path.data, &status) == 0;
	buffer_clear(&path);
	if (good) {
		*stamp = (struct snapshot_stamp){
			.device = status.st_dev,
			.inode = status.st_ino,
			.size = (uint64_t)status.st_size,
			.seconds = status.st_mtim.tv_sec,
			.nanoseconds = status.st_mtim.tv_nsec,
		};
	}
	return good;
}

static bool stamps_equal(const struct snapshot_stamp *a, const struct snapshot_stamp *b)
{
	return a->device == b->device && a->inode == b->inode && a->size == b->size &&
	       a->seconds == b->seconds && a->nanoseconds == b->nanoseconds;
}

static bool open_tokens(const char *index, const struct manifest_segment *segment,
	struct tokens_map *map, struct error *error)
{
	struct buffer path = {0};
	bool good;

	manifest_path(index, segment, "tokens", &path);
	good = tokens_open(map, path.data, error);
	if (good && (map->count != segment->article_count ||
			    map->quotation_count != segment->quotation_count))
		good = error_set(error, ERROR_INDEX, "%s: damaged: the manifest has other counts",
			path.data);
	buffer_clear(&path);
	return good;
}

static bool open_tombstones(const char *index, const struct manifest_segment *segment,
	struct tombstones *tombstones, struct error *error)
{
	struct buffer path = {0};
	bool good = true;

	if (segment->dead_version == 0)
		return true;
	manifest_path(index, segment, "dead", &path);
	good = tombstones_read(tombstones, segment->article_count, path.data, error);
	if (good && tombstones->dead != segment->dead_count)
		good = error_set(error, ERROR_INDEX, "%s: damaged: the manifest has other counts",
			path.data);
	buffer_clear(&path);
	return good;
}

static bool open_words(const char *index, const struct manifest_segment *segment,
	struct words_map *map, struct error *error)
{
	struct buffer path = {0};
	bool good = true;

	if (segment->words.size == 0)
		return true;
	manifest_path(index, segment, "words", &path);
	good = words_open(map, path.data, error);
	buffer_clear(&path);
	return good;
}

/* All databases of one kind as one; they hold `expected` documents. */
static bool open_databases(const char *index, const struct manifest *manifest, const char *kind,
	uint64_t expected, struct xc_database **database, struct error *error)
{
	const size_t count = manifest->segment_count;
	char **paths = memory_allocate_array(count + 1, sizeof(*paths));
	bool good;

	for (size_t i = 0; i < count; i++) {
		struct buffer path = {0};

		manifest_path(index, &manifest->segments[i], kind, &path);
		paths[i] = buffer_take(&path);
	}
	good = xc_database_open((const char *const *)paths, count, database, error);
	if (good && xc_database_document_count(*database) != expected)
		good = error_set(error, ERROR_INDEX,
			"%s: damaged: the %s have %u documents, not %llu", index, kind,
			xc_database_document_count(*database), (unsigned long long)expected);
	for (size_t i = 0; i < count; i++)
		memory_free(paths[i]);
	memory_free(paths);
	return good;
}

static bool open_all_tombstones(struct snapshot *snapshot, const char *index, struct error *error)
{
	const struct manifest *manifest = &snapshot->manifest;

	for (size_t i = 0; i < manifest->segment_count; i++) {
		tombstones_init(&snapshot->tombstones[i], manifest->segments[i].article_count);
		if (!open_tombstones(index, &manifest->segments[i], &snapshot->tombstones[i], error))
			return false;
	}
	return true;
}

bool snapshot_open_manifest(const char *index, const struct manifest *manifest,
	struct snapshot **snapshot, struct error *error)
{
	struct snapshot *opened = memory_allocate_array(1, sizeof(*opened));
	const size_t count = manifest->segment_count;

	manifest_copy(manifest, &opened->manifest);
	opened->tokens = memory_allocate_array(count + 1, sizeof(*opened->tokens));
	opened->tombstones = memory_allocate_array(count + 1, sizeof(*opened->tombstones));
	opened->words = memory_allocate_array(count + 1, sizeof(*opened->words));
	if (!open_all_tombstones(opened, index, error)) {
		snapshot_close(opened);
		return false;
	}
	*snapshot = opened;
	return true;
}

/* What a call before it could not complete is opened anew. */
static void close_segments(struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->manifest.segment_count; i++)
		tokens_close(&snapshot->tokens[i]);
	if (snapshot->articles)
		xc_database_close(snapshot->articles);
	if (snapshot->quotations)
		xc_database_close(snapshot->quotations);
	snapshot->articles = NULL;
	snapshot->quotations = NULL;
}

static bool open_segments(struct snapshot *snapshot, const char *index, struct error *error)
{
	const struct manifest *manifest = &snapshot->manifest;
	uint64_t articles = 0, quotations = 0;

	for (size_t i = 0; i < manifest->segment_count; i++) {
		const struct manifest_segment *segment = &manifest->segments[i];

		if (!open_tokens(index, segment, &snapshot->tokens[i], error))
			return false;
		articles += segment->article_count;
		quotations += segment->quotation_count;
	}
	return open_databases(index, manifest, "articles", articles, &snapshot->articles, error) &&
	       open_databases(index, manifest, "quotes", quotations, &snapshot->quotations, error);
}

bool snapshot_complete(struct snapshot *snapshot, const char *index, struct error *error)
{
	if (snapshot->quotations || open_segments(snapshot, index, error))
		return true;
	close_segments(snapshot);
	return false;
}

static bool open_all_words(struct snapshot *snapshot, const char *index, struct error *error)
{
	for (size_t i = 0; i < snapshot->manifest.segment_count; i++) {
		if (!open_words(index, &snapshot->manifest.segments[i], &snapshot->words[i], error))
			return false;
	}
	return true;
}

static bool open_current(const char *index, bool with_words, struct snapshot **snapshot,
	struct error *error)
{
	struct manifest manifest;
	struct snapshot *opened;
	bool good;

	if (!manifest_read(index, &manifest, error))
		return error->code != ERROR_NONE
			       ? false
			       : error_set(error, ERROR_INDEX,
					 "no index at %s; make one with quoth-index", index);
	good = snapshot_open_manifest(index, &manifest, &opened, error);
	manifest_clear(&manifest);
	if (!good)
		return false;
	if (!snapshot_complete(opened, index, error) ||
		(with_words && !open_all_words(opened, index, error))) {
		snapshot_close(opened);
		return false;
	}
	*snapshot = opened;
	return true;
}

static bool open_latest(const char *index, bool with_words, struct snapshot **snapshot,
	struct error *error)
{
	struct snapshot_stamp before = {0}, after = {0};
	struct error failure = {0};

	/* The stamp is older than what is read after it, never newer: at worst one more
	 * snapshot is opened for the same manifest. */
	take_stamp(index, &before);
	for (int i = 0; i < TRIES; i++) {
		error_clear(&failure);
		if (open_current(index, with_words, snapshot, &failure)) {
			(*snapshot)->stamp = before;
			return true;
		}
		if (!take_stamp(index, &after) || stamps_equal(&before, &after))
			break;
		before = after;
	}
	*error = failure;
	return false;
}

bool snapshot_open(const char *index, struct snapshot **snapshot, struct error *error)
{
	return open_latest(index, true, snapshot, error);
}

bool snapshot_open_wordless(const char *index, struct snapshot **snapshot, struct error *error)
{
	return open_latest(index, false, snapshot, error);
}

void snapshot_release(const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->manifest.segment_count; i++)
		file_release(snapshot->tokens[i].file.bytes);
	if (snapshot->articles)
		xc_database_release(snapshot->articles);
	if (snapshot->quotations)
		xc_database_release(snapshot->quotations);
}

void snapshot_close(struct snapshot *snapshot)
{
	if (!snapshot)
		return;
	close_segments(snapshot);
	for (size_t i = 0; i < snapshot->manifest.segment_count; i++) {
		tombstones_clear(&snapshot->tombstones[i]);
		words_close(&snapshot->words[i]);
	}
	memory_free(snapshot->tokens);
	memory_free(snapshot->tombstones);
	memory_free(snapshot->words);
	manifest_clear(&snapshot->manifest);
	memory_free(snapshot);
}

bool snapshot_is_old(const struct snapshot *snapshot, const char *index)
{
	struct snapshot_stamp now;

	/* Where the manifest is gone there is nothing newer. */
	return take_stamp(index, &now) && !stamps_equal(&snapshot->stamp, &now);
}

void snapshot_locate(const struct snapshot *snapshot, uint32_t document, size_t *segment,
	uint32_t *local)
{
	const uint32_t count = (uint32_t)snapshot->manifest.segment_count;

	*segment = (document - 1) % count;
	*local = (document - 1) / count + 1;
}

uint32_t snapshot_number(const struct snapshot *snapshot, size_t segment, uint32_t local)
{
	return (local - 1) * (uint32_t)snapshot->manifest.segment_count + (uint32_t)segment + 1;
}

struct finding {
	const struct snapshot *snapshot;
	uint32_t document;
	bool is_found;
};

/* Stops at the one that is alive. */
static bool take_living(void *context, uint32_t document)
{
	struct finding *finding = context;
	size_t segment;
	uint32_t local;

	snapshot_locate(finding->snapshot, document, &segment, &local);
	finding->is_found = !tombstones_has(&finding->snapshot->tombstones[segment], local);
	finding->document = document;
	return !finding->is_found;
}

bool snapshot_find(const struct snapshot *snapshot, struct slice identity, uint32_t *document,
	struct error *error)
{
	struct finding finding = {.snapshot = snapshot};
	struct buffer term = {0};
	bool is_read;

	term_identity(identity, &term);
	is_read = xc_database_postings(snapshot->articles, buffer_slice(&term), take_living, &finding,
		error);
	buffer_clear(&term);
	if (is_read && finding.is_found)
		*document = finding.document;
	return is_read && finding.is_found;
}

uint32_t snapshot_live_count(const struct snapshot *snapshot)
{
	uint32_t count = 0;

	for (size_t i = 0; i < snapshot->manifest.segment_count; i++)
		count += snapshot->manifest.segments[i].article_count -
			 snapshot->tombstones[i].dead;
	return count;
}
