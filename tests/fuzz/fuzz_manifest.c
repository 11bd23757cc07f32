/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "store/manifest.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is taken is taken again as it is written. */
static void decode(struct slice json)
{
	struct manifest manifest, again;
	struct buffer first = {0}, second = {0};
	struct error error = {0};

	if (!manifest_decode(json, &manifest, &error)) {
		assert(error.code == ERROR_INDEX);
		return;
	}
	manifest_encode(&manifest, &first);
	assert(manifest_decode(buffer_slice(&first), &again, &error));
	manifest_encode(&again, &second);
	assert(slice_equal(buffer_slice(&first), buffer_slice(&second)));
	manifest_clear(&manifest);
	manifest_clear(&again);
	buffer_clear(&first);
	buffer_clear(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice body = slice_make((const char *)data, size);
	struct buffer json = {0};
	char text[DIGEST_TEXT_SIZE];

	decode(body);
	/* No fuzzer guesses a digest: the input again, with the one that fits. */
	digest_to_text(digest_128(body), text);
	buffer_append(&json, body);
	buffer_printf(&json, " \"digest\": \"%s\"\n}\n", text);
	decode(buffer_slice(&json));
	buffer_clear(&json);
	return 0;
}
