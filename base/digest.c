/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Inlined: a word is digested for every token, and the call would cost as much as the work. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/memory.h"

#include "base/banned.h"

#define FILE_PIECE_SIZE ((size_t)256 * 1024)

static const void *bytes_of(struct slice data)
{
	return data.size ? data.data : "";
}

uint64_t digest_64(struct slice data)
{
	return XXH3_64bits(bytes_of(data), data.size);
}

uint32_t digest_word(struct slice word)
{
	const uint32_t digest = (uint32_t)digest_64(word);

	return digest ? digest : 1;
}

struct digest digest_128(struct slice data)
{
	const XXH128_hash_t hash = XXH3_128bits(bytes_of(data), data.size);

	return (struct digest){hash.high64, hash.low64};
}

bool digest_equal(struct digest a, struct digest b)
{
	return a.high == b.high && a.low == b.low;
}

/* Reads all of the descriptor into the state; its size, or -1 and errno. */
static int64_t digest_descriptor(int descriptor, XXH3_state_t *state)
{
	char *piece = memory_allocate(FILE_PIECE_SIZE);
	int64_t total = 0;
	ssize_t got;

	do {
		got = read(descriptor, piece, FILE_PIECE_SIZE);
		if (got > 0) {
			XXH3_128bits_update(state, piece, (size_t)got);
			total += got;
		}
	} while (got > 0 || (got < 0 && errno == EINTR));
	memory_free(piece);
	return got < 0 ? -1 : total;
}

bool digest_file(const char *path, struct digest *digest, uint64_t *size, struct error *error)
{
	const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	XXH3_state_t state;
	int64_t total;
	int failure;

	if (descriptor < 0)
		return error_set(error, ERROR_IO, "%s: %s", path, strerror(errno));
	XXH3_INITSTATE(&state);
	XXH3_128bits_reset(&state);
	total = digest_descriptor(descriptor, &state);
	failure = errno;
	close(descriptor);
	if (total < 0)
		return error_set(error, ERROR_IO, "%s: %s", path, strerror(failure));
	*digest = (struct digest){XXH3_128bits_digest(&state).high64,
		XXH3_128bits_digest(&state).low64};
	*size = (uint64_t)total;
	return true;
}

void digest_to_text(struct digest digest, char text[DIGEST_TEXT_SIZE])
{
	snprintf(text, DIGEST_TEXT_SIZE, "%016llx%016llx", (unsigned long long)digest.high,
		(unsigned long long)digest.low);
}

static bool take_digits(const char *text, uint64_t *number)
{
	uint64_t value = 0;

	for (size_t i = 0; i < 16; i++) {
		const char c = text[i];

		if (c >= '0' && c <= '9')
			value = value << 4 | (uint64_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			value = value << 4 | (uint64_t)(c - 'a' + 10);
		else
			return false;
	}
	*number = value;
	return true;
}

bool digest_from_text(struct slice text, struct digest *digest)
{
	struct digest read;

	if (text.size != DIGEST_TEXT_SIZE - 1 || !take_digits(text.data, &read.high) ||
		!take_digits(text.data + 16, &read.low))
		return false;
	*digest = read;
	return true;
}
