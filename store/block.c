/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/block.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "store/glass/writer.h"
#include "store/words.h"

#include "base/banned.h"

#define UUID_SIZE 16
#define POSTINGS_SIZE 256 /* written at once */

static void documents_init(struct block_documents *documents)
{
	documents->postings = inversion_new();
}

static void documents_clear(struct block_documents *documents)
{
	inversion_free(documents->postings);
	buffer_clear(&documents->records);
	memory_free(documents->record_ends);
	memory_free(documents->lengths);
	for (unsigned slot = 0; slot < SLOT_COUNT; slot++)
		buffer_clear(&documents->values[slot]);
}

static void documents_reset(struct block_documents *documents)
{
	inversion_reset(documents->postings);
	buffer_reset(&documents->records);
	documents->count = 0;
	for (unsigned slot = 0; slot < SLOT_COUNT; slot++)
		buffer_reset(&documents->values[slot]);
}

static size_t documents_memory(const struct block_documents *documents)
{
	size_t memory = inversion_memory(documents->postings) + documents->records.capacity +
		documents->capacity * sizeof(documents->record_ends[0]) +
		documents->lengths_capacity * sizeof(documents->lengths[0]);

	for (unsigned slot = 0; slot < SLOT_COUNT; slot++)
		memory += documents->values[slot].capacity;
	return memory;
}

struct block *block_new(void)
{
	struct block *block = memory_allocate_array(1, sizeof(*block));

	documents_init(&block->articles);
	documents_init(&block->quotations);
	return block;
}

void block_free(struct block *block)
{
	if (!block)
		return;
	documents_clear(&block->articles);
	documents_clear(&block->quotations);
	tokens_builder_clear(&block->tokens);
	memory_free(block);
}

void block_reset(struct block *block)
{
	documents_reset(&block->articles);
	documents_reset(&block->quotations);
	tokens_builder_reset(&block->tokens);
	block->text_bytes = 0;
	memset(block->language_articles, 0, sizeof(block->language_articles));
}

size_t block_memory(const struct block *block)
{
	return sizeof(*block) + documents_memory(&block->articles) +
		documents_memory(&block->quotations) + block->tokens.rows.capacity +
		block->tokens.words.capacity;
}

uint32_t block_next(const struct block_documents *documents)
{
	assert(documents->count < UINT32_MAX - 1);
	return (uint32_t)documents->count + 1;
}

void block_value(struct block_documents *documents, unsigned slot, struct slice value)
{
	struct buffer *values;

	assert(slot < SLOT_COUNT);
	values = &documents->values[slot];
	buffer_append_varint(values, block_next(documents));
	buffer_append_varint(values, value.size);
	buffer_append(values, value);
}

void block_add(struct block_documents *documents, struct slice record, uint32_t length)
{
	const size_t count = documents->count + 1;

	documents->record_ends = memory_grow(documents->record_ends, &documents->capacity, count,
		sizeof(documents->record_ends[0]));
	documents->lengths = memory_grow(documents->lengths, &documents->lengths_capacity, count,
		sizeof(documents->lengths[0]));
	buffer_append(&documents->records, record);
	documents->record_ends[count - 1] = documents->records.size;
	documents->lengths[count - 1] = length;
	documents->count = count;
}

static bool write_records(const struct block_documents *documents, struct glass_writer *writer,
	struct error *error)
{
	const struct slice records = buffer_slice(&documents->records);
	size_t begin = 0;

	for (size_t i = 0; i < documents->count; i++) {
		const struct slice record = slice_range(records, begin, documents->record_ends[i]);

		if (!glass_writer_document(writer, (uint32_t)i + 1, documents->lengths[i], record,
			error))
			return false;
		begin = documents->record_ends[i];
	}
	return true;
}

static bool write_values(const struct block_documents *documents, struct glass_writer *writer,
	struct error *error)
{
	for (unsigned slot = 0; slot < SLOT_COUNT; slot++) {
		struct slice rest = buffer_slice(&documents->values[slot]);
		uint64_t document;
		uint64_t size;

		while (slice_take_varint(&rest, &document) && slice_take_varint(&rest, &size)) {
			if (!glass_writer_value(writer, slot, (uint32_t)document,
				slice_range(rest, 0, size), error))
				return false;
			rest = slice_range(rest, size, rest.size);
		}
	}
	return true;
}

/* Where the terms of a database go besides. */
struct word_sink {
	struct words_builder *words;
	enum words_kind kind;
};

static bool write_term(const struct inversion_cursor *cursor, struct glass_writer *writer,
	const struct word_sink *sink, struct error *error)
{
	struct inversion_postings postings;
	uint32_t documents[POSTINGS_SIZE], counts[POSTINGS_SIZE];
	size_t frequency = 0, size;

	if (!glass_writer_term(writer, cursor->term, error))
		return false;
	inversion_postings(cursor, &postings);
	while ((size = inversion_take(&postings, documents, counts, POSTINGS_SIZE))) {
		if (!glass_writer_postings(writer, documents, counts, size, error))
			return false;
		frequency += size;
	}
	if (frequency)
		words_builder_add(sink->words, sink->kind, cursor->term, (uint32_t)frequency);
	return true;
}

static bool write_terms(const struct block_documents *documents, struct glass_writer *writer,
	const struct word_sink *sink, struct error *error)
{
	struct inversion_cursor cursor = {.inversion = documents->postings};
	bool is_written = true;

	inversion_sort(documents->postings);
	while (is_written && inversion_next_term(&cursor))
		is_written = write_term(&cursor, writer, sink, error);
	inversion_end_reading(documents->postings);
	return is_written;
}

/* Tells segments of one index, and the two databases of one segment, apart, and is the same
 * whenever the same block is written. */
static void make_uuid(const struct block_documents *documents, uint64_t number, const char *kind,
	unsigned char uuid[UUID_SIZE])
{
	struct buffer content = {0};
	struct digest digest = digest_128(buffer_slice(&documents->records));

	buffer_append_bytes(&content, &digest, sizeof(digest));
	buffer_append_varint(&content, documents->count);
	buffer_append_varint(&content, inversion_term_count(documents->postings));
	buffer_append_varint(&content, number);
	buffer_append_string(&content, kind);
	digest = digest_128(buffer_slice(&content));
	memcpy(uuid, &digest, UUID_SIZE);
	buffer_clear(&content);
}

static bool write_documents(const struct block_documents *documents, const char *path,
	const unsigned char uuid[UUID_SIZE], const struct word_sink *sink, struct error *error)
{
	struct glass_writer *writer = glass_writer_open(path, uuid, error);

	if (!writer)
		return false;
	if (!write_records(documents, writer, error) || !write_values(documents, writer, error) ||
		!write_terms(documents, writer, sink, error)) {
		glass_writer_abandon(writer);
		return false;
	}
	return glass_writer_close(writer, error);
}

/* The files of a segment, in the order in which they are written: what sorting terms takes
 * beside them is had when most of the block is gone. */
enum kind { KIND_TOKENS, KIND_QUOTATIONS, KIND_ARTICLES, KIND_WORDS, KINDS };

static const char *const kind_names[KINDS] = {
	[KIND_TOKENS] = "tokens",
	[KIND_QUOTATIONS] = "quotes",
	[KIND_ARTICLES] = "articles",
	[KIND_WORDS] = "words",
};

static bool write_tokens(struct block *block, const char *path, struct error *error)
{
	const bool is_written = tokens_builder_write(&block->tokens, path, error);

	tokens_builder_clear(&block->tokens);
	return is_written;
}

static bool write_file(struct block *block, enum kind kind, uint64_t number, const char *path,
	struct words_builder *words, struct error *error)
{
	const struct block_documents *documents =
		kind == KIND_QUOTATIONS ? &block->quotations : &block->articles;
	const struct word_sink sink = {words,
		kind == KIND_QUOTATIONS ? WORDS_OF_SPEAKERS : WORDS_OF_ARTICLES};
	unsigned char uuid[UUID_SIZE];

	switch (kind) {
	case KIND_ARTICLES:
	case KIND_QUOTATIONS:
		make_uuid(documents, number, kind_names[kind], uuid);
		return write_documents(documents, path, uuid, &sink, error);
	case KIND_TOKENS:
		return write_tokens(block, path, error);
	case KIND_WORDS:
	case KINDS:
		break;
	}
	return words_builder_write(words, path, error);
}

bool block_write(struct block *block, const char *index, uint64_t number,
	struct manifest_segment *segment, struct error *error)
{
	struct manifest_segment written = {
		.number = number,
		.article_count = (uint32_t)block->articles.count,
		.quotation_count = (uint32_t)block->quotations.count,
		.text_bytes = block->text_bytes,
	};
	struct manifest_file *files[KINDS] = {
		[KIND_TOKENS] = &written.tokens,
		[KIND_QUOTATIONS] = &written.quotations,
		[KIND_ARTICLES] = &written.articles,
		[KIND_WORDS] = &written.words,
	};
	struct words_builder words = {.tables = {{.least = 0}}};
	struct buffer path = {0};
	int done = 0;
	bool is_written = true;

	for (; is_written && done < KINDS; done += is_written) {
		manifest_path(index, &written, kind_names[done], &path);
		is_written = write_file(block, (enum kind)done, number, path.data, &words, error);
		if (is_written && !digest_file(path.data, &files[done]->digest, &files[done]->size,
					  error)) {
			unlink(path.data);
			is_written = false;
		}
	}
	/* A file that was there before is another's. */
	while (!is_written && done-- > 0) {
		manifest_path(index, &written, kind_names[done], &path);
		unlink(path.data);
	}
	if (is_written)
		*segment = written;
	words_builder_clear(&words);
	buffer_clear(&path);
	return is_written;
}
