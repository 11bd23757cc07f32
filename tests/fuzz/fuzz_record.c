/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "schema/record.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What decodes is encoded and decodes to the same. */
static void decode_article(struct slice record)
{
	struct record_codec *codec = record_codec_new();
	struct arena arena = {0};
	struct buffer again = {0};
	struct article article, second;
	struct error error = {0};
	size_t body_size;

	if (!record_decode_head(record, &article, &body_size, &error))
		assert(error.code == ERROR_INDEX);
	error_clear(&error);
	if (record_decode_article(codec, record, &arena, &article, &error)) {
		record_encode_article(codec, &article, &again);
		assert(record_decode_article(codec, buffer_slice(&again), &arena, &second, &error));
		assert(article_digest(&article) == article_digest(&second));
	} else {
		assert(error.code == ERROR_INDEX);
	}
	buffer_clear(&again);
	arena_clear(&arena);
	record_codec_free(codec);
}

static void decode_quotation(struct slice record)
{
	struct quotation_record quotation, second;
	struct buffer again = {0};
	struct error error = {0};

	if (!record_decode_quotation(record, &quotation, &error)) {
		assert(error.code == ERROR_INDEX);
		return;
	}
	record_encode_quotation(&quotation, &again);
	assert(record_decode_quotation(buffer_slice(&again), &second, &error));
	assert(quotation.quotation.span.begin == second.quotation.span.begin);
	assert(slice_equal(quotation.mention, second.mention));
	buffer_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice record = slice_make((const char *)data, size);

	decode_article(record);
	decode_quotation(record);
	return 0;
}
