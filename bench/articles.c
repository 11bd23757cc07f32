/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench/articles.h"

#include <time.h>

#include "base/memory.h"
#include "indexer/identity.h"
#include "indexer/intake.h"
#include "indexer/reader/mapping.h"

#include "base/banned.h"

#define BATCH_BYTES ((size_t)4 << 20)

struct articles {
	const char *path;
	struct summary summary;
	struct mapping mapping;
	struct intake *intake;
	struct batch *batch;
	size_t next;            /* document of the batch */
	struct parsing parsing; /* of the document before it */
	struct arena arena;
	int64_t reading_ns, parsing_ns;
};

static int64_t processor_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

struct articles *articles_open(const char *path)
{
	struct articles *articles = memory_allocate_array(1, sizeof(*articles));
	struct intake_settings settings = {.operand_count = 1, .batch_bytes = BATCH_BYTES};

	articles->path = path;
	summary_init(&articles->summary, stderr);
	articles->summary.is_quiet = true;
	mapping_init(&articles->mapping);
	articles->batch = batch_new();
	settings.operands = &articles->path;
	settings.summary = &articles->summary;
	articles->intake = intake_open(&settings);
	return articles;
}

void articles_close(struct articles *articles)
{
	intake_close(articles->intake);
	batch_free(articles->batch);
	mapping_clear(&articles->mapping);
	arena_clear(&articles->arena);
	memory_free(articles);
}

/* The next document that can be read. */
static bool next_document(struct articles *articles)
{
	struct batch *batch = articles->batch;

	for (;;) {
		if (articles->next == batch->document_count) {
			int64_t begin = processor_ns();
			bool is_filled;

			batch_reset(batch);
			articles->next = 0;
			is_filled = intake_next(articles->intake, batch);
			articles->reading_ns += processor_ns() - begin;
			if (!is_filled)
				return false;
		}
		if (articles->next < batch->document_count &&
			!batch->documents[articles->next++].rejection)
			break;
	}
	articles->parsing = (struct parsing){
		.bytes = batch_bytes(batch, &batch->documents[articles->next - 1]),
		.mapping = &articles->mapping,
	};
	return true;
}

bool articles_next(struct articles *articles, struct article *article)
{
	arena_reset(&articles->arena);
	for (;;) {
		const struct batch_document *document;
		struct error error = {0};
		int64_t begin = processor_ns();

		if (articles->next) {
			const struct batch_file *file;
			bool is_article;

			document = &articles->batch->documents[articles->next - 1];
			file = &articles->batch->files[document->file];
			is_article = file->reader->next(&articles->parsing, &articles->arena, article,
				&error);
			if (is_article)
				identity_complete(article, file->real, document->position,
					&articles->arena);
			articles->parsing_ns += processor_ns() - begin;
			if (is_article)
				return true;
		}
		if (!next_document(articles))
			return false;
	}
}

int64_t articles_reading_ns(const struct articles *articles)
{
	return articles->reading_ns;
}

int64_t articles_parsing_ns(const struct articles *articles)
{
	return articles->parsing_ns;
}
