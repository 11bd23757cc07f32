/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * temporary_folder.h - a folder of a test's own, taken away with all in it.
 *
 * As Check fixtures: temporary_folder_open in setup, _close in teardown. It lies in $TMPDIR
 * or /tmp. A failure ends the test.
 */
#ifndef TESTS_SUPPORT_TEMPORARY_FOLDER_H
#define TESTS_SUPPORT_TEMPORARY_FOLDER_H

#include "base/slice.h"

struct temporary_folder {
	char path[256];
};

void temporary_folder_open(struct temporary_folder *folder);
void temporary_folder_close(struct temporary_folder *folder);

/* The path of `name` in it, whether it is there or not; valid until the next eight calls. */
const char *temporary_folder_path(const struct temporary_folder *folder, const char *name);
/* Writes a file in it and returns its path (as above). */
const char *temporary_folder_write(const struct temporary_folder *folder, const char *name,
	struct slice data);

#endif
