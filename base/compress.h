/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * compress.h - deflate and gzip, the only door to zlib (RFC 1950, 1951, 1952).
 *
 * A compressor and a decompressor hold zlib's state so that records cost no set-up; each
 * belongs to one thread at a time.
 */
#ifndef BASE_COMPRESS_H
#define BASE_COMPRESS_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

struct compressor;
struct decompressor;
struct gunzip;

/* level 1 (fast) to 9 (small). `dictionary` (may be empty, must outlive the compressor) is
 * text that records are expected to resemble; the reader needs the same one. */
struct compressor *compressor_new(int level, struct slice dictionary);
void compressor_free(struct compressor *compressor);
/* Appends `data` as one raw deflate stream to `output`. */
void compressor_run(struct compressor *compressor, struct slice data, struct buffer *output);

struct decompressor *decompressor_new(struct slice dictionary);
void decompressor_free(struct decompressor *decompressor);
/* Inflates one raw deflate stream to exactly `size` bytes at `output`. ERROR_FORMAT when the
 * stream is damaged or its size is another. */
bool decompressor_run(struct decompressor *decompressor, struct slice data, char *output,
	size_t size, struct error *error);

/* Appends one gzip member (RFC 1952), for HTTP. */
void gzip_append(struct slice data, int level, struct buffer *output);

bool gzip_is_magic(struct slice head);
/* A stream of gzip members, pulled piece by piece from `descriptor`, which stays the
 * caller's. `head` are bytes already read from it (copied). */
struct gunzip *gunzip_new(int descriptor, struct slice head);
void gunzip_free(struct gunzip *gunzip);
/* Inflates the next at most `size` bytes (> 0); *got 0 at the end. ERROR_FORMAT on damage
 * or truncation, ERROR_LIMIT where the output is over 1000 times the input (and over 1 MiB),
 * ERROR_IO. */
bool gunzip_read(struct gunzip *gunzip, char *output, size_t size, size_t *got,
	struct error *error);

#endif
