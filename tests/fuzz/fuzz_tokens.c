/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "store/token_match.h"
#include "store/tokens.h"

#include "base/banned.h"

#define HEAD_SIZE 32
#define ROW_SIZE 40

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Looks at every word of every region, and for one that is there. */
static void read_all(const struct tokens_map *map)
{
	for (uint32_t document = 1; document <= map->count; document++) {
		const struct tokens_article article = tokens_get(map, document);

		for (int region = TOKENS_ANYWHERE; region <= TOKENS_BODY; region++) {
			uint32_t count, position;
			const uint32_t *words = tokens_region(&article, (enum tokens_region)region,
				&count);

			if (count > 0)
				assert(token_match_find(words, count, words + count - 1, 1, 0,
					&position));
		}
	}
}

static void open_bytes(struct slice bytes)
{
	char path[] = "/tmp/quoth-fuzz-XXXXXX";
	const int descriptor = mkstemp(path);
	struct tokens_map map;
	struct error error = {0};

	if (descriptor < 0 || !file_write_all(descriptor, bytes, &error))
		abort();
	close(descriptor);
	if (tokens_open(&map, path, &error)) {
		read_all(&map);
		tokens_close(&map);
	} else {
		assert(error.code == ERROR_INDEX);
	}
	unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice bytes = slice_make((const char *)data, size);
	struct buffer signed_bytes = {0};
	uint32_t count;

	open_bytes(bytes);
	if (size < HEAD_SIZE)
		return 0;
	/* No fuzzer guesses a digest: the input again, with the one that fits its rows. */
	memcpy(&count, data + 12, sizeof(count));

	const uint64_t digest = digest_64(slice_range(bytes, HEAD_SIZE,
		HEAD_SIZE + (size_t)count * ROW_SIZE));

	buffer_append(&signed_bytes, bytes);
	memcpy(signed_bytes.data + 24, &digest, sizeof(digest));
	open_bytes(buffer_slice(&signed_bytes));
	buffer_clear(&signed_bytes);
	return 0;
}
