/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/clean.h"

#include <stdbool.h>

#include "base/banned.h"

static bool is_inner(unsigned char byte)
{
	return byte >= 0x80 && byte < 0xc0;
}

/* Bytes of the character, or of the stray byte, that begins at `i`. */
static size_t character_size(struct slice text, size_t i)
{
	unsigned char lead = (unsigned char)text.data[i];
	size_t wanted = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
	size_t size = 1;

	while (size < wanted && i + size < text.size && is_inner((unsigned char)text.data[i + size]))
		size++;
	return size;
}

static bool is_control(const char *character, size_t size)
{
	unsigned char first = (unsigned char)character[0];

	if (size == 1)
		return first < ' ' || (first >= 0x7f && first < 0xa0);
	return size == 2 && first == 0xc2 && (unsigned char)character[1] < 0xa0;
}

void clean_append(struct slice text, struct buffer *output)
{
	for (size_t i = 0, size; i < text.size; i += size) {
		const char *character = text.data + i;

		size = character_size(text, i);
		if (*character == '\n' || *character == '\t' || !is_control(character, size))
			buffer_append(output, slice_range(text, i, i + size));
	}
}

void clean_append_cell(struct slice text, struct buffer *output)
{
	for (size_t i = 0, size; i < text.size; i += size) {
		size = character_size(text, i);
		if (is_control(text.data + i, size))
			buffer_append_byte(output, ' ');
		else
			buffer_append(output, slice_range(text, i, i + size));
	}
}
