/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * arena.h - memory with one lifetime.
 *
 * Everything allocated from an arena lives until it is reset or cleared; nothing in it is
 * freed alone. One article, one arena; one query, one arena. Zeroed is valid and empty.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/slice.h"

struct arena_block;

struct arena {
	struct arena_block *first;   /* blocks are kept over a reset */
	struct arena_block *current;
	size_t used; /* bytes used of the current block */
};

void arena_init(struct arena *arena);
void arena_clear(struct arena *arena);
/* Forgets all that was allocated; keeps the memory for what comes next, except for blocks
 * that were made for a single large allocation. */
void arena_reset(struct arena *arena);

/* Aligned for any type, not zeroed. */
void *arena_allocate(struct arena *arena, size_t size) __attribute__((returns_nonnull));
/* Zeroed; count * size is checked for overflow. */
void *arena_allocate_array(struct arena *arena, size_t count, size_t size)
	__attribute__((returns_nonnull));
/* A copy, terminated by a NUL that its size does not count. */
struct slice arena_copy(struct arena *arena, struct slice slice);
char *arena_copy_string(struct arena *arena, struct slice slice);
struct slice arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
