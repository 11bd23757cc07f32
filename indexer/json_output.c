/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/json_output.h"

#include <inttypes.h>
#include <string.h>

#include "base/visible.h"

#include "base/banned.h"

static void append_escape(struct buffer *output, struct slice character)
{
	const unsigned char byte = (unsigned char)character.data[0];

	if (byte == '\n')
		buffer_append_string(output, "\\n");
	else if (byte < ' ')
		buffer_printf(output, "\\u%04x", byte);
	else if (byte == '"' || byte == '\\')
		buffer_append_bytes(output, (const char[]){'\\', (char)byte}, 2);
	else
		visible_append_json(character, output);
}

static void append_string(struct buffer *output, struct slice text)
{
	size_t begin = 0;

	buffer_append_byte(output, '"');
	for (size_t i = 0, size = 1; i < text.size; i += size) {
		const unsigned char byte = (unsigned char)text.data[i];
		bool is_escaped = byte < ' ' || byte == '"' || byte == '\\';

		size = 1;
		if (byte >= 0x7f)
			size = visible_step(text, i, &is_escaped);
		if (!is_escaped)
			continue;
		buffer_append_bytes(output, text.data + begin, i - begin);
		begin = i + size;
		append_escape(output, slice_range(text, i, begin));
	}
	buffer_append_bytes(output, text.data + begin, text.size - begin);
	buffer_append_byte(output, '"');
}

static void begin_value(struct buffer *output, const char *key)
{
	if (output->size && !strchr("{[\n", output->data[output->size - 1]))
		buffer_append_byte(output, ',');
	if (!key)
		return;
	append_string(output, slice_of(key));
	buffer_append_byte(output, ':');
}

void json_output_open(struct buffer *output, const char *key, char bracket)
{
	begin_value(output, key);
	buffer_append_byte(output, bracket);
}

void json_output_close(struct buffer *output, char bracket)
{
	buffer_append_byte(output, bracket);
}

void json_output_text(struct buffer *output, const char *key, struct slice text)
{
	begin_value(output, key);
	append_string(output, text);
}

void json_output_text_if_any(struct buffer *output, const char *key, struct slice text)
{
	if (text.size)
		json_output_text(output, key, text);
}

void json_output_unsigned(struct buffer *output, const char *key, uint64_t number)
{
	begin_value(output, key);
	buffer_printf(output, "%" PRIu64, number);
}

void json_output_real(struct buffer *output, const char *key, double number, int digits)
{
	begin_value(output, key);
	buffer_printf(output, "%.*f", digits, number);
}

void json_output_raw(struct buffer *output, const char *key, struct slice json)
{
	begin_value(output, key);
	buffer_append(output, json);
}
