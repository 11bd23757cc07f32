/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * disk_model.h - what a disk may hold after the power went.
 *
 * POSIX promises no more than what was fsynced: of all else, each write may be there, be torn
 * or be missing, and so may each name that a folder was given or lost since it was fsynced.
 * A model is told what a program does, call by call, and makes folders out of it as they may be
 * found. One level of folders.
 */
#ifndef TESTS_SUPPORT_DISK_MODEL_H
#define TESTS_SUPPORT_DISK_MODEL_H

#include <stdbool.h>

#include "base/slice.h"
#include "tests/support/suite.h"

struct disk_model;

struct disk_model *disk_model_new(void);
void disk_model_free(struct disk_model *model);

/* Paths are relative to the root; "" is the root itself. Writing to a name that is not there
 * makes the file. */
void disk_model_write(struct disk_model *model, const char *path, size_t offset, struct slice data);
/* Of a file: its bytes stay from here on; of a folder: its names. */
void disk_model_sync(struct disk_model *model, const char *path);
void disk_model_rename(struct disk_model *model, const char *from, const char *to);
void disk_model_unlink(struct disk_model *model, const char *path);
/* All there is stays. */
void disk_model_settle(struct disk_model *model);

enum disk_loss {
	DISK_LOSES_ALL,  /* of what was not fsynced */
	DISK_LOSES_NONE,
	DISK_LOSES_SOME, /* by chance, and tears writes */
};

/* Is there anything that could be lost? */
bool disk_model_is_settled(const struct disk_model *model);
/* Makes the files below `folder`, which has the folders there are. */
void disk_model_fail(const struct disk_model *model, enum disk_loss loss,
	struct suite_random *random, const char *folder);

#endif
