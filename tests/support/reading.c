/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/reading.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "indexer/source.h"
#include "tests/support/golden.h"
#include "tests/support/suite.h"

#include "base/banned.h"

/* A line with what would break it written as an escape. */
static void print_field(struct buffer *output, const char *name, struct slice text)
{
	if (!text.size)
		return;
	buffer_printf(output, "  %s: ", name);
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] == '\n')
			buffer_append_string(output, "\\n");
		else if (text.data[i] == '\r')
			buffer_append_string(output, "\\r");
		else
			buffer_append_byte(output, text.data[i]);
	}
	buffer_append_byte(output, '\n');
}

static void print_article(struct buffer *output, const struct article *article)
{
	char date[21];

	buffer_append_string(output, "article\n");
	print_field(output, "id", article->identity);
	print_field(output, "title", article->title);
	print_field(output, "subtitle", article->subtitle);
	if (article->date != CLOCK_DATE_NONE) {
		clock_format_time(article->date, date);
		print_field(output, "date", slice_of(date));
	}
	print_field(output, "author", article->author);
	print_field(output, "source", article->source);
	print_field(output, "url", article->url);
	print_field(output, "section", article->section);
	print_field(output, "tags", article->tags);
	print_field(output, "language", article->language_name);
	print_field(output, "extra", article->extra);
	print_field(output, "body", article->body);
}

static void print_document(const struct reader *reader, const struct mapping *mapping,
	const struct raw_document *document, struct buffer *output)
{
	struct parsing parsing = {.bytes = document->bytes, .mapping = mapping};
	struct error error = {0};
	struct article article;
	struct arena arena = {0};

	buffer_printf(output, "line %llu: ", (unsigned long long)document->line);
	while (!document->rejection && reader->next(&parsing, &arena, &article, &error))
		print_article(output, &article);
	if (document->rejection)
		buffer_printf(output, "rejected: %s\n", document->rejection);
	if (error.code)
		buffer_printf(output, "rejected: %s\n", error.message);
	arena_clear(&arena);
}

void reading_print(const struct reader *reader, const struct mapping *mapping, const char *path,
	struct buffer *output)
{
	struct cutter cutter = {.line = 1};
	struct raw_document document;
	struct error error = {0};

	if (source_open(path, true, NULL, &cutter.source, &error)) {
		while (reader->cut(&cutter, &document, &error))
			print_document(reader, mapping, &document, output);
	}
	if (error.code)
		buffer_printf(output, "file rejected: %s\n", error.message);
	source_close(cutter.source);
}

static int is_input(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && !strstr(entry->d_name, ".expected");
}

void reading_check_folder(const struct reader *reader, const char *folder)
{
	char *root = memory_copy_string(suite_source(folder));
	struct mapping mapping;
	struct dirent **entries;
	int count = scandir(root, &entries, is_input, alphasort);

	ck_assert_int_gt(count, 0);
	mapping_init(&mapping);
	for (int i = 0; i < count; i++) {
		struct buffer path = {0}, output = {0};

		buffer_printf(&path, "%s/%s", root, entries[i]->d_name);
		reading_print(reader, &mapping, path.data, &output);
		buffer_append_string(&path, ".expected");
		golden_check(path.data, buffer_slice(&output));
		buffer_clear(&path);
		buffer_clear(&output);
		free(entries[i]);
	}
	free(entries);
	mapping_clear(&mapping);
	memory_free(root);
}
