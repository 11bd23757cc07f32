/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/case_file.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "tests/support/suite.h"
#include "text/utf8.h"

#define SIZE_LIMIT (1 << 20)

void case_file_open(struct case_file *file, const char *name)
{
	struct error error = {0};
	char path[256];

	*file = (struct case_file){0};
	snprintf(path, sizeof(path), "tests/cases/%s", name);
	ck_assert_msg(file_read(suite_source(path), SIZE_LIMIT, &file->content, &error), "%s",
		error.message);
	file->rest = buffer_slice(&file->content);
}

void case_file_close(struct case_file *file)
{
	buffer_clear(&file->content);
	buffer_clear(&file->unescaped);
}

static size_t append_code_point(struct slice line, size_t begin, size_t digits, struct buffer *output)
{
	char text[8] = {0};

	ck_assert_uint_le(begin + digits, line.size);
	for (size_t i = 0; i < digits; i++)
		text[i] = line.data[begin + i];
	utf8_append(output, (uint32_t)strtoul(text, NULL, 16));
	return begin + digits;
}

static void append_unescaped(struct slice line, struct buffer *output)
{
	size_t i = 0;

	while (i < line.size) {
		const char byte = line.data[i++];

		if (byte != '\\') {
			buffer_append_byte(output, byte);
			continue;
		}
		ck_assert_uint_lt(i, line.size);
		switch (line.data[i++]) {
		case 'n':
			buffer_append_byte(output, '\n');
			break;
		case 't':
			buffer_append_byte(output, '\t');
			break;
		case 'r':
			buffer_append_byte(output, '\r');
			break;
		case 'f':
			buffer_append_byte(output, '\f');
			break;
		case '\\':
			buffer_append_byte(output, '\\');
			break;
		case 'u':
			i = append_code_point(line, i, 4, output);
			break;
		case 'U':
			i = append_code_point(line, i, 6, output);
			break;
		default:
			ck_abort_msg("unknown escape in: %.*s", SLICE_ARGS(line));
		}
	}
}

bool case_file_next(struct case_file *file)
{
	size_t ends[CASE_LINES];
	struct slice line;

	file->count = 0;
	buffer_reset(&file->unescaped);
	while (slice_split(&file->rest, '\n', &line)) {
		if (slice_starts_with(line, SLICE_LITERAL("# ")))
			continue;
		if (line.size == 0 && file->count > 0)
			break;
		if (line.size == 0)
			continue;
		ck_assert_uint_lt(file->count, CASE_LINES);
		append_unescaped(line, &file->unescaped);
		ends[file->count++] = file->unescaped.size;
	}
	for (unsigned i = 0; i < file->count; i++)
		file->lines[i] =
			slice_range(buffer_slice(&file->unescaped), i ? ends[i - 1] : 0, ends[i]);
	file->groups += file->count > 0;
	return file->count > 0;
}
