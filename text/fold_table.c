/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fold_table.c - prints text/fold_table.inc; `make fold-table` puts it in place.
 *
 * To be run when fold_append_slowly folds otherwise than before: check_fold says so.
 */
#include <stdint.h>
#include <stdio.h>

#include "text/fold.h"
#include "text/utf8.h"

static const struct table {
	const char *name;
	uint32_t first, last;
} tables[] = {
	{"frequent", 0x80, 0x52f},
	{"punctuation", 0x2010, 0x203f},
};

static int is_accent(uint32_t code_point)
{
	return (code_point >= 0x300 && code_point <= 0x36f) ||
		(code_point >= 0x483 && code_point <= 0x489);
}

static void print_row(uint32_t code_point)
{
	struct buffer letter = {0};
	struct buffer folded = {0};

	utf8_append(&letter, code_point);
	fold_append_slowly(buffer_slice(&letter), &folded);
	if (is_accent(code_point) || folded.size > 3) {
		printf("{0xff, \"\"},");
	} else {
		printf("{%zu, \"", folded.size);
		for (size_t i = 0; i < folded.size; i++)
			printf("\\%03o", (unsigned char)folded.data[i]);
		printf("\"},");
	}
	buffer_clear(&letter);
	buffer_clear(&folded);
}

int main(void)
{
	printf("/* SPDX-License-Identifier: GPL-2.0-or-later */\n"
	       "/* Printed by text/fold_table.c. */\n"
	       "/* clang-format off */\n");
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		printf("static const struct folded %s[] = {\n", tables[i].name);
		for (uint32_t row = tables[i].first; row <= tables[i].last; row++) {
			const uint32_t column = (row - tables[i].first) % 5;

			printf("%s", column == 0 ? "\t" : " ");
			print_row(row);
			printf("%s", column == 4 || row == tables[i].last ? "\n" : "");
		}
		printf("};\n");
	}
	printf("/* clang-format on */\n");
	return 0;
}
