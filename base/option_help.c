/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/options.h"

#include <string.h>

#include "base/buffer.h"
#include "base/slice.h"

#include "base/banned.h"

#define HELP_COLUMN 28

/* "  -n, --count COUNT" */
static void append_names(struct buffer *line, const struct option_definition *row)
{
	if (row->letter)
		buffer_printf(line, "  -%c, --%s", row->letter, row->name);
	else
		buffer_printf(line, "      --%s", row->name);
	if (row->argument)
		buffer_printf(line, " %s", row->argument);
}

static void print_row(const struct option_definition *row, FILE *stream)
{
	struct slice rest = slice_of(row->help);
	struct slice part;
	struct buffer line = {0};
	const bool shows_initial = row->initial && row->initial[0] && row->kind != OPTION_FLAG;

	append_names(&line, row);
	if (line.size + 2 > HELP_COLUMN) {
		fprintf(stream, "%s\n", line.data);
		buffer_reset(&line);
	}
	while (slice_split(&rest, '\n', &part)) {
		fprintf(stream, "%-*s%.*s", HELP_COLUMN, line.data, SLICE_ARGS(part));
		if (!rest.data && shows_initial)
			fprintf(stream, " [%s]", row->initial);
		fputc('\n', stream);
		buffer_reset(&line);
	}
	buffer_clear(&line);
}

void options_print_help(const struct option_program *program, FILE *stream)
{
	static const struct option_definition own_rows[] = {
		{.name = "help", .letter = 'h', .help = "print this help and exit"},
		{.name = "version", .letter = 'V', .help = "print the version and exit"},
	};
	struct slice rest = slice_of(program->usage);
	struct slice part;
	const char *label = "Usage:";

	while (slice_split(&rest, '\n', &part)) {
		fprintf(stream, "%-6s %.*s\n", label, SLICE_ARGS(part));
		label = "";
	}
	fprintf(stream, "%s\n", program->summary);
	if (program->table[0].name && !program->table[0].group)
		fputs("\nOptions:\n", stream);
	for (const struct option_definition *row = program->table; row->name; row++) {
		if (row->group)
			fprintf(stream, "\n%s:\n", row->group);
		print_row(row, stream);
	}
	fputc('\n', stream);
	print_row(&own_rows[0], stream);
	print_row(&own_rows[1], stream);
	if (program->closing)
		fprintf(stream, "\n%s\n", program->closing);
}
