/* SPDX-License-Identifier: GPL-2.0-or-later */
/* new_file.h - a file that is written once, front to back, and is on disk when closed. */
#ifndef STORE_NEW_FILE_H
#define STORE_NEW_FILE_H

#include <stdbool.h>

#include "base/error.h"
#include "base/slice.h"

struct new_file {
	int descriptor;
	const char *path; /* borrowed */
};

/* ERROR_IO when there is such a file already: nothing published is ever written again. */
bool new_file_open(struct new_file *file, const char *path, struct error *error);
/* After a failure only new_file_abandon may follow. */
bool new_file_append(struct new_file *file, struct slice data, struct error *error);
/* Fsyncs (not the folder) and closes; on failure nothing is left of the file. */
bool new_file_close(struct new_file *file, struct error *error);
/* Closes and removes it. */
void new_file_abandon(struct new_file *file);

#endif
