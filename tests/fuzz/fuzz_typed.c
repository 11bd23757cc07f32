/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/query/typed.h"
#include "text/utf8.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever is typed: what is found of it is inside, in order, and ends with it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice query = slice_make((const char *)data, size);
	const char *end = query.data + query.size, *before = query.data;
	struct typed typed;

	if (!utf8_is_valid(query) || !typed_parse(query, &typed))
		return 0;
	assert(typed.count > 0 && typed.count <= TYPED_WORDS && typed.begin < query.size);
	for (size_t i = 0; i < typed.count; i++) {
		assert(typed.words[i].size > 0 && typed.words[i].data >= before);
		before = typed.words[i].data;
	}
	assert(before + typed.words[typed.count - 1].size == end);
	assert(typed.value.data >= query.data && typed.value.data + typed.value.size == end);
	return 0;
}
