/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

#define REPLACEMENT_BYTES "\xef\xbf\xbd"

/* How long a sequence that begins with this byte is, and within which bounds its second byte
 * must lie (Unicode table 3-7): what forbids overlong forms, surrogates and over 10FFFF. */
struct lead {
	unsigned char size, low, high;
};

static struct lead lead_of(unsigned char byte)
{
	if (byte >= 0xc2 && byte <= 0xdf)
		return (struct lead){2, 0x80, 0xbf};
	if (byte >= 0xe0 && byte <= 0xef)
		return (struct lead){3, byte == 0xe0 ? 0xa0 : 0x80, byte == 0xed ? 0x9f : 0xbf};
	if (byte >= 0xf0 && byte <= 0xf4)
		return (struct lead){4, byte == 0xf0 ? 0x90 : 0x80, byte == 0xf4 ? 0x8f : 0xbf};
	return (struct lead){byte < 0x80 ? 1 : 0, 0, 0};
}

/* How many bytes from `position` on are a valid sequence or the maximal beginning of one
 * (at least 1), and whether it is whole. */
static unsigned sequence_size(struct slice text, size_t position, bool *whole)
{
	const unsigned char *bytes = (const unsigned char *)text.data + position;
	const size_t left = text.size - position;
	const struct lead lead = lead_of(bytes[0]);
	unsigned size = 1;

	if (lead.size > 1 && left > 1 && bytes[1] >= lead.low && bytes[1] <= lead.high) {
		size = 2;
		while (size < lead.size && size < left && (bytes[size] & 0xc0) == 0x80)
			size++;
	}
	*whole = size == lead.size;
	return size;
}

uint32_t utf8_decode(struct slice text, size_t position, unsigned *size)
{
	const unsigned char *bytes = (const unsigned char *)text.data + position;
	bool whole;

	*size = 1;
	if (bytes[0] < 0x80)
		return bytes[0];
	const unsigned length = sequence_size(text, position, &whole);

	if (!whole)
		return UTF8_REPLACEMENT;
	*size = length;
	if (length == 2)
		return (bytes[0] & 0x1fu) << 6 | (bytes[1] & 0x3fu);
	if (length == 3)
		return (bytes[0] & 0x0fu) << 12 | (bytes[1] & 0x3fu) << 6 | (bytes[2] & 0x3fu);
	return (bytes[0] & 0x07u) << 18 | (bytes[1] & 0x3fu) << 12 | (bytes[2] & 0x3fu) << 6 |
		(bytes[3] & 0x3fu);
}

uint32_t utf8_decode_before(struct slice text, size_t position, unsigned *size)
{
	const struct slice before = {text.data, position};
	size_t begin = position - 1;

	while (begin > 0 && position - begin < 4 && ((unsigned char)text.data[begin] & 0xc0) == 0x80)
		begin--;
	const uint32_t code_point = utf8_decode(before, begin, size);

	if (begin + *size == position)
		return code_point;
	*size = 1;
	return UTF8_REPLACEMENT;
}

void utf8_append(struct buffer *buffer, uint32_t code_point)
{
	char bytes[4];
	size_t size = 0;

	if (code_point < 0x80) {
		bytes[size++] = (char)code_point;
	} else if (code_point < 0x800) {
		bytes[size++] = (char)(0xc0 | code_point >> 6);
		bytes[size++] = (char)(0x80 | (code_point & 0x3f));
	} else if (code_point < 0x10000) {
		bytes[size++] = (char)(0xe0 | code_point >> 12);
		bytes[size++] = (char)(0x80 | (code_point >> 6 & 0x3f));
		bytes[size++] = (char)(0x80 | (code_point & 0x3f));
	} else {
		bytes[size++] = (char)(0xf0 | code_point >> 18);
		bytes[size++] = (char)(0x80 | (code_point >> 12 & 0x3f));
		bytes[size++] = (char)(0x80 | (code_point >> 6 & 0x3f));
		bytes[size++] = (char)(0x80 | (code_point & 0x3f));
	}
	buffer_append_bytes(buffer, bytes, size);
}

/* Where the first byte from `position` on is that is not plain ASCII (or is NUL). Eight
 * bytes at a time: nearly all text passes here. */
static size_t skip_ascii(struct slice text, size_t position)
{
	const uint64_t ones = 0x0101010101010101u;
	const uint64_t highs = 0x8080808080808080u;
	uint64_t eight;

	while (position + sizeof(eight) <= text.size) {
		memcpy(&eight, text.data + position, sizeof(eight));
		if ((eight | (eight - ones)) & highs)
			break;
		position += sizeof(eight);
	}
	while (position < text.size && text.data[position] > 0)
		position++;
	return position;
}

/* Where the first part from `position` on is that utf8_repair would replace, else the size. */
static size_t find_damage(struct slice text, size_t position)
{
	bool whole;

	while ((position = skip_ascii(text, position)) < text.size) {
		const unsigned size = sequence_size(text, position, &whole);

		if (!whole || text.data[position] == '\0')
			return position;
		position += size;
	}
	return position;
}

bool utf8_is_valid(struct slice text)
{
	size_t position = 0;

	while ((position = find_damage(text, position)) < text.size) {
		if (text.data[position] != '\0')
			return false;
		position++;
	}
	return true;
}

struct slice utf8_repair(struct slice text, struct arena *arena)
{
	size_t begin = 0;
	size_t end = find_damage(text, 0);
	bool whole;

	if (end == text.size)
		return text;
	struct buffer buffer = {0};

	buffer_reserve(&buffer, text.size + text.size / 8);
	while (end < text.size) {
		buffer_append(&buffer, slice_range(text, begin, end));
		buffer_append_string(&buffer, REPLACEMENT_BYTES);
		begin = end + sequence_size(text, end, &whole);
		end = find_damage(text, begin);
	}
	buffer_append(&buffer, slice_range(text, begin, end));
	const struct slice repaired = arena_copy(arena, buffer_slice(&buffer));

	buffer_clear(&buffer);
	return repaired;
}

size_t utf8_count_code_points(struct slice text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.size; i++)
		count += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	return count;
}
