/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#include "base/banned.h"

static bool system_error(const struct new_file *file, struct error *error)
{
	return error_set(error, ERROR_IO, "%s: %s", file->path, strerror(errno));
}

bool new_file_open(struct new_file *file, const char *path, struct error *error)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;

	*file = (struct new_file){open(path, flags, 0666), path};
	return file->descriptor >= 0 || system_error(file, error);
}

bool new_file_append(struct new_file *file, struct slice data, struct error *error)
{
	return file_write_all(file->descriptor, data, error) || error_prefix(error, "%s", file->path);
}

bool new_file_close(struct new_file *file, struct error *error)
{
	bool good = fsync(file->descriptor) == 0 || system_error(file, error);

	/* Some file systems report a full disk at close only. */
	if (close(file->descriptor) < 0 && good)
		good = system_error(file, error);
	if (!good)
		unlink(file->path);
	file->descriptor = -1;
	return good;
}

void new_file_abandon(struct new_file *file)
{
	close(file->descriptor);
	unlink(file->path);
	file->descriptor = -1;
}
