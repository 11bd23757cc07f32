/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

#include "base/banned.h"

#define BLOCK_SIZE ((size_t)64 * 1024)

struct arena_block {
	struct arena_block *next;
	size_t size; /* of bytes */
	bool is_large; /* made for one allocation */
	_Alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *arena)
{
	*arena = (struct arena){0};
}

void arena_clear(struct arena *arena)
{
	struct arena_block *next;

	for (struct arena_block *block = arena->first; block; block = next) {
		next = block->next;
		memory_free(block);
	}
	arena_init(arena);
}

void arena_reset(struct arena *arena)
{
	struct arena_block **link = &arena->first;

	while (*link) {
		struct arena_block *block = *link;

		if (block->is_large) {
			*link = block->next;
			memory_free(block);
		} else {
			link = &block->next;
		}
	}
	arena->current = arena->first;
	arena->used = 0;
}

static struct arena_block *block_new(size_t size, bool is_large)
{
	struct arena_block *block;
	size_t total;

	if (__builtin_add_overflow(size, sizeof(*block), &total))
		total = memory_multiply(SIZE_MAX, 2); /* ends the program */
	block = memory_allocate(total);
	block->next = NULL;
	block->size = size;
	block->is_large = is_large;
	return block;
}

/* Puts a block of its own in front, so that the rest of the current block is not lost. */
static void *allocate_large(struct arena *arena, size_t size)
{
	struct arena_block *block = block_new(size, true);

	block->next = arena->first;
	arena->first = block;
	if (!arena->current) {
		arena->current = block;
		arena->used = size;
	}
	return block->bytes;
}

static void next_block(struct arena *arena)
{
	struct arena_block *next = arena->current ? arena->current->next : arena->first;

	if (!next) {
		next = block_new(BLOCK_SIZE, false);
		if (arena->current)
			arena->current->next = next;
		else
			arena->first = next;
	}
	arena->current = next;
	arena->used = 0;
}

void *arena_allocate(struct arena *arena, size_t size)
{
	const size_t alignment = _Alignof(max_align_t);
	void *memory;

	if (size > BLOCK_SIZE / 4)
		return allocate_large(arena, size);
	size = (size + alignment - 1) / alignment * alignment;
	if (!arena->current || size > arena->current->size - arena->used)
		next_block(arena);
	memory = arena->current->bytes + arena->used;
	arena->used += size;
	return memory;
}

void *arena_allocate_array(struct arena *arena, size_t count, size_t size)
{
	const size_t total = memory_multiply(count, size);

	return memset(arena_allocate(arena, total), 0, total);
}

struct slice arena_copy(struct arena *arena, struct slice slice)
{
	return (struct slice){arena_copy_string(arena, slice), slice.size};
}

char *arena_copy_string(struct arena *arena, struct slice slice)
{
	char *copy = arena_allocate(arena, slice.size + 1);

	if (slice.size)
		memcpy(copy, slice.data, slice.size);
	copy[slice.size] = '\0';
	return copy;
}

struct slice arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	va_list again;
	char *text;
	int size;

	va_start(arguments, format);
	va_copy(again, arguments);
	size = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (size < 0)
		size = 0;
	text = arena_allocate(arena, (size_t)size + 1);
	text[0] = '\0';
	vsnprintf(text, (size_t)size + 1, format, again);
	va_end(again);
	return (struct slice){text, (size_t)size};
}
