/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * batch.h - consecutive raw documents on their way from the files to one segment.
 *
 * The reading side fills it, a worker makes articles and a segment of it and notes what came
 * of each, the main thread enters that into the index. It belongs to one of them at a time.
 */
#ifndef INDEXER_BATCH_H
#define INDEXER_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "indexer/change.h"
#include "indexer/reader/reader.h"
#include "store/manifest.h"

struct batch_file {
	const char *path;            /* as the user knows it; arena */
	const char *real;            /* absolute; arena; NULL: standard input */
	const struct reader *reader;
};

struct batch_document {
	uint32_t file;               /* of `files` */
	size_t offset, size;         /* of `bytes` */
	uint64_t line;               /* where it begins; 0: the file as a whole */
	uint64_t position;           /* in its file, from 1 */
	const char *rejection;       /* why it is not indexed; arena or static; NULL: it is */
	bool is_skipped;             /* `rejection` is no fault: there was nothing to read */
};

/* What came of one article. */
struct batch_article {
	struct slice identity;       /* arena */
	struct digest digest;        /* digest_128 of the identity */
	enum change change;          /* as the index was when the run began */
	uint32_t document;           /* of `documents` */
	uint32_t local;              /* its number in the segment, unless CHANGE_UNCHANGED */
};

struct batch {
	uint64_t sequence;           /* from 0, in the order of reading */
	uint64_t segment, spare_segment; /* numbers kept for it */
	bool is_forced;              /* index what is unchanged too */
	struct arena arena;
	struct buffer bytes;         /* raw documents, one behind the other */
	struct batch_file *files;
	size_t file_count, file_capacity;
	struct batch_document *documents;
	size_t document_count, document_capacity;

	struct batch_article *articles;
	size_t article_count, article_capacity;
	uint32_t quotation_count;
	uint64_t text_bytes;
	bool is_kept;                /* documents that were read may have to be indexed again */
	bool is_written;             /* there is a segment */
	struct manifest_segment written;
	uint32_t language_articles[LANGUAGE_COUNT];
	struct error error;          /* code set: the run cannot go on */
};

struct batch *batch_new(void);
void batch_free(struct batch *batch);
/* Empty again; memory is kept. */
void batch_reset(struct batch *batch);

/* Adds a file, or finds that the last one added is the same. Strings are copied. */
uint32_t batch_add_file(struct batch *batch, const struct batch_file *file);
/* Adds a document; its bytes are copied. */
void batch_add(struct batch *batch, const struct batch_document *document, struct slice bytes);
struct slice batch_bytes(const struct batch *batch, const struct batch_document *document);
struct batch_article *batch_add_article(struct batch *batch);

#endif
