/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * case_file.h - reads tests/cases/NAME.case: groups of lines with an empty line between.
 *
 * Lines that begin with "# " are comments. In a line \n, \t, \r, \f and \\ stand for those
 * characters and \uXXXX, \UXXXXXX for code points. What is wrong with the file fails the test.
 */
#ifndef TESTS_SUPPORT_CASE_FILE_H
#define TESTS_SUPPORT_CASE_FILE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/slice.h"

#define CASE_LINES 24

struct case_file {
	struct buffer content;
	struct slice rest;
	struct slice lines[CASE_LINES]; /* of the group, unescaped */
	struct buffer unescaped;
	unsigned count;                 /* lines in the group */
	unsigned groups;                /* read so far */
};

void case_file_open(struct case_file *file, const char *name);
void case_file_close(struct case_file *file);
/* Reads the next group; false at the end. */
bool case_file_next(struct case_file *file);

#endif
