/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/render/json.h"

#include <math.h>
#include "base/banned.h"

#define PIECE_SIZE 65536u /* bytes escaped in one go */

#define C1_LEAD 0xc2 /* the first byte of U+0080 to U+00BF */

/* What stands after the backslash; 0: the byte needs none; 'u': four hexadecimal digits. JSON does not
 * ask for DEL and U+0080 to U+009F, but answers are read in terminals, which obey them. */
static const char escapes[256] = {
	['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't',
	['"'] = '"', ['\\'] = '\\',
	[0] = 'u', [1] = 'u', [2] = 'u', [3] = 'u', [4] = 'u', [5] = 'u', [6] = 'u', [7] = 'u',
	[11] = 'u', [14] = 'u', [15] = 'u', [16] = 'u', [17] = 'u', [18] = 'u', [19] = 'u',
	[20] = 'u', [21] = 'u', [22] = 'u', [23] = 'u', [24] = 'u', [25] = 'u', [26] = 'u',
	[27] = 'u', [28] = 'u', [29] = 'u', [30] = 'u', [31] = 'u', [127] = 'u',
	[C1_LEAD] = 'u', /* before 0x80 to 0x9f */
};

void json_init(struct json *json, struct buffer *output)
{
	*json = (struct json){.output = output};
}

static void separate(struct json *json)
{
	if (json->needs_comma)
		buffer_append_byte(json->output, ',');
	json->needs_comma = true;
}

static void open_with(struct json *json, char bracket)
{
	separate(json);
	buffer_append_byte(json->output, bracket);
	json->needs_comma = false;
}

static void close_with(struct json *json, char bracket)
{
	buffer_append_byte(json->output, bracket);
	json->needs_comma = true;
}

void json_open_object(struct json *json)
{
	open_with(json, '{');
}

void json_close_object(struct json *json)
{
	close_with(json, '}');
}

void json_open_array(struct json *json)
{
	open_with(json, '[');
}

void json_close_array(struct json *json)
{
	close_with(json, ']');
}

void json_key(struct json *json, const char *key)
{
	separate(json);
	buffer_append_byte(json->output, '"');
	buffer_append_string(json->output, key);
	buffer_append_bytes(json->output, "\":", 2);
	json->needs_comma = false;
}

static char *append_escape(char *output, unsigned char byte, char escape)
{
	static const char digits[] = "0123456789abcdef";

	*output++ = '\\';
	*output++ = escape;
	if (escape == 'u') {
		*output++ = '0';
		*output++ = '0';
		*output++ = digits[byte >> 4];
		*output++ = digits[byte & 15];
	}
	return output;
}

static bool is_c1(struct slice text, size_t i)
{
	return i + 1 < text.size && (unsigned char)text.data[i + 1] >= 0x80 &&
	       (unsigned char)text.data[i + 1] < 0xa0;
}

/* From `i` to `end`, or one byte more; returns where it stopped. With room for the worst case
 * reserved, the loop needs no check for each byte. */
static size_t append_piece(struct buffer *buffer, struct slice text, size_t i, size_t end)
{
	char *output = buffer_reserve(buffer, (end - i) * 6);

	for (; i < end; i++) {
		unsigned char byte = (unsigned char)text.data[i];

		if (!escapes[byte])
			*output++ = (char)byte;
		else if (byte != C1_LEAD)
			output = append_escape(output, byte, escapes[byte]);
		else if (is_c1(text, i))
			output = append_escape(output, (unsigned char)text.data[++i], 'u');
		else
			*output++ = (char)byte;
	}
	*output = '\0';
	buffer->size = (size_t)(output - buffer->data);
	return i;
}

void json_text(struct json *json, struct slice text)
{
	separate(json);
	buffer_append_byte(json->output, '"');
	for (size_t i = 0; i < text.size;)
		i = append_piece(json->output, text, i,
			text.size - i > PIECE_SIZE ? i + PIECE_SIZE : text.size);
	buffer_append_byte(json->output, '"');
}

static void append_unsigned(struct buffer *buffer, uint64_t number)
{
	char digits[20];
	size_t first = sizeof(digits);

	do {
		digits[--first] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	buffer_append_bytes(buffer, digits + first, sizeof(digits) - first);
}

void json_unsigned(struct json *json, uint64_t number)
{
	separate(json);
	append_unsigned(json->output, number);
}

void json_decimal(struct json *json, double number, unsigned digits)
{
	static const uint32_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
	uint64_t scaled, fraction;

	if (!isfinite(number) || fabs(number) > 1e12) {
		json_raw(json, SLICE_LITERAL("null"));
		return;
	}
	separate(json);
	scaled = (uint64_t)(fabs(number) * powers[digits] + 0.5);
	if (number < 0 && scaled)
		buffer_append_byte(json->output, '-');
	append_unsigned(json->output, scaled / powers[digits]);
	fraction = scaled % powers[digits];
	if (!fraction)
		return;
	buffer_append_byte(json->output, '.');
	for (uint32_t power = powers[digits] / 10; power && fraction; power /= 10) {
		buffer_append_byte(json->output, (char)('0' + fraction / power));
		fraction %= power;
	}
}

void json_bool(struct json *json, bool value)
{
	separate(json);
	buffer_append_string(json->output, value ? "true" : "false");
}

void json_raw(struct json *json, struct slice value)
{
	separate(json);
	buffer_append(json->output, value);
}

void json_field(struct json *json, const char *key, struct slice text)
{
	if (!text.size)
		return;
	json_key(json, key);
	json_text(json, text);
}
