/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * buffer.h - growing bytes.
 *
 * `data` is terminated by a NUL that `size` does not count as soon as anything was
 * appended, so that it can be handed to libc. Zeroed is valid and empty.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

struct buffer {
	char *data;
	size_t size;     /* bytes in use */
	size_t capacity; /* bytes allocated */
};

void buffer_init(struct buffer *buffer);
void buffer_clear(struct buffer *buffer);
/* Empties it and keeps the memory. */
void buffer_reset(struct buffer *buffer);
/* Makes room for `more` bytes and returns where they go; `size` does not change. */
static inline char *buffer_reserve(struct buffer *buffer, size_t more);
/* The part of it that is not for every call: there is no room. */
char *buffer_enlarge(struct buffer *buffer, size_t more);

void buffer_append(struct buffer *buffer, struct slice slice);
void buffer_append_bytes(struct buffer *buffer, const void *data, size_t size);
void buffer_append_string(struct buffer *buffer, const char *string);
void buffer_append_byte(struct buffer *buffer, char byte);
void buffer_printf(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Variable-length unsigned numbers, seven bits a byte, the lowest first (LEB128). */
void buffer_append_varint(struct buffer *buffer, uint64_t number);
/* Reads one off the front of `rest`; false when it is cut short or over 64 bits. */
bool slice_take_varint(struct slice *rest, uint64_t *number);

/* What it holds; valid until the buffer changes. */
struct slice buffer_slice(const struct buffer *buffer);
/* Hands the memory (terminated; memory_free it) to the caller and leaves the buffer empty. */
char *buffer_take(struct buffer *buffer);

static inline char *buffer_reserve(struct buffer *buffer, size_t more)
{
	/* One more for the NUL. */
	if (more < buffer->capacity - buffer->size)
		return buffer->data + buffer->size;
	return buffer_enlarge(buffer, more);
}

#ifdef __cplusplus
}
#endif

#endif
