/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reading.h - what a reader makes of a file, as lines that people can read.
 */
#ifndef TESTS_SUPPORT_READING_H
#define TESTS_SUPPORT_READING_H

#include "base/buffer.h"
#include "indexer/reader/mapping.h"
#include "indexer/reader/reader.h"

/* Appends every article and every rejection of the file. */
void reading_print(const struct reader *reader, const struct mapping *mapping, const char *path,
	struct buffer *output);

/* Reads each file of a folder of the source tree (but *.expected) with the reader and compares
 * with FILE.expected beside it. Fails on an empty folder. */
void reading_check_folder(const struct reader *reader, const char *folder);

#endif
