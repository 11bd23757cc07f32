/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/compress.h"

#include <libdeflate.h>
#include <stdlib.h>

#include "base/memory.h"

#include "base/banned.h"

struct compressor {
	struct libdeflate_compressor *tables;
};

struct decompressor {
	struct libdeflate_decompressor *tables;
};

typedef size_t (*compress_bound)(struct libdeflate_compressor *tables, size_t size);
typedef size_t (*compress)(struct libdeflate_compressor *tables, const void *data, size_t size,
	void *output, size_t room);

/* The library gives no tables only for want of memory, and that has no path (memory.h). */
static void *need(void *tables)
{
	if (!tables)
		abort();
	return tables;
}

struct compressor *compressor_new(int level)
{
	struct compressor *compressor = memory_allocate(sizeof(*compressor));

	compressor->tables = need(libdeflate_alloc_compressor(level));
	return compressor;
}

void compressor_free(struct compressor *compressor)
{
	if (!compressor)
		return;
	libdeflate_free_compressor(compressor->tables);
	memory_free(compressor);
}

/* With room for the worst case it cannot fail. */
static void append(struct libdeflate_compressor *tables, compress_bound bound, compress run,
	struct slice data, struct buffer *output)
{
	const size_t room = bound(tables, data.size);
	char *end = buffer_reserve(output, room);

	output->size += run(tables, data.data, data.size, end, room);
	output->data[output->size] = '\0';
}

void compressor_run(struct compressor *compressor, struct slice data, struct buffer *output)
{
	append(compressor->tables, libdeflate_deflate_compress_bound, libdeflate_deflate_compress,
		data, output);
}

struct decompressor *decompressor_new(void)
{
	struct decompressor *decompressor = memory_allocate(sizeof(*decompressor));

	decompressor->tables = need(libdeflate_alloc_decompressor());
	return decompressor;
}

void decompressor_free(struct decompressor *decompressor)
{
	if (!decompressor)
		return;
	libdeflate_free_decompressor(decompressor->tables);
	memory_free(decompressor);
}

bool decompressor_run(struct decompressor *decompressor, struct slice data, char *output,
	size_t size, struct error *error)
{
	size_t taken, given;

	switch (libdeflate_deflate_decompress_ex(decompressor->tables, data.data, data.size, output,
		size, &taken, &given)) {
	case LIBDEFLATE_SUCCESS:
		if (given == size && taken == data.size)
			return true;
		return error_set(error, ERROR_FORMAT, "compressed data has another size");
	case LIBDEFLATE_SHORT_OUTPUT:
	case LIBDEFLATE_INSUFFICIENT_SPACE:
		return error_set(error, ERROR_FORMAT, "compressed data has another size");
	case LIBDEFLATE_BAD_DATA:
		break;
	}
	return error_set(error, ERROR_FORMAT, "compressed data is damaged");
}

void gzip_append(struct slice data, int level, struct buffer *output)
{
	struct libdeflate_compressor *tables = need(libdeflate_alloc_compressor(level));

	append(tables, libdeflate_gzip_compress_bound, libdeflate_gzip_compress, data, output);
	libdeflate_free_compressor(tables);
}
