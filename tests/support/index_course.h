/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * index_course.h - an index that goes through three states: what faults are tried on.
 *
 * State 0: articles 1..20. State 1: 21..30 have come, 5 and 25 have gone, one of them in the
 * same step as it came. State 2: all was merged, and 31..35 have come.
 */
#ifndef TESTS_SUPPORT_INDEX_COURSE_H
#define TESTS_SUPPORT_INDEX_COURSE_H

#include "store/update.h"
#include "tests/support/temporary_folder.h"

/* Opens the folder and makes an index in state 0. */
void index_course_begin(struct temporary_folder *folder);
/* Takes it to state 2; `acknowledge` is called when state 1 and state 2 are published. */
bool index_course_run(struct update *update, const char *index, void (*acknowledge)(void *context),
	void *context, struct error *error);
/* The state it is in: it must be exactly one of them, and whole. */
unsigned index_course_state(const char *index);

#endif
