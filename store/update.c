/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/update.h"

#include <stdatomic.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "store/lock.h"
#include "store/merge.h"
#include "store/sweep.h"

#include "base/banned.h"

/* The dead of one segment of the manifest that will be published next. */
struct grave {
	struct tombstones tombstones;
	bool is_new; /* since the last publish */
};

struct update {
	char *index;
	int lock;
	bool is_changed;
	uint64_t sweep_limit;        /* after a rebuild: older segments go when it is published */
	_Atomic uint64_t next_segment;
	struct manifest manifest;    /* what will be published next */
	size_t segments_capacity;
	struct grave *graves;        /* by segment of it */
	size_t graves_capacity;
	struct snapshot *snapshot;   /* what was published last */
};

static void clear_graves(struct update *update)
{
	for (size_t i = 0; i < update->manifest.segment_count; i++)
		tombstones_clear(&update->graves[i].tombstones);
}

/* The next manifest begins as a copy of the one published last. */
static void begin_next(struct update *update)
{
	const struct snapshot *snapshot = update->snapshot;
	const size_t count = snapshot->manifest.segment_count;

	clear_graves(update);
	manifest_clear(&update->manifest);
	manifest_copy(&snapshot->manifest, &update->manifest);
	update->segments_capacity = count;
	update->graves = memory_grow(update->graves, &update->graves_capacity, count,
		sizeof(*update->graves));
	for (size_t i = 0; i < count; i++) {
		tombstones_copy(&snapshot->tombstones[i], &update->graves[i].tombstones);
		update->graves[i].is_new = false;
	}
	update->is_changed = false;
}

/* Makes `manifest`'s segments what update_snapshot shows. */
static bool show(struct update *update, const struct manifest *manifest, struct error *error)
{
	struct snapshot *snapshot;

	if (!snapshot_open_manifest(update->index, manifest, &snapshot, error))
		return false;
	snapshot_close(update->snapshot);
	update->snapshot = snapshot;
	begin_next(update);
	return true;
}

/* An empty manifest for a new index or a rebuild. Numbers go on where they were: what the old
 * manifest names is live until the new one is published, and is never written over. */
static void start_anew(const struct update *update, struct manifest *manifest)
{
	const uint64_t highest = sweep_highest(update->index);
	const struct manifest old = *manifest;

	memory_free(manifest->segments);
	manifest_init(manifest);
	/* Of a manifest that cannot be read the generation is not known, but readers that know
	 * it should meet a higher one. */
	manifest->generation = old.generation > highest ? old.generation : highest;
	manifest->next_segment = highest >= old.next_segment ? highest + 1 : old.next_segment;
}

static bool read_manifest(struct update *update, bool rebuild, struct error *error)
{
	struct manifest manifest;
	struct error failure = {0};
	bool good, is_new;

	manifest_init(&manifest);
	good = manifest_read(update->index, &manifest, &failure);
	is_new = rebuild || (!good && failure.code == ERROR_NONE);
	if (!good && failure.code != ERROR_NONE && !(rebuild && failure.code == ERROR_INDEX)) {
		*error = failure;
		return false;
	}
	if (!is_new)
		sweep_run(update->index, &manifest, UINT64_MAX);
	else
		start_anew(update, &manifest);
	good = show(update, &manifest, error) && update_complete(update, error);
	update->next_segment = manifest.next_segment;
	update->sweep_limit = is_new ? manifest.next_segment : 0;
	update->is_changed = is_new;
	manifest_clear(&manifest);
	return good;
}

/* The folders, durable before anything in them is. The folder above need not be ours to open. */
static bool make_folders(const char *index, struct error *error)
{
	struct buffer path = {0};
	struct error ignored = {0};
	bool good;

	buffer_printf(&path, "%s/segments", index);
	good = file_make_folder(path.data, error) && file_sync_folder(index, error);
	buffer_printf(&path, "/../..");
	if (good)
		file_sync_folder(path.data, &ignored);
	buffer_clear(&path);
	return good;
}

bool update_open(const char *index, const struct update_options *options, struct update **update,
	struct error *error)
{
	struct update *opened;
	int lock;

	if (!lock_take(index, &lock, error))
		return false;
	opened = memory_allocate_array(1, sizeof(*opened));
	opened->index = memory_copy_string(index);
	opened->lock = lock;
	manifest_init(&opened->manifest);
	if (!make_folders(index, error) || !read_manifest(opened, options->rebuild, error)) {
		update_close(opened);
		return false;
	}
	*update = opened;
	return true;
}

void update_close(struct update *update)
{
	if (!update)
		return;
	clear_graves(update);
	memory_free(update->graves);
	manifest_clear(&update->manifest);
	snapshot_close(update->snapshot);
	lock_release(update->lock);
	memory_free(update->index);
	memory_free(update);
}

const struct snapshot *update_snapshot(const struct update *update)
{
	return update->snapshot;
}

bool update_complete(struct update *update, struct error *error)
{
	if (update->snapshot->quotations)
		return true;
	if (!snapshot_complete(update->snapshot, update->index, error))
		return false;
	snapshot_release(update->snapshot);
	return true;
}

bool update_find(struct update *update, struct slice identity, uint32_t *document,
	struct error *error)
{
	return update_complete(update, error) &&
	       snapshot_find(update->snapshot, identity, document, error);
}

uint64_t update_reserve(struct update *update)
{
	return atomic_fetch_add(&update->next_segment, 1);
}

void update_add(struct update *update, const struct manifest_segment *segment,
	const uint32_t language_articles[LANGUAGE_COUNT])
{
	struct manifest *manifest = &update->manifest;
	const size_t count = manifest->segment_count + 1;

	manifest->segments = memory_grow(manifest->segments, &update->segments_capacity, count,
		sizeof(*manifest->segments));
	update->graves = memory_grow(update->graves, &update->graves_capacity, count,
		sizeof(*update->graves));
	manifest->segments[count - 1] = *segment;
	tombstones_init(&update->graves[count - 1].tombstones, segment->article_count);
	update->graves[count - 1].is_new = false;
	manifest->segment_count = count;
	for (unsigned i = 0; i < LANGUAGE_COUNT; i++)
		manifest->language_articles[i] += language_articles[i];
	update->is_changed = true;
}

static bool bury(struct update *update, size_t segment, uint32_t local)
{
	struct grave *grave = &update->graves[segment];

	if (!tombstones_add(&grave->tombstones, local))
		return false;
	grave->is_new = true;
	update->is_changed = true;
	return true;
}

bool update_bury(struct update *update, uint32_t document)
{
	size_t segment;
	uint32_t local;

	/* Segments published last come first in the next manifest, in the same order. */
	snapshot_locate(update->snapshot, document, &segment, &local);
	return bury(update, segment, local);
}

bool update_bury_added(struct update *update, uint64_t segment, uint32_t local)
{
	for (size_t i = update->manifest.segment_count; i-- > 0;)
		if (update->manifest.segments[i].number == segment)
			return bury(update, i, local);
	return false;
}

/* Writes a segment's tombstones as a new version. Every attempt has a version of its own:
 * one that failed late may be named by a manifest after all. */
static bool write_grave(struct update *update, size_t i, struct error *error)
{
	struct manifest_segment *segment = &update->manifest.segments[i];
	struct buffer path = {0};
	bool good;

	segment->dead_version++;
	segment->dead_count = update->graves[i].tombstones.dead;
	manifest_path(update->index, segment, "dead", &path);
	good = tombstones_write(&update->graves[i].tombstones, path.data, error) &&
	       digest_file(path.data, &segment->dead.digest, &segment->dead.size, error);
	buffer_clear(&path);
	return good;
}

static bool sync_segments(const char *index, struct error *error)
{
	struct buffer path = {0};
	bool good;

	buffer_printf(&path, "%s/segments", index);
	good = file_sync_folder(path.data, error);
	buffer_clear(&path);
	return good;
}

bool update_publish(struct update *update, struct error *error)
{
	struct manifest *manifest = &update->manifest;
	struct manifest before, after;
	bool good;

	if (!update->is_changed)
		return true;
	for (size_t i = 0; i < manifest->segment_count; i++)
		if (update->graves[i].is_new && !write_grave(update, i, error))
			return false;
	manifest->generation++;
	manifest->next_segment = update->next_segment;
	if (!sync_segments(update->index, error) ||
		!manifest_write(update->index, manifest, error))
		return false;
	manifest_copy(&update->snapshot->manifest, &before);
	manifest_copy(manifest, &after);
	good = show(update, &after, error);
	if (good) {
		sweep_replaced(update->index, &before, &after);
		if (update->sweep_limit > 0)
			sweep_run(update->index, &after, update->sweep_limit);
		update->sweep_limit = 0;
	}
	manifest_clear(&before);
	manifest_clear(&after);
	return good;
}

/* Puts the merged segment in the place of its group. */
static void replace_group(struct update *update, struct merge_group group,
	const struct manifest_segment *merged)
{
	struct manifest *manifest = &update->manifest;
	const size_t kept = merged->article_count > 0 ? 1 : 0;
	const size_t after = manifest->segment_count - group.end;

	for (size_t i = group.begin; i < group.end; i++)
		tombstones_clear(&update->graves[i].tombstones);
	if (kept) {
		manifest->segments[group.begin] = *merged;
		update->graves[group.begin] = (struct grave){.is_new = false};
		tombstones_init(&update->graves[group.begin].tombstones, merged->article_count);
	}
	memmove(manifest->segments + group.begin + kept, manifest->segments + group.end,
		after * sizeof(*manifest->segments));
	memmove(update->graves + group.begin + kept, update->graves + group.end,
		after * sizeof(*update->graves));
	manifest->segment_count = group.begin + kept + after;
	update->is_changed = true;
}

static bool merge_group(struct update *update, struct merge_job *job, bool *stopped,
	struct error *error)
{
	uint32_t dropped[LANGUAGE_COUNT] = {0};
	struct manifest_segment merged;
	struct error failure = {0};

	job->snapshot = update->snapshot;
	job->number = update_reserve(update);
	if (!merge_run(job, &merged, dropped, &failure)) {
		*stopped = failure.code == ERROR_NONE;
		if (!*stopped)
			*error = failure;
		return *stopped;
	}
	replace_group(update, job->group, &merged);
	for (unsigned i = 0; i < LANGUAGE_COUNT; i++) {
		uint32_t *count = &update->manifest.language_articles[i];

		*count -= dropped[i] < *count ? dropped[i] : *count;
	}
	return update_publish(update, error);
}

bool update_merge(struct update *update, bool optimize, bool (*progress)(void *context),
	void *context, struct error *error)
{
	struct merge_job job = {
		.index = update->index, .progress = progress, .context = context};
	bool good = update_publish(update, error), stopped = false;
	size_t count = 1;

	while (good && !stopped && count > 0) {
		struct merge_group *groups = memory_allocate_array(
			update->manifest.segment_count + 1, sizeof(*groups));

		count = merge_choose(&update->manifest, optimize, groups);
		/* From the last to the first: those before keep their places. */
		for (size_t i = count; good && !stopped && i-- > 0;) {
			job.group = groups[i];
			good = merge_group(update, &job, &stopped, error);
		}
		memory_free(groups);
	}
	return good;
}
