/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/visible.h"

#include "base/banned.h"

static size_t character_size(struct slice text, size_t i)
{
	const unsigned char lead = (unsigned char)text.data[i];
	const size_t wanted =
		lead >= 0xf5 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
	size_t size = 1;

	while (size < wanted && i + size < text.size &&
		((unsigned char)text.data[i + size] & 0xc0) == 0x80)
		size++;
	return size == wanted ? size : 1;
}

/* Of a whole character, or of a stray byte. */
static unsigned code_point(const char *bytes, size_t size)
{
	static const unsigned char masks[] = {0, 0xff, 0x1f, 0x0f, 0x07};
	unsigned code = (unsigned char)bytes[0] & masks[size];

	for (size_t i = 1; i < size; i++)
		code = code << 6 | ((unsigned char)bytes[i] & 0x3f);
	return code;
}

static bool is_hidden_code(unsigned c)
{
	return (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) ||
		(c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

size_t visible_step(struct slice text, size_t i, bool *is_hidden)
{
	const size_t size = character_size(text, i);

	*is_hidden = is_hidden_code(code_point(text.data + i, size));
	return size;
}

void visible_append(struct slice text, struct buffer *output)
{
	bool is_hidden;

	for (size_t i = 0, size; i < text.size; i += size) {
		size = visible_step(text, i, &is_hidden);
		if (!is_hidden)
			buffer_append_bytes(output, text.data + i, size);
	}
}

void visible_append_cell(struct slice text, struct buffer *output)
{
	bool is_hidden;

	for (size_t i = 0, size; i < text.size; i += size) {
		size = visible_step(text, i, &is_hidden);
		if (is_hidden || text.data[i] == '\n' || text.data[i] == '\t')
			buffer_append_byte(output, ' ');
		else
			buffer_append_bytes(output, text.data + i, size);
	}
}

void visible_append_json(struct slice json, struct buffer *output)
{
	bool is_hidden;

	for (size_t i = 0, size; i < json.size; i += size) {
		size = visible_step(json, i, &is_hidden);
		if (is_hidden)
			buffer_printf(output, "\\u%04x", code_point(json.data + i, size));
		else
			buffer_append_bytes(output, json.data + i, size);
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
