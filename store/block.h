/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * block.h - consecutive articles and their quotations in memory, on their way to a segment.
 *
 * The composer fills it: it takes term numbers from the two inversions, posts to them, and
 * closes each document with its record and slot values. One thread fills one block.
 */
#ifndef STORE_BLOCK_H
#define STORE_BLOCK_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"
#include "schema/slot.h"
#include "store/inversion.h"
#include "store/manifest.h"
#include "store/tokens_builder.h"

/* Documents of one of a block's two databases. */
struct block_documents {
	struct inversion *postings;
	struct buffer records;       /* one behind the other */
	size_t *record_ends;         /* by document */
	uint32_t *lengths;
	size_t count, capacity;      /* documents */
	size_t lengths_capacity;
	struct buffer values[SLOT_COUNT]; /* (document varint, size varint, bytes) in turn */
};

struct block {
	struct block_documents articles, quotations;
	struct tokens_builder tokens;
	uint64_t text_bytes;
	uint32_t language_articles[LANGUAGE_COUNT];
};

struct block *block_new(void);
void block_free(struct block *block);
void block_reset(struct block *block);
/* Bytes of memory in use. */
size_t block_memory(const struct block *block);

/* The document the next block_add makes; from 1. Post to it before. */
uint32_t block_next(const struct block_documents *documents);
/* A slot value of the next document. */
void block_value(struct block_documents *documents, unsigned slot, struct slice value);
/* Ends the next document. */
void block_add(struct block_documents *documents, struct slice record, uint32_t length);

/* Writes the block as the files of segment `number` (articles, tokens, quotes, words), fsyncs
 * them and fills *segment for the manifest. Deterministic: the same block gives the same
 * bytes. Gives back what is written on its way: only block_reset may follow. */
bool block_write(struct block *block, const char *index, uint64_t number,
	struct manifest_segment *segment, struct error *error);

#endif
