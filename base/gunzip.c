/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/gunzip.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

/* zlib then declares its inputs const. */
#define ZLIB_CONST
#include <zlib.h>

#include "base/buffer.h"
#include "base/memory.h"

#include "base/banned.h"

#define GZIP_WINDOW (15 + 16)
#define INPUT_SIZE ((size_t)64 * 1024)
#define BOMB_RATIO 500 /* news deflates to a third, the same line repeated to a 300th */
/* Below this, a short input that happens to be all zeros is no attack. */
#define BOMB_FREE_BYTES ((uint64_t)1024 * 1024)

struct gunzip {
	z_stream stream;
	int descriptor;
	bool is_between; /* no member is open */
	bool is_over;    /* the descriptor has no more */
	struct buffer input;
	uint64_t taken, given; /* bytes in and out of all members */
};

static void *allocate(void *opaque, uInt count, uInt size)
{
	(void)opaque;
	return memory_allocate_array(count, size);
}

static void release(void *opaque, void *memory)
{
	(void)opaque;
	memory_free(memory);
}

static uInt piece_size(size_t size)
{
	return size > UINT_MAX ? UINT_MAX : (uInt)size;
}

static void set_input(z_stream *stream, struct slice data)
{
	stream->next_in = data.size ? (const Bytef *)data.data : (const Bytef *)"";
	stream->avail_in = piece_size(data.size);
}

bool gzip_is_magic(struct slice head)
{
	return slice_starts_with(head, SLICE_LITERAL("\x1f\x8b\x08"));
}

struct gunzip *gunzip_new(int descriptor, struct slice head)
{
	struct gunzip *gunzip = memory_allocate_array(1, sizeof(*gunzip));

	/* Fails only for want of memory or for a wrong constant. */
	gunzip->stream = (z_stream){.zalloc = allocate, .zfree = release};
	inflateInit2(&gunzip->stream, GZIP_WINDOW);
	gunzip->descriptor = descriptor;
	buffer_append(&gunzip->input, head);
	set_input(&gunzip->stream, buffer_slice(&gunzip->input));
	return gunzip;
}

void gunzip_free(struct gunzip *gunzip)
{
	if (!gunzip)
		return;
	inflateEnd(&gunzip->stream);
	buffer_clear(&gunzip->input);
	memory_free(gunzip);
}

/* Only when all input was used. */
static bool fill(struct gunzip *gunzip, struct error *error)
{
	char *piece;
	ssize_t got;

	buffer_reset(&gunzip->input);
	piece = buffer_reserve(&gunzip->input, INPUT_SIZE);
	do {
		got = read(gunzip->descriptor, piece, INPUT_SIZE);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return error_set(error, ERROR_IO, "read: %s", strerror(errno));
	gunzip->is_over = got == 0;
	gunzip->stream.next_in = (const Bytef *)piece;
	gunzip->stream.avail_in = (uInt)got;
	return true;
}

/* Zeros between and behind members are what tapes and blocks leave. */
static void skip_padding(struct gunzip *gunzip)
{
	z_stream *stream = &gunzip->stream;

	while (stream->avail_in > 0 && *stream->next_in == 0) {
		stream->next_in++;
		stream->avail_in--;
	}
}

/* One call of inflate; true also when it gave nothing. */
static bool inflate_piece(struct gunzip *gunzip, char *output, size_t size, size_t *got,
	struct error *error)
{
	z_stream *stream = &gunzip->stream;
	const uInt room = piece_size(size);
	const uInt available = stream->avail_in;
	int status;

	stream->next_out = (Bytef *)output;
	stream->avail_out = room;
	status = inflate(stream, Z_NO_FLUSH);
	gunzip->taken += available - stream->avail_in;
	*got = room - stream->avail_out;
	gunzip->given += *got;
	if (gunzip->given > BOMB_FREE_BYTES && gunzip->given / BOMB_RATIO > gunzip->taken)
		return error_set(error, ERROR_LIMIT, "gzip: over %d times its size", BOMB_RATIO);
	if (status == Z_STREAM_END) {
		gunzip->is_between = true;
		inflateReset(stream);
	} else if (status != Z_OK && status != Z_BUF_ERROR && *got == 0) {
		return error_set(error, ERROR_FORMAT, "gzip: %s",
			stream->msg ? stream->msg : "damaged data");
	}
	return true;
}

bool gunzip_read(struct gunzip *gunzip, char *output, size_t size, size_t *got,
	struct error *error)
{
	size_t piece = 0;

	while (piece == 0) {
		if (gunzip->stream.avail_in == 0 && !gunzip->is_over && !fill(gunzip, error))
			return false;
		if (gunzip->is_between)
			skip_padding(gunzip);
		if (gunzip->is_between && gunzip->stream.avail_in == 0) {
			if (gunzip->is_over)
				break;
			continue;
		}
		gunzip->is_between = false;
		if (!inflate_piece(gunzip, output, size, &piece, error))
			return false;
		if (piece == 0 && gunzip->is_over && !gunzip->is_between)
			return error_set(error, ERROR_FORMAT, "gzip: cut short");
	}
	*got = piece;
	return true;
}
