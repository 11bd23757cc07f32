/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/slice.h"
#include "base/visible.h"

#include "base/banned.h"

#define REST_SIZE 4096 /* of a line; more is cut */

static enum log_level log_level = LOG_INFO;
static enum log_format log_format = LOG_FORMAT_TEXT;

static const char *const level_names[] = {
	[LOG_ERROR] = "error",
	[LOG_WARNING] = "warning",
	[LOG_INFO] = "info",
	[LOG_DEBUG] = "debug",
};

void log_set_level(enum log_level level)
{
	log_level = level;
}

void log_set_format(enum log_format format)
{
	log_format = format;
}

enum log_level log_get_level(void)
{
	return log_level;
}

/* One line must stay one line, and a terminal must not be commanded. Logs quote what was refused,
 * so anything may stand there. */
static void append_escaped(struct buffer *line, struct slice text, bool is_json)
{
	bool is_hidden;

	for (size_t i = 0, size; i < text.size; i += size) {
		const unsigned char byte = (unsigned char)text.data[i];
		bool is_stray;

		size = visible_step(text, i, &is_hidden);
		is_stray = size == 1 && byte >= 0x80;
		if (is_stray || byte < ' ')
			buffer_printf(line, "\\u%04x", byte);
		else if (is_hidden)
			visible_append_json(slice_range(text, i, i + size), line);
		else if (is_json && (byte == '"' || byte == '\\'))
			buffer_printf(line, "\\%c", byte);
		else
			buffer_append_bytes(line, text.data + i, size);
	}
}

static bool is_number(struct slice value)
{
	int64_t number;

	/* No sign but minus, no leading zero: JSON has neither. */
	return slice_to_signed(value, &number) && value.data[0] != '+' &&
		(value.data[0] != '0' || value.size == 1) &&
		!(value.size > 1 && value.data[0] == '-' && value.data[1] == '0');
}

static void append_json_pair(struct buffer *line, struct slice key, struct slice value)
{
	buffer_append_string(line, ",\"");
	append_escaped(line, key, true);
	buffer_append_string(line, "\":");
	if (is_number(value)) {
		buffer_append(line, value);
		return;
	}
	buffer_append_byte(line, '"');
	append_escaped(line, value, true);
	buffer_append_byte(line, '"');
}

/* Where a quoted value ends: at the first quotation mark before a blank or the end. */
static size_t closing_mark(struct slice text, size_t from)
{
	size_t position;

	while (slice_find_byte(text, '"', from, &position)) {
		if (position + 1 == text.size || text.data[position + 1] == ' ')
			return position;
		from = position + 1;
	}
	return text.size;
}

/* key=value key="quoted value" ... */
static void append_json_pairs(struct buffer *line, struct slice rest)
{
	size_t equals, end;

	for (rest = slice_trim(rest); rest.size > 0; rest = slice_trim(rest)) {
		struct slice value;

		if (!slice_find_byte(rest, '=', 0, &equals)) {
			append_json_pair(line, SLICE_LITERAL("message"), rest);
			return;
		}
		if (equals + 1 < rest.size && rest.data[equals + 1] == '"') {
			end = closing_mark(rest, equals + 2);
			value = slice_range(rest, equals + 2, end);
			end++;
		} else {
			if (!slice_find_byte(rest, ' ', equals, &end))
				end = rest.size;
			value = slice_range(rest, equals + 1, end);
		}
		append_json_pair(line, slice_range(rest, 0, equals), value);
		rest = slice_range(rest, end, rest.size);
	}
}

static void write_line(enum log_level level, const char *event, struct slice rest)
{
	struct buffer line = {0};
	struct error ignored;

	if (log_format == LOG_FORMAT_JSON) {
		buffer_printf(&line, "{\"level\":\"%s\",\"event\":\"%s\"", level_names[level], event);
		append_json_pairs(&line, rest);
		buffer_append_string(&line, "}\n");
	} else {
		buffer_printf(&line, "level=%s event=%s", level_names[level], event);
		if (rest.size)
			buffer_append_byte(&line, ' ');
		append_escaped(&line, rest, false);
		buffer_append_byte(&line, '\n');
	}
	/* Where stderr is gone there is nobody to tell. */
	file_write_all(STDERR_FILENO, buffer_slice(&line), &ignored);
	buffer_clear(&line);
}

static void write_event(enum log_level level, const char *event, const char *format,
	va_list arguments) __attribute__((format(printf, 3, 0)));

static void write_event(enum log_level level, const char *event, const char *format,
	va_list arguments)
{
	char rest[REST_SIZE];
	int size;

	if (level > log_level)
		return;
	size = vsnprintf(rest, sizeof(rest), format, arguments);
	if (size < 0)
		size = 0;
	if ((size_t)size >= sizeof(rest))
		size = sizeof(rest) - 1;
	write_line(level, event, slice_make(rest, (size_t)size));
}

void log_error(const char *event, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	write_event(LOG_ERROR, event, format, arguments);
	va_end(arguments);
}

void log_warning(const char *event, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	write_event(LOG_WARNING, event, format, arguments);
	va_end(arguments);
}

void log_info(const char *event, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	write_event(LOG_INFO, event, format, arguments);
	va_end(arguments);
}

void log_debug(const char *event, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	write_event(LOG_DEBUG, event, format, arguments);
	va_end(arguments);
}
