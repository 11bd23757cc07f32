/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "store/token_run.h"
#include "store/tokens.h"

#include "base/banned.h"

#define HEAD_SIZE 64
#define ROW_SIZE 48
#define QUOTATION_ROW_SIZE 12
#define UNIT_SIZE 8
#define HASH_SIZE 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_text(const struct token_text *text)
{
	struct token_room room = {NULL, 0};
	const uint32_t *hashes = token_room_fill(&room, text);

	for (uint32_t i = 0; i < text->count; i += 1 + i / 8) {
		uint16_t number;
		const struct token_run run = token_run_of(text->numbering, &hashes[i], 1, &number);
		uint32_t position;

		if (token_run_find(&run, text, 0, &position))
			assert(token_text_hash(text, position) == hashes[i] || !run.has_rare);
	}
	token_room_clear(&room);
}

/* Looks at every word of every region, for one that is there, at a pair, and at the
 * words of each quotation. */
static void read_all(const struct tokens_map *map)
{
	for (uint32_t i = 1; i <= map->quotation_count; i++) {
		const struct tokens_quotation quotation = tokens_quotation_get(map, i);
		const struct tokens_article article = tokens_get(map, quotation.article);

		assert(i - article.first_quotation < article.quotation_count);
		assert(quotation.first_token <= quotation.end_token &&
			quotation.end_token <= article.body);
	}
	for (uint32_t document = 1; document <= map->count; document++) {
		const struct tokens_article article = tokens_get(map, document);

		for (int region = TOKENS_ANYWHERE; region <= TOKENS_BODY; region++) {
			const struct token_text text =
				tokens_region(&article, (enum tokens_region)region);

			read_text(&text);
			if (text.count > 1) {
				const struct pairs_probe probe = pairs_probe_of(
					token_text_hash(&text, 0), token_text_hash(&text, 1));

				tokens_expect_pair(map, document, probe);
				tokens_may_have(map, document, &probe, 1);
			}
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
	uint32_t count, quotations, hashes;
	uint64_t units;

	open_bytes(bytes);
	if (size < HEAD_SIZE)
		return 0;
	/* No fuzzer guesses a digest: the input again, with those that fit its rows. */
	memcpy(&count, data + 12, sizeof(count));
	memcpy(&quotations, data + 32, sizeof(quotations));
	memcpy(&units, data + 48, sizeof(units));
	memcpy(&hashes, data + 56, sizeof(hashes));

	const size_t rows_end = HEAD_SIZE + (size_t)count * ROW_SIZE;
	const size_t pairs_end = rows_end + (units < size ? units : size) * UNIT_SIZE;
	const uint64_t digests[] = {
		digest_64(slice_range(bytes, HEAD_SIZE, rows_end)),
		digest_64(slice_range(bytes, pairs_end,
			pairs_end + (size_t)quotations * QUOTATION_ROW_SIZE +
				(size_t)hashes * HASH_SIZE)),
	};

	buffer_append(&signed_bytes, bytes);
	memcpy(signed_bytes.data + 24, &digests[0], sizeof(digests[0]));
	memcpy(signed_bytes.data + 40, &digests[1], sizeof(digests[1]));
	open_bytes(buffer_slice(&signed_bytes));
	buffer_clear(&signed_bytes);
	return 0;
}
