/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/pack.h"

#include "base/banned.h"

void glass_pack_sortable(struct buffer *key, uint32_t number)
{
	/* Two bytes hold 15 bits. From three bytes on, the first begins with as many 1 bits as
	 * bytes beyond two, then a 0: 22, 29 and 32 bits. */
	const unsigned size = number < 1u << 15 ? 2 : number < 1u << 22 ? 3 : number < 1u << 29 ? 4 : 5;
	const unsigned mark = 0xff00u >> (size - 2) & 0xff;

	for (unsigned i = size; i-- > 0;) {
		const unsigned byte = i < sizeof(number) ? number >> (8 * i) & 0xff : 0;

		buffer_append_byte(key, (char)(i == size - 1 ? byte | mark : byte));
	}
}

bool glass_unpack_sortable(struct slice bytes, uint32_t *number)
{
	const unsigned first = bytes.size ? (unsigned char)bytes.data[0] : 0xff;
	const unsigned size = first < 0x80 ? 2 : first < 0xc0 ? 3 : first < 0xe0 ? 4 : 5;
	uint64_t value = first & (0xffu >> (size - 1));

	if (bytes.size != size)
		return false;
	for (unsigned i = 1; i < size; i++)
		value = value << 8 | (unsigned char)bytes.data[i];
	if (value > UINT32_MAX)
		return false;
	*number = (uint32_t)value;
	return true;
}

void glass_pack_term(struct buffer *key, struct slice term)
{
	size_t begin = 0;
	size_t position;

	while (slice_find_byte(term, '\0', begin, &position)) {
		buffer_append(key, slice_range(term, begin, position + 1));
		buffer_append_byte(key, '\xff');
		begin = position + 1;
	}
	buffer_append(key, slice_range(term, begin, term.size));
}

void glass_unpack_term(struct slice key, struct buffer *term, struct slice *rest)
{
	size_t begin = 0;
	size_t position;

	*rest = (struct slice){NULL, 0};
	while (slice_find_byte(key, '\0', begin, &position)) {
		const bool is_escaped = position + 1 < key.size && key.data[position + 1] == '\xff';

		buffer_append(term, slice_range(key, begin, position + is_escaped));
		begin = position + 1 + is_escaped;
		if (!is_escaped) {
			*rest = slice_range(key, begin, key.size);
			return;
		}
	}
	buffer_append(term, slice_range(key, begin, key.size));
}
