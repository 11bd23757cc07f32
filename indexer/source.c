/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/gunzip.h"
#include "base/memory.h"

#include "base/banned.h"

#define READ_SIZE ((size_t)256 << 10)
#define POLL_MS 200 /* how long an interrupt may go unseen while standard input is silent */

struct source {
	int descriptor;
	const volatile sig_atomic_t *interrupted;
	struct gunzip *gunzip; /* NULL: plain */
	char *data;
	size_t begin, end, capacity; /* [begin, end) of data is the window */
	bool is_stream, at_end;
	uint64_t position; /* of the file, behind what was read */
};

static bool open_descriptor(const char *path, bool follow, int *descriptor, struct error *error)
{
	struct stat status;
	int opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW));

	if (opened < 0)
		return error_set(error, ERROR_IO, "%s", strerror(errno));
	if (fstat(opened, &status) < 0 || !S_ISREG(status.st_mode)) {
		close(opened);
		return error_set(error, ERROR_FORMAT, "not a regular file");
	}
	*descriptor = opened;
	return true;
}

/* Waits until standard input has something; false when interrupted. */
static bool wait_for_input(const struct source *source)
{
	struct pollfd waiting = {.fd = source->descriptor, .events = POLLIN};

	while (!source->interrupted || !*source->interrupted) {
		if (poll(&waiting, 1, POLL_MS) > 0)
			return true;
	}
	return false;
}

static bool read_plain(struct source *source, size_t size, size_t *got, struct error *error)
{
	ssize_t count;

	do
		count = read(source->descriptor, source->data + source->end, size);
	while (count < 0 && (errno == EINTR || errno == EAGAIN) && wait_for_input(source));
	if (count < 0 && source->interrupted && *source->interrupted)
		count = 0;
	if (count < 0)
		return error_set(error, ERROR_IO, "%s", strerror(errno));
	*got = (size_t)count;
	return true;
}

static void make_room(struct source *source)
{
	size_t size = source->end - source->begin;

	/* Moving is cheap only while what is kept is small beside what is read. */
	if (source->begin && (size <= READ_SIZE || source->begin >= size)) {
		memmove(source->data, source->data + source->begin, size);
		source->begin = 0;
		source->end = size;
	}
	source->data = memory_grow(source->data, &source->capacity, source->end + READ_SIZE, 1);
}

/* Here, once for all documents of what was read, and not each time somebody asks. */
static void note_position(struct source *source)
{
	const off_t position = source->is_stream ? 0 : lseek(source->descriptor, 0, SEEK_CUR);

	source->position = position > 0 ? (uint64_t)position : 0;
}

bool source_more(struct source *source, struct error *error)
{
	size_t got = 0;

	if (source->at_end)
		return false;
	make_room(source);
	if (source->is_stream && !wait_for_input(source)) {
		source->at_end = true;
		return false;
	}
	if (source->gunzip ?
			!gunzip_read(source->gunzip, source->data + source->end, READ_SIZE, &got, error) :
			!read_plain(source, READ_SIZE, &got, error)) {
		source->at_end = true;
		return false;
	}
	source->at_end = got == 0;
	source->end += got;
	note_position(source);
	return got > 0;
}

/* Reads the first bytes; when they are gzip's, inflates from there on. */
static bool begin(struct source *source, struct error *error)
{
	while (source->end < 2 && source_more(source, error))
		continue;
	if (error->code)
		return false;
	if (!gzip_is_magic(source_bytes(source)))
		return true;
	source->gunzip = gunzip_new(source->descriptor, source_bytes(source));
	source->end = 0;
	source->at_end = false;
	while (source->end == 0 && source_more(source, error))
		continue;
	return !error->code;
}

bool source_open(const char *path, bool follow, const volatile sig_atomic_t *interrupted,
	struct source **source, struct error *error)
{
	struct source *opened = memory_allocate_array(1, sizeof(*opened));
	struct error failure = {0};

	opened->descriptor = STDIN_FILENO;
	opened->interrupted = interrupted;
	opened->is_stream = strcmp(path, "-") == 0;
	if (!opened->is_stream && !open_descriptor(path, follow, &opened->descriptor, error)) {
		memory_free(opened);
		return false;
	}
	if (!begin(opened, &failure)) {
		source_close(opened);
		*error = failure;
		return false;
	}
	*source = opened;
	return true;
}

void source_close(struct source *source)
{
	if (!source)
		return;
	gunzip_free(source->gunzip);
	if (!source->is_stream)
		close(source->descriptor);
	memory_free(source->data);
	memory_free(source);
}

struct slice source_bytes(const struct source *source)
{
	return slice_make(source->data + source->begin, source->end - source->begin);
}

void source_take(struct source *source, size_t size)
{
	source->begin += size;
}

uint64_t source_position(const struct source *source)
{
	return source->position;
}
