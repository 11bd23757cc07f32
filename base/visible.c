/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/visible.h"

#include "base/banned.h"

/* The last byte of a character of three, behind 0xe2 and this one. */
static bool turns_order(unsigned char second, unsigned char third)
{
	return (second == 0x80 && third >= 0xaa && third <= 0xae) ||
		(second == 0x81 && third >= 0xa6 && third <= 0xa9);
}

size_t visible_hidden_size(struct slice text, size_t i)
{
	const unsigned char *bytes = (const unsigned char *)text.data + i;
	const size_t left = text.size - i;

	if (bytes[0] < ' ')
		return bytes[0] != '\n' && bytes[0] != '\t';
	if (bytes[0] < 0x7f)
		return 0;
	if (bytes[0] == 0x7f)
		return 1;
	if (bytes[0] == 0xc2 && left > 1 && bytes[1] < 0xa0)
		return 2;
	return bytes[0] == 0xe2 && left > 2 && turns_order(bytes[1], bytes[2]) ? 3 : 0;
}

void visible_append(struct slice text, struct buffer *output)
{
	for (size_t i = 0; i < text.size;) {
		const size_t hidden = visible_hidden_size(text, i);

		if (hidden == 0)
			buffer_append_byte(output, text.data[i]);
		i += hidden ? hidden : 1;
	}
}

/* The code point of a hidden character, by its bytes. */
static unsigned code_point(const char *bytes, size_t size)
{
	const unsigned char *b = (const unsigned char *)bytes;

	if (size == 1)
		return b[0];
	if (size == 2)
		return (b[0] & 0x1fu) << 6 | (b[1] & 0x3fu);
	return (b[0] & 0x0fu) << 12 | (b[1] & 0x3fu) << 6 | (b[2] & 0x3fu);
}

void visible_append_json(struct slice json, struct buffer *output)
{
	for (size_t i = 0; i < json.size;) {
		const size_t hidden = visible_hidden_size(json, i);

		if (hidden)
			buffer_printf(output, "\\u%04x", code_point(json.data + i, hidden));
		else
			buffer_append_byte(output, json.data[i]);
		i += hidden ? hidden : 1;
	}
}

void visible_complain(FILE *stream, const char *program, const char *message)
{
	struct buffer line = {0};

	visible_append(slice_of(message), &line);
	for (size_t i = 0; i < line.size; i++) {
		if (line.data[i] == '\n')
			line.data[i] = ' ';
	}
	fprintf(stream, "%s: %.*s\n", program, SLICE_ARGS(buffer_slice(&line)));
	buffer_clear(&line);
}
