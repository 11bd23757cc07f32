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
