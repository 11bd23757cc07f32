/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

#include "base/banned.h"

#define NEIGHBOUR_TRIES 100

/* errno as an error of `path`. */
static bool system_error(struct error *error, const char *path)
{
	return error_set(error, ERROR_IO, "%s: %s", path, strerror(errno));
}

static bool too_large(struct error *error, const char *path, size_t limit_bytes)
{
	return error_set(error, ERROR_LIMIT, "%s: larger than %zu bytes", path, limit_bytes);
}

void file_hold_standard(void)
{
	/* The lowest free number is given out: it is this one. */
	for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++) {
		if (fcntl(i, F_GETFD) < 0 && errno == EBADF)
			open("/dev/null", i == STDIN_FILENO ? O_WRONLY : O_RDONLY);
	}
}

/* A file may grow while it is read, and a pipe has no size: hence the limit here, too. */
static bool read_rest(int descriptor, const char *path, size_t limit_bytes, struct buffer *buffer,
	struct error *error)
{
	size_t total = 0;
	size_t piece = 64 * 1024;

	for (;;) {
		char *end = buffer_reserve(buffer, piece);
		const ssize_t got = read(descriptor, end, piece);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return system_error(error, path);
		if ((size_t)got > limit_bytes - total)
			return too_large(error, path, limit_bytes);
		buffer->size += (size_t)got;
		buffer->data[buffer->size] = '\0';
		if (got == 0)
			return true;
		total += (size_t)got;
		piece = total < 1024 * 1024 ? 64 * 1024 : 1024 * 1024;
	}
}

bool file_read(const char *path, size_t limit_bytes, struct buffer *buffer, struct error *error)
{
	const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	const size_t size_before = buffer->size;
	struct stat status;
	bool good;

	if (descriptor < 0)
		return system_error(error, path);
	if (fstat(descriptor, &status) < 0) {
		good = system_error(error, path);
	} else if (S_ISREG(status.st_mode) && (uintmax_t)status.st_size > limit_bytes) {
		good = too_large(error, path, limit_bytes);
	} else {
		if (S_ISREG(status.st_mode))
			buffer_reserve(buffer, (size_t)status.st_size + 64 * 1024);
		good = read_rest(descriptor, path, limit_bytes, buffer, error);
	}
	close(descriptor);
	if (!good && buffer->data) {
		buffer->size = size_before;
		buffer->data[size_before] = '\0';
	}
	return good;
}

bool file_write_all(int descriptor, struct slice data, struct error *error)
{
	while (data.size > 0) {
		const ssize_t written = write(descriptor, data.data, data.size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return error_set(error, ERROR_IO, "write: %s", strerror(errno));
		data = slice_range(data, (size_t)written, data.size);
	}
	return true;
}

/* A new file beside `path`, with the mode the umask gives; the name is the caller's. -1 and
 * errno when there is none. What a killed process left behind is stepped around. */
static int open_neighbour(const char *path, char **name)
{
	struct buffer buffer = {0};
	int descriptor = -1;

	for (unsigned i = 0; i < NEIGHBOUR_TRIES && descriptor < 0; i++) {
		buffer_reset(&buffer);
		buffer_printf(&buffer, "%s.%ld-%u.new", path, (long)getpid(), i);
		descriptor = open(buffer.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
			0666);
		if (descriptor < 0 && errno != EEXIST)
			break;
	}
	if (descriptor < 0)
		buffer_clear(&buffer);
	else
		*name = buffer_take(&buffer);
	return descriptor;
}

static bool write_and_sync(int descriptor, const char *name, struct slice data,
	struct error *error)
{
	if (!file_write_all(descriptor, data, error))
		return error_prefix(error, "%s", name);
	if (fsync(descriptor) < 0)
		return system_error(error, name);
	return true;
}

/* The folder that holds `path`; the memory is the caller's. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return memory_copy_string(".");
	return memory_copy(path, slash == path ? 1 : (size_t)(slash - path));
}

bool file_replace(const char *path, struct slice data, struct error *error)
{
	char *name;
	char *folder;
	const int descriptor = open_neighbour(path, &name);
	bool good;

	if (descriptor < 0)
		return system_error(error, path);
	good = write_and_sync(descriptor, name, data, error);
	/* Some file systems report a full disk at close only. */
	if (close(descriptor) < 0 && good)
		good = system_error(error, name);
	if (good && rename(name, path) < 0)
		good = system_error(error, path);
	if (!good)
		unlink(name);
	memory_free(name);
	if (!good)
		return false;
	folder = folder_of(path);
	good = file_sync_folder(folder, error);
	memory_free(folder);
	return good;
}

static bool sync_path(const char *path, int flags, struct error *error)
{
	const int descriptor = open(path, O_RDONLY | O_CLOEXEC | flags);
	bool good = true;

	if (descriptor < 0)
		return system_error(error, path);
	if (fsync(descriptor) < 0)
		good = system_error(error, path);
	close(descriptor);
	return good;
}

bool file_sync(const char *path, struct error *error)
{
	return sync_path(path, 0, error);
}

bool file_sync_folder(const char *path, struct error *error)
{
	return sync_path(path, O_DIRECTORY, error);
}

bool file_make_folder(const char *path, struct error *error)
{
	char *part = memory_copy_string(path);
	bool good = true;

	/* Each prefix that ends before a slash, but for the root, then the whole. */
	for (size_t i = 0; good; i++) {
		const char end = part[i];

		if (end != '\0' && (end != '/' || i == 0))
			continue;
		part[i] = '\0';
		if (mkdir(part, 0777) < 0 && !file_is_folder(part))
			good = system_error(error, part);
		part[i] = end;
		if (end == '\0')
			break;
	}
	memory_free(part);
	return good;
}

bool file_exists(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0;
}

bool file_is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	/* Another process may have taken it away between listing and now. */
	return remove(path) < 0 && errno != ENOENT ? -1 : 0;
}

bool file_remove_tree(const char *path, struct error *error)
{
	if (nftw(path, remove_entry, 32, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT)
		return system_error(error, path);
	return true;
}

bool file_map_open(struct file_map *map, const char *path, struct error *error)
{
	const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	void *memory = NULL;
	bool good = true;

	if (descriptor < 0)
		return system_error(error, path);
	if (fstat(descriptor, &status) < 0)
		good = system_error(error, path);
	else if (!S_ISREG(status.st_mode))
		good = error_set(error, ERROR_IO, "%s: not a regular file", path);
	if (good && status.st_size > 0) {
		memory = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, descriptor, 0);
		if (memory == MAP_FAILED)
			good = system_error(error, path);
	}
	close(descriptor);
	if (good)
		map->bytes = (struct slice){memory, (size_t)status.st_size};
	return good;
}

void file_map_close(struct file_map *map)
{
	if (map->bytes.size)
		munmap((void *)(uintptr_t)map->bytes.data, map->bytes.size);
	map->bytes = (struct slice){NULL, 0};
}

void file_release(struct slice part)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE), offset = (uintptr_t)part.data % page;

	if (part.size)
		madvise((void *)((uintptr_t)part.data - offset), part.size + offset, MADV_DONTNEED);
}
