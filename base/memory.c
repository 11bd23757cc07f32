/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/banned.h"

static _Noreturn void end_of_memory(size_t size)
{
	fprintf(stderr, "level=error event=out-of-memory bytes=%zu\n", size);
	abort();
}

void *memory_allocate(size_t size)
{
	void *memory = malloc(size ? size : 1);

	if (!memory)
		end_of_memory(size);
	return memory;
}

void *memory_allocate_array(size_t count, size_t size)
{
	const size_t total = memory_multiply(count, size);
	void *memory = calloc(total ? total : 1, 1);

	if (!memory)
		end_of_memory(total);
	return memory;
}

void *memory_resize(void *memory, size_t size)
{
	void *resized = realloc(memory, size ? size : 1);

	if (!resized)
		end_of_memory(size);
	return resized;
}

void *memory_enlarge(void *array, size_t *capacity, size_t wanted, size_t size)
{
	size_t larger;

	if (__builtin_add_overflow(*capacity, *capacity / 2, &larger) || larger < wanted)
		larger = wanted;
	if (larger < 8)
		larger = 8;
	array = memory_resize(array, memory_multiply(larger, size));
	*capacity = larger;
	return array;
}

char *memory_copy_string(const char *string)
{
	return memory_copy(string, strlen(string));
}

char *memory_copy(const char *data, size_t size)
{
	char *copy;

	if (size == SIZE_MAX)
		end_of_memory(size);
	copy = memory_allocate(size + 1);
	if (size)
		memcpy(copy, data, size);
	copy[size] = '\0';
	return copy;
}

void memory_free(void *memory)
{
	free(memory);
}

void memory_map_large(void)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

void memory_discard(void *bytes, size_t size)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	const uintptr_t begin = ((uintptr_t)bytes + page - 1) / page * page;
	const uintptr_t end = ((uintptr_t)bytes + size) / page * page;

	if (begin < end)
		madvise((void *)begin, end - begin, MADV_DONTNEED);
}

size_t memory_in_use(void)
{
#if defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 33)
	const struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
#endif
#endif
	return 0;
}

size_t memory_multiply(size_t a, size_t b)
{
	size_t product;

	if (__builtin_mul_overflow(a, b, &product))
		end_of_memory(SIZE_MAX);
	return product;
}
