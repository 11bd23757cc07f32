/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a JSON file or JSON lines: cut, parsed, and every text of it is UTF-8. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "indexer/identity.h"
#include "indexer/reader/mapping.h"
#include "indexer/reader/reader.h"
#include "text/utf8.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool is_so)
{
	if (!is_so)
		abort();
}

static void check_article(const struct article *article)
{
	const struct slice texts[] = {article->identity, article->title, article->subtitle,
		article->body, article->author, article->source, article->site, article->url,
		article->section, article->tags, article->extra, article->language_name};

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		size_t at;

		check(utf8_is_valid(texts[i]));
		check(!slice_find_byte(texts[i], '\0', 0, &at));
	}
	check(article->identity.size > 0);
}

static void read_document(const struct reader *reader, const struct mapping *mapping,
	const struct raw_document *document)
{
	struct parsing parsing = {.bytes = document->bytes, .mapping = mapping};
	struct article article;
	struct arena arena = {0};
	struct error error = {0};

	while (!document->rejection && reader->next(&parsing, &arena, &article, &error)) {
		identity_complete(&article, "/file", document->line, &arena);
		check_article(&article);
	}
	arena_clear(&arena);
}

static void read_file(const struct reader *reader, const char *path)
{
	struct cutter cutter = {.line = 1};
	struct raw_document document;
	struct mapping mapping;
	struct error error = {0};
	uint64_t line = 0;

	mapping_init(&mapping);
	/* Gzip that is damaged is refused here; it has a target of its own. */
	if (source_open(path, true, NULL, &cutter.source, &error)) {
		while (reader->cut(&cutter, &document, &error)) {
			check(document.line >= line);
			line = document.line;
			read_document(reader, &mapping, &document);
		}
	}
	source_close(cutter.source);
	mapping_clear(&mapping);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error error = {0};
	char path[64];
	int descriptor = memfd_create("fuzz_json", 0);

	check(descriptor >= 0);
	check(file_write_all(descriptor, slice_make((const char *)data, size), &error));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", descriptor);
	read_file(&reader_json, path);
	read_file(&reader_json_lines, path);
	close(descriptor);
	return 0;
}
