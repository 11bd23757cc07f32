/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/sweep.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

#include "base/banned.h"

#define NUMBER_DIGITS 6 /* at least: manifest_path */

static const char *const kinds[] = {"articles", "tokens", "quotes", "words"};

/* "000017.dead.3" gives 17 and "dead.3"; false for other files. */
static bool parse_name(const char *name, uint64_t *number, struct slice *kind)
{
	struct slice rest = slice_of(name), digits;

	if (!slice_split(&rest, '.', &digits) || !rest.data || digits.size < NUMBER_DIGITS)
		return false;
	*kind = rest;
	return slice_to_unsigned(digits, number);
}

static const struct manifest_segment *find_segment(const struct manifest *manifest, uint64_t number)
{
	for (size_t i = 0; i < manifest->segment_count; i++)
		if (manifest->segments[i].number == number)
			return &manifest->segments[i];
	return NULL;
}

static bool is_named(const struct manifest *manifest, uint64_t number, struct slice kind)
{
	const struct manifest_segment *segment = find_segment(manifest, number);
	uint64_t version;

	if (!segment)
		return false;
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (slice_equal_string(kind, kinds[i]))
			return true;
	return slice_starts_with(kind, slice_of("dead.")) &&
	       slice_to_unsigned(slice_range(kind, strlen("dead."), kind.size), &version) &&
	       version == segment->dead_version;
}

static void remove_file(const char *folder, const char *name)
{
	struct buffer path = {0};

	buffer_printf(&path, "%s/%s", folder, name);
	unlink(path.data);
	buffer_clear(&path);
}

static DIR *open_folder(const char *index, const char *name, struct buffer *path)
{
	buffer_printf(path, "%s/%s", index, name);
	return opendir(path->data);
}

static void sweep_segments(const char *index, const struct manifest *manifest, uint64_t limit)
{
	struct buffer path = {0};
	DIR *folder = open_folder(index, "segments", &path);
	const struct dirent *entry;

	while (folder && (entry = readdir(folder)) != NULL) {
		struct slice kind;
		uint64_t number;

		if (parse_name(entry->d_name, &number, &kind) && number < limit &&
			!is_named(manifest, number, kind))
			remove_file(path.data, entry->d_name);
	}
	if (folder)
		closedir(folder);
	buffer_clear(&path);
}

/* "manifest.json.1234-0.new": file_replace was killed before it could rename. */
static void sweep_manifests(const char *index)
{
	DIR *folder = opendir(index);
	const struct dirent *entry;

	while (folder && (entry = readdir(folder)) != NULL) {
		const struct slice name = slice_of(entry->d_name);

		if (slice_starts_with(name, slice_of("manifest.json.")) &&
			slice_ends_with(name, slice_of(".new")))
			remove_file(index, entry->d_name);
	}
	if (folder)
		closedir(folder);
}

void sweep_run(const char *index, const struct manifest *manifest, uint64_t limit)
{
	sweep_segments(index, manifest, limit);
	sweep_manifests(index);
}

static void remove_kind(const char *index, const struct manifest_segment *segment, const char *kind)
{
	struct buffer path = {0};

	manifest_path(index, segment, kind, &path);
	unlink(path.data);
	buffer_clear(&path);
}

void sweep_replaced(const char *index, const struct manifest *before, const struct manifest *after)
{
	for (size_t i = 0; i < before->segment_count; i++) {
		const struct manifest_segment *old = &before->segments[i];
		const struct manifest_segment *now = find_segment(after, old->number);

		for (size_t j = 0; !now && j < COUNT_OF(kinds); j++)
			remove_kind(index, old, kinds[j]);
		if (old->dead_version > 0 && (!now || now->dead_version != old->dead_version))
			remove_kind(index, old, "dead");
	}
}

uint64_t sweep_highest(const char *index)
{
	struct buffer path = {0};
	DIR *folder = open_folder(index, "segments", &path);
	const struct dirent *entry;
	uint64_t highest = 0;

	while (folder && (entry = readdir(folder)) != NULL) {
		struct slice kind;
		uint64_t number;

		if (parse_name(entry->d_name, &number, &kind) && number > highest)
			highest = number;
	}
	if (folder)
		closedir(folder);
	buffer_clear(&path);
	return highest;
}
