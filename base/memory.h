/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memory.h - memory that does not fail.
 *
 * There are no out-of-memory paths: where memory ends, the program ends with a message.
 * Hence every size that comes from outside is checked against a limit before it gets here.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

void *memory_allocate(size_t size) __attribute__((malloc, returns_nonnull));
/* Zeroed; the product is checked for overflow. */
void *memory_allocate_array(size_t count, size_t size) __attribute__((malloc, returns_nonnull));
void *memory_resize(void *memory, size_t size) __attribute__((returns_nonnull));
/* Makes room for at least `wanted` elements of `size` bytes: `*capacity` grows by half
 * or more and the possibly moved array is returned. Added elements are not zeroed. */
static inline void *memory_grow(void *array, size_t *capacity, size_t wanted, size_t size);
/* The part of it that is not for every call: there is no room. */
void *memory_enlarge(void *array, size_t *capacity, size_t wanted, size_t size);
char *memory_copy_string(const char *string);
/* A terminated copy of `size` bytes. */
char *memory_copy(const char *data, size_t size);
void memory_free(void *memory);
/* From here on arrays of 1 MiB and more have pages of their own: growing moves no bytes, and
 * what is freed goes back at once. For programs whose large arrays live long. */
void memory_map_large(void);
/* Lets go of the whole pages of `size` bytes in an allocation, which keep no value: they come back,
 * zeroed, when they are written. */
void memory_discard(void *bytes, size_t size);
/* Bytes that are allocated in this process, by whomever; 0 where that is not known. */
size_t memory_in_use(void);
/* a * b; ends the program on overflow. */
size_t memory_multiply(size_t a, size_t b);

static inline void *memory_grow(void *array, size_t *capacity, size_t wanted, size_t size)
{
	return wanted <= *capacity ? array : memory_enlarge(array, capacity, wanted, size);
}

#ifdef __cplusplus
}
#endif

#endif
