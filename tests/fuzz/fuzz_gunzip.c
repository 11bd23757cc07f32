/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/gunzip.h"

#include "base/banned.h"

#define OUTPUT_LIMIT ((size_t)4 * 1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* All input comes as head; the first byte says how much is asked for at a time. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const size_t piece_size = size ? 1 + (size_t)data[0] * 16 : 1;
	struct gunzip *gunzip = gunzip_new(-1,
		size ? slice_make((const char *)data + 1, size - 1) : slice_of(""));
	struct error error = {0};
	char piece[4096];
	size_t total = 0;
	size_t got = 1;

	while (got > 0 && total < OUTPUT_LIMIT) {
		if (!gunzip_read(gunzip, piece, piece_size, &got, &error)) {
			assert(error.code != ERROR_NONE);
			break;
		}
		assert(got <= piece_size);
		total += got;
	}
	gunzip_free(gunzip);
	return 0;
}
