/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/batch.h"

#include <string.h>

#include "base/memory.h"

#include "base/banned.h"

struct batch *batch_new(void)
{
	return memory_allocate_array(1, sizeof(struct batch));
}

void batch_free(struct batch *batch)
{
	if (!batch)
		return;
	arena_clear(&batch->arena);
	buffer_clear(&batch->bytes);
	memory_free(batch->files);
	memory_free(batch->documents);
	memory_free(batch->articles);
	memory_free(batch);
}

void batch_reset(struct batch *batch)
{
	arena_reset(&batch->arena);
	buffer_reset(&batch->bytes);
	batch->is_forced = false;
	batch->file_count = 0;
	batch->document_count = 0;
	batch->article_count = 0;
	batch->quotation_count = 0;
	batch->text_bytes = 0;
	batch->is_kept = false;
	batch->is_written = false;
	memset(batch->language_articles, 0, sizeof(batch->language_articles));
	error_clear(&batch->error);
}

uint32_t batch_add_file(struct batch *batch, const struct batch_file *file)
{
	struct batch_file *last = batch->file_count ? &batch->files[batch->file_count - 1] : NULL;

	if (last && strcmp(last->path, file->path) == 0 && last->reader == file->reader)
		return (uint32_t)(batch->file_count - 1);
	batch->files = memory_grow(batch->files, &batch->file_capacity, batch->file_count + 1,
		sizeof(*batch->files));
	batch->files[batch->file_count] = (struct batch_file){
		.path = arena_copy_string(&batch->arena, slice_of(file->path)),
		.real = file->real ? arena_copy_string(&batch->arena, slice_of(file->real)) : NULL,
		.reader = file->reader,
	};
	return (uint32_t)batch->file_count++;
}

void batch_add(struct batch *batch, const struct batch_document *document, struct slice bytes)
{
	struct batch_document *added;

	batch->documents = memory_grow(batch->documents, &batch->document_capacity,
		batch->document_count + 1, sizeof(*batch->documents));
	added = &batch->documents[batch->document_count++];
	*added = *document;
	added->offset = batch->bytes.size;
	added->size = bytes.size;
	buffer_append(&batch->bytes, bytes);
}

struct slice batch_bytes(const struct batch *batch, const struct batch_document *document)
{
	return slice_make(batch->bytes.data + document->offset, document->size);
}

struct batch_article *batch_add_article(struct batch *batch)
{
	batch->articles = memory_grow(batch->articles, &batch->article_capacity,
		batch->article_count + 1, sizeof(*batch->articles));
	return memset(&batch->articles[batch->article_count++], 0, sizeof(*batch->articles));
}
