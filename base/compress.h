/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * compress.h - deflate (RFC 1951) and gzip (RFC 1952) of whole pieces; the only door to
 * libdeflate. Streams are gunzip.h's.
 *
 * A compressor and a decompressor hold tables so that records cost no set-up; each belongs to
 * one thread at a time.
 */
#ifndef BASE_COMPRESS_H
#define BASE_COMPRESS_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

struct compressor;
struct decompressor;

/* level 1 (fast) to 12 (small). */
struct compressor *compressor_new(int level);
void compressor_free(struct compressor *compressor);
/* Appends `data` as one raw deflate stream to `output`. */
void compressor_run(struct compressor *compressor, struct slice data, struct buffer *output);

struct decompressor *decompressor_new(void);
void decompressor_free(struct decompressor *decompressor);
/* Inflates one raw deflate stream to exactly `size` bytes at `output`. ERROR_FORMAT when the
 * stream is damaged or its size is another. */
bool decompressor_run(struct decompressor *decompressor, struct slice data, char *output,
	size_t size, struct error *error);

/* Appends one gzip member, for HTTP. */
void gzip_append(struct slice data, int level, struct buffer *output);

#endif
