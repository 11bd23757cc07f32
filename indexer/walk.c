/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/walk.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/memory.h"

#include "base/banned.h"

/* A folder that is being walked: its entries, and how long the paths are that lead to it. */
struct folder {
	char **names;
	size_t count, capacity, next;
	size_t path_size, real_size;
};

struct walk {
	const char *const *operands;
	size_t operand_count, next_operand;
	glob_t matches; /* of the operand that is a glob */
	size_t next_match;
	bool has_matches;
	struct buffer path, real;
	struct folder *folders; /* from the operand down */
	size_t depth, capacity;
};

struct walk *walk_open(const char *const *operands, size_t count)
{
	struct walk *walk = memory_allocate_array(1, sizeof(*walk));

	walk->operands = operands;
	walk->operand_count = count;
	return walk;
}

static void folder_clear(struct folder *folder)
{
	for (size_t i = 0; i < folder->count; i++)
		memory_free(folder->names[i]);
	memory_free(folder->names);
}

void walk_close(struct walk *walk)
{
	if (!walk)
		return;
	while (walk->depth)
		folder_clear(&walk->folders[--walk->depth]);
	if (walk->has_matches)
		globfree(&walk->matches);
	memory_free(walk->folders);
	buffer_clear(&walk->path);
	buffer_clear(&walk->real);
	memory_free(walk);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool read_names(struct folder *folder, const char *path)
{
	DIR *stream = opendir(path);
	struct dirent *entry;
	int failure;

	if (!stream)
		return false;
	while (errno = 0, (entry = readdir(stream))) {
		if (entry->d_name[0] == '.')
			continue;
		folder->names = memory_grow(folder->names, &folder->capacity, folder->count + 1,
			sizeof(*folder->names));
		folder->names[folder->count++] = memory_copy_string(entry->d_name);
	}
	failure = errno;
	closedir(stream);
	if (folder->count)
		qsort(folder->names, folder->count, sizeof(*folder->names), compare_names);
	errno = failure;
	return !failure;
}

/* Goes into the folder at walk->path. */
static bool enter(struct walk *walk)
{
	struct folder folder = {.path_size = walk->path.size, .real_size = walk->real.size};

	if (!read_names(&folder, walk->path.data)) {
		int failure = errno;

		folder_clear(&folder);
		errno = failure;
		return false;
	}
	walk->folders = memory_grow(walk->folders, &walk->capacity, walk->depth + 1,
		sizeof(*walk->folders));
	walk->folders[walk->depth++] = folder;
	return true;
}

static bool give(struct walk *walk, struct walk_file *file, enum walk_kind kind, const char *reason)
{
	file->kind = kind;
	file->path = walk->path.data;
	file->real = walk->real.data;
	file->reason = reason;
	return true;
}

static const char *name_of_kind(mode_t mode)
{
	if (S_ISLNK(mode))
		return "a symbolic link; name it to follow it";
	if (S_ISFIFO(mode))
		return "a named pipe; \"-\" reads a stream";
	if (S_ISSOCK(mode))
		return "a socket";
	return "a device";
}

/* What to do with walk->path, whose status is known: false when it was a folder, which is
 * gone into and gives nothing itself. */
static bool visit(struct walk *walk, const struct stat *status, struct walk_file *file)
{
	if (S_ISDIR(status->st_mode))
		return !enter(walk) && give(walk, file, WALK_FAILED, strerror(errno));
	if (!S_ISREG(status->st_mode))
		return give(walk, file, file->is_operand ? WALK_FAILED : WALK_SKIPPED,
			name_of_kind(status->st_mode));
	file->size = (uint64_t)status->st_size;
	return give(walk, file, WALK_FILE, NULL);
}

static void set_path(struct buffer *path, size_t keep, const char *name)
{
	path->size = keep;
	if (keep && path->data[keep - 1] != '/')
		buffer_append_byte(path, '/');
	buffer_append_string(path, name);
}

static bool visit_entry(struct walk *walk, struct folder *folder, struct walk_file *file)
{
	const char *name = folder->names[folder->next++];
	struct stat status;

	file->is_operand = false;
	set_path(&walk->path, folder->path_size, name);
	set_path(&walk->real, folder->real_size, name);
	if (lstat(walk->path.data, &status) < 0)
		return give(walk, file, WALK_FAILED, strerror(errno));
	return visit(walk, &status, file);
}

static bool visit_operand(struct walk *walk, const char *operand, struct walk_file *file)
{
	struct stat status;
	char *real;

	file->is_operand = true;
	set_path(&walk->path, 0, operand);
	set_path(&walk->real, 0, operand);
	if (strcmp(operand, "-") == 0)
		return give(walk, file, WALK_STREAM, NULL);
	if (stat(operand, &status) < 0)
		return give(walk, file, WALK_FAILED, strerror(errno));
	real = realpath(operand, NULL);
	if (!real)
		return give(walk, file, WALK_FAILED, strerror(errno));
	set_path(&walk->real, 0, real);
	free(real);
	return visit(walk, &status, file);
}

static bool is_glob(const char *operand)
{
	struct stat status;

	return strpbrk(operand, "*?[") && lstat(operand, &status) < 0 && errno == ENOENT;
}

/* The next operand, a glob's matches in its place; NULL at the end. */
static const char *next_operand(struct walk *walk)
{
	const char *operand;

	if (walk->has_matches && walk->next_match < walk->matches.gl_pathc)
		return walk->matches.gl_pathv[walk->next_match++];
	if (walk->has_matches)
		globfree(&walk->matches);
	walk->has_matches = false;
	if (walk->next_operand == walk->operand_count)
		return NULL;
	operand = walk->operands[walk->next_operand++];
	if (!is_glob(operand) || glob(operand, 0, NULL, &walk->matches) != 0)
		return operand;
	walk->has_matches = true;
	walk->next_match = 1;
	return walk->matches.gl_pathv[0];
}

bool walk_next(struct walk *walk, struct walk_file *file)
{
	memset(file, 0, sizeof(*file));
	for (;;) {
		if (walk->depth) {
			struct folder *folder = &walk->folders[walk->depth - 1];

			if (folder->next < folder->count) {
				if (visit_entry(walk, folder, file))
					return true;
				continue;
			}
			folder_clear(folder);
			walk->depth--;
			continue;
		}
		const char *operand = next_operand(walk);

		if (!operand)
			return false;
		if (visit_operand(walk, operand, file))
			return true;
	}
}

uint64_t walk_measure(const char *const *operands, size_t count)
{
	struct walk *walk = walk_open(operands, count);
	struct walk_file file;
	uint64_t size = 0;

	while (walk_next(walk, &file))
		size += file.size;
	walk_close(walk);
	return size;
}
