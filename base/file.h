/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * file.h - whole files: read, replace without a moment in between, map.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Appends the file to `buffer`. ERROR_LIMIT, before anything is read, when it is larger than
 * `limit_bytes`; ERROR_IO. */
bool file_read(const char *path, size_t limit_bytes, struct buffer *buffer, struct error *error);
/* Puts /dev/null, the wrong way round, where standard input, output or error is closed: reading
 * and writing there fails as before, and no file or socket that is opened later gets its
 * number, and with it what is printed. The first call of a main(). */
void file_hold_standard(void);
/* All of `data` to a descriptor, through short writes and EINTR. */
bool file_write_all(int descriptor, struct slice data, struct error *error);
/* Write to a neighbour, fsync, rename over `path`, fsync the folder: after a crash the file
 * is the old one or the new one, and after success it is the new one. */
bool file_replace(const char *path, struct slice data, struct error *error);
bool file_sync(const char *path, struct error *error);
bool file_sync_folder(const char *path, struct error *error);
/* Makes the folder and those above it; it may exist. */
bool file_make_folder(const char *path, struct error *error);
bool file_exists(const char *path);
bool file_is_folder(const char *path);
/* Takes a folder and everything in it away; follows no symbolic link. */
bool file_remove_tree(const char *path, struct error *error);

/* A read-only map of a whole file, not terminated. An empty file has size 0 and no memory. */
struct file_map {
	struct slice bytes;
};

bool file_map_open(struct file_map *map, const char *path, struct error *error);
void file_map_close(struct file_map *map);
/* Lets go of the memory behind a part of a map: who reads a large file once keeps little of it.
 * It is read again where somebody wants it. */
void file_release(struct slice part);

#ifdef __cplusplus
}
#endif

#endif
