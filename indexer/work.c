/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/work.h"

#include "base/memory.h"
#include "indexer/compose.h"
#include "indexer/identity.h"
#include "indexer/reader/mapping.h"
#include "schema/analysis.h"
#include "store/block.h"

#include "base/banned.h"

#define DISCARD_BYTES ((size_t)1 << 20) /* at once */

struct worker {
	const struct work_settings *settings;
	struct snapshot *snapshot; /* NULL: there is nothing in the index */
	struct analysis *analysis;
	struct composer *composer;
	struct block *block;
	struct arena arena;        /* of one document */
};

bool worker_open(const struct work_settings *settings, struct worker **worker,
	struct error *error)
{
	struct worker *opened = memory_allocate_array(1, sizeof(*opened));

	opened->settings = settings;
	if (!settings->is_first && !snapshot_open_wordless(settings->index, &opened->snapshot, error)) {
		memory_free(opened);
		return false;
	}
	if (opened->snapshot)
		snapshot_release(opened->snapshot);
	opened->analysis = analysis_new();
	if (settings->lexeme_limit)
		analysis_limit(opened->analysis, settings->lexeme_limit);
	opened->composer = composer_new(opened->analysis);
	opened->block = block_new();
	*worker = opened;
	return true;
}

void worker_close(struct worker *worker)
{
	if (!worker)
		return;
	if (worker->snapshot)
		snapshot_close(worker->snapshot);
	composer_free(worker->composer);
	analysis_free(worker->analysis);
	block_free(worker->block);
	arena_clear(&worker->arena);
	memory_free(worker);
}

/* Analyses the article and puts it into the block. */
static uint32_t put(struct worker *worker, struct batch *batch, struct article *article,
	uint64_t digest)
{
	const struct work_settings *settings = worker->settings;
	struct analysed analysed;

	batch->text_bytes += article->title.size + article->subtitle.size + article->body.size;
	if (settings->is_dry_run)
		return (uint32_t)batch->article_count;
	analysis_run(worker->analysis, article, settings->language, settings->with_quotations,
		&worker->arena, &analysed);
	batch->quotation_count += (uint32_t)analysed.quotations.count;
	return composer_add(worker->composer, article, &analysed, digest);
}

/* False when the run cannot go on. */
static bool take_article(struct worker *worker, struct batch *batch, uint32_t document,
	struct article *article)
{
	struct batch_article *taken = batch_add_article(batch);
	uint64_t digest = article_digest(article);

	taken->document = document;
	taken->identity = arena_copy(&batch->arena, article->identity);
	taken->digest = digest_128(article->identity);
	if (!change_find(worker->snapshot, article->identity, digest, &taken->change, &batch->error))
		return false;
	if (batch->is_forced && taken->change == CHANGE_UNCHANGED)
		taken->change = CHANGE_CHANGED;
	if (taken->change == CHANGE_UNCHANGED)
		batch->is_kept = true;
	else
		taken->local = put(worker, batch, article, digest);
	return true;
}

static bool take_document(struct worker *worker, struct batch *batch, uint32_t number)
{
	struct batch_document *document = &batch->documents[number];
	const struct batch_file *file = &batch->files[document->file];
	struct parsing parsing = {
		.bytes = batch_bytes(batch, document),
		.mapping = worker->settings->mapping,
	};
	struct article article;
	struct error error = {0};

	if (document->rejection)
		return true;
	while (file->reader->next(&parsing, &worker->arena, &article, &error)) {
		identity_complete(&article, file->real, document->position, &worker->arena);
		if (!take_article(worker, batch, number, &article))
			return false;
		arena_reset(&worker->arena);
	}
	if (error.code)
		document->rejection = arena_copy_string(&batch->arena, slice_of(error.message));
	arena_reset(&worker->arena);
	summary_work(worker->settings->summary, document->size);
	return true;
}

/* The block grows as the batch is read: what has been read makes room for it. */
static size_t discard(struct batch *batch, size_t begin, const struct batch_document *last)
{
	const size_t end = last->offset + last->size;

	if (batch->is_kept || end - begin < DISCARD_BYTES)
		return begin;
	memory_discard(batch->bytes.data + begin, end - begin);
	return end;
}

void worker_run(struct worker *worker, struct batch *batch)
{
	size_t discarded = 0;

	block_reset(worker->block);
	composer_begin(worker->composer, worker->block);
	for (uint32_t i = 0; i < batch->document_count; i++) {
		if (!take_document(worker, batch, i))
			return;
		discarded = discard(batch, discarded, &batch->documents[i]);
	}
	if (worker->snapshot)
		snapshot_release(worker->snapshot);
	if (!worker->block->articles.count)
		return;
	batch->is_written = block_write(worker->block, worker->settings->index, batch->segment,
		&batch->written, &batch->error);
	for (size_t i = 0; i < LANGUAGE_COUNT; i++)
		batch->language_articles[i] = worker->block->language_articles[i];
}
