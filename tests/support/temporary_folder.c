/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/temporary_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <check.h>

#include "base/error.h"
#include "base/file.h"

#include "base/banned.h"

void temporary_folder_open(struct temporary_folder *folder)
{
	const char *parent = getenv("TMPDIR");
	const int size = snprintf(folder->path, sizeof(folder->path), "%s/quoth-test-XXXXXX",
		parent && parent[0] ? parent : "/tmp");

	ck_assert_int_lt(size, (int)sizeof(folder->path));
	ck_assert_ptr_nonnull(mkdtemp(folder->path));
}

void temporary_folder_close(struct temporary_folder *folder)
{
	struct error error = {0};

	ck_assert_msg(file_remove_tree(folder->path, &error), "%s", error.message);
}

const char *temporary_folder_path(const struct temporary_folder *folder, const char *name)
{
	static char paths[8][4096];
	static unsigned next;
	char *path = paths[next++ % 8];

	snprintf(path, sizeof(paths[0]), "%s/%s", folder->path, name);
	return path;
}

const char *temporary_folder_write(const struct temporary_folder *folder, const char *name,
	struct slice data)
{
	const char *path = temporary_folder_path(folder, name);
	FILE *file;

	/* ext4 writes a file to disk at once when it was truncated, not when it is new. */
	unlink(path);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(data.data ? data.data : "", 1, data.size, file), data.size);
	ck_assert_int_eq(fclose(file), 0);
	return path;
}
