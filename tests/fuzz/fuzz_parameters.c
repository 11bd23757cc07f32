/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/http/parameters.h"
#include "text/utf8.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Names and values are text, and each is found under its name. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice query = slice_make((const char *)data, size);
	struct parameters parameters;
	struct arena arena = {0};
	struct error error = {0};

	if (!parameters_parse(query, &arena, &parameters, &error)) {
		assert(error.code == ERROR_QUERY && error.message[0]);
		arena_clear(&arena);
		return 0;
	}
	for (size_t i = 0; i < parameters.count; i++) {
		const struct parameter *row = &parameters.rows[i];

		assert(utf8_is_valid(row->name) && utf8_is_valid(row->value));
		assert(slice_equal(parameters_find(&parameters, row->name.data), row->value));
	}
	assert(parameters_check_known(&parameters, &error));
	arena_clear(&arena);
	return 0;
}
