/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a case file and writes it anew as the parser sees it now: `make golden-update`. Review
 * the difference like code. */
#include <stdio.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "tests/support/query_case.h"

int main(int argc, char **argv)
{
	struct buffer input = {0}, output = {0};
	struct error error = {0};
	struct analysis *analysis = analysis_new();
	struct slice rest, line;
	bool is_query = true;

	if (argc != 2 || !file_read(argv[1], 1 << 20, &input, &error)) {
		fprintf(stderr, "%s\n", argc == 2 ? error.message : "one case file, please");
		return 2;
	}
	rest = buffer_slice(&input);
	while (slice_split(&rest, '\n', &line)) {
		bool is_comment = line.size && line.data[0] == '#';

		if (line.size == 0 || is_comment) {
			buffer_append(&output, line);
			if (rest.data)
				buffer_append_byte(&output, '\n');
		} else if (is_query) {
			query_case_describe(analysis, line, &output);
		}
		is_query = line.size == 0 || is_comment;
	}
	fwrite(output.data, 1, output.size, stdout);
	buffer_clear(&input);
	buffer_clear(&output);
	analysis_free(analysis);
	return 0;
}
