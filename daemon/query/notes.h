/* SPDX-License-Identifier: GPL-2.0-or-later */
/* notes.h - sentences for the user: what of a query was ignored, capped or changed. */
#ifndef DAEMON_QUERY_NOTES_H
#define DAEMON_QUERY_NOTES_H

#include "base/arena.h"
#include "base/slice.h"

#define NOTES_LIMIT 16 /* further ones are dropped */

struct notes {
	struct arena *arena;
	struct slice texts[NOTES_LIMIT];
	size_t count;
};

void notes_init(struct notes *notes, struct arena *arena);
/* The same sentence is kept once; NULL keeps none. */
void notes_add(struct notes *notes, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
