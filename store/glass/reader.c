/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "store/glass/pack.h"
#include "store/glass/version.h"

#include "base/banned.h"

#define NO_MORE UINT32_MAX

/* Keys of the postings' table that are no terms begin with NUL and one of these. */
#define KEY_STATISTICS '\xd0'
#define KEY_VALUES '\xd8'
#define KEY_LENGTHS '\xe0'
#define KEY_ESCAPED '\xff' /* a term that begins with NUL */
#define KEY_PREFIX_SIZE 2

static bool damaged(const struct glass_reader *reader, struct error *error)
{
	return error_set(error, ERROR_INDEX, "%s: damaged", reader->path);
}

static bool read_version(struct glass_reader *reader, struct error *error)
{
	unsigned char block[GLASS_BLOCK_SIZE];
	struct glass_version version;
	struct stat status;
	const ssize_t got = pread(reader->descriptor, block, sizeof(block), 0);

	if (got < 0 || fstat(reader->descriptor, &status) < 0)
		return error_set(error, ERROR_IO, "%s: %s", reader->path, strerror(errno));
	if (got != (ssize_t)sizeof(block) ||
		!glass_version_decode(slice_make((const char *)block, sizeof(block)), &version))
		return damaged(reader, error);
	reader->document_count = version.document_count;
	reader->documents_end = version.documents.is_empty ? 1 : version.documents.end_block;
	reader->postings_end = version.postings.is_empty ? reader->documents_end
							 : version.postings.end_block;
	if (reader->documents_end > reader->postings_end ||
		(uint64_t)reader->postings_end * GLASS_BLOCK_SIZE > (uint64_t)status.st_size)
		return damaged(reader, error);
	return true;
}

bool glass_reader_open(struct glass_reader *reader, const char *path, struct error *error)
{
	struct glass_reader opened = {.descriptor = open(path, O_RDONLY | O_CLOEXEC)};

	if (opened.descriptor < 0)
		return error_set(error, ERROR_IO, "%s: %s", path, strerror(errno));
	opened.path = memory_copy_string(path);
	if (!read_version(&opened, error)) {
		glass_reader_close(&opened);
		return false;
	}
	*reader = opened;
	return true;
}

void glass_reader_close(struct glass_reader *reader)
{
	if (reader->path)
		close(reader->descriptor);
	memory_free(reader->path);
	*reader = (struct glass_reader){.descriptor = -1};
}

static void open_postings(struct glass_cursor *cursor, const struct glass_reader *reader)
{
	glass_cursor_open(cursor, reader->descriptor, reader->path, reader->documents_end,
		reader->postings_end);
}

/* What kind of key it is: one of the above, or 0 for a term. */
static char kind_of(struct slice key)
{
	if (key.size < KEY_PREFIX_SIZE || key.data[0] != '\0' || key.data[1] == KEY_ESCAPED)
		return 0;
	return key.data[1];
}

void glass_documents_open(struct glass_documents *documents, const struct glass_reader *reader)
{
	*documents = (struct glass_documents){.reader = reader};
	glass_cursor_open(&documents->records, reader->descriptor, reader->path, 1,
		reader->documents_end);
	open_postings(&documents->lengths, reader);
	/* As behind a list's last chunk: the first is looked for. */
	documents->chunk = (struct glass_chunk_reader){.position = NULL};
}

void glass_documents_close(struct glass_documents *documents)
{
	glass_cursor_close(&documents->records);
	glass_cursor_close(&documents->lengths);
}

/* To the next chunk of lengths. */
static bool next_lengths(struct glass_documents *documents, struct error *error)
{
	struct slice key, tag;
	struct glass_sums sums;
	uint32_t first;

	do {
		if (!glass_cursor_next(&documents->lengths, &key, &tag, error))
			return error->code != ERROR_NONE ? false
							 : damaged(documents->reader, error);
	} while (kind_of(key) == KEY_STATISTICS || kind_of(key) == KEY_VALUES);
	if (kind_of(key) != KEY_LENGTHS)
		return damaged(documents->reader, error);
	if (key.size == KEY_PREFIX_SIZE ? glass_chunk_open_first(&documents->chunk, tag, &sums)
					: glass_unpack_sortable(slice_range(key, KEY_PREFIX_SIZE,
								       key.size),
						  &first) &&
			    glass_chunk_open(&documents->chunk, tag, first))
		return true;
	return damaged(documents->reader, error);
}

/* To the next record, which may be that of a later document. */
static bool next_record(struct glass_documents *documents, struct error *error)
{
	struct slice key;

	if (documents->record_document >= documents->document)
		return true;
	if (!glass_cursor_next(&documents->records, &key, &documents->record, error)) {
		documents->record_document = NO_MORE;
		return error->code == ERROR_NONE;
	}
	return (glass_unpack_sortable(key, &documents->record_document) &&
		       documents->record_document >= documents->document) ||
	       damaged(documents->reader, error);
}

bool glass_documents_next(struct glass_documents *documents, uint32_t *length,
	struct slice *record, struct error *error)
{
	struct error failure = {0};
	uint32_t document;

	if (documents->document == documents->reader->document_count)
		return false;
	documents->document++;
	if (!documents->chunk.position || glass_chunk_is_over(&documents->chunk))
		next_lengths(documents, &failure);
	if (failure.code == ERROR_NONE && (!glass_chunk_next(&documents->chunk, &document, length) ||
						  document != documents->document))
		damaged(documents->reader, &failure);
	if (failure.code == ERROR_NONE)
		next_record(documents, &failure);
	if (failure.code != ERROR_NONE) {
		*error = failure;
		return false;
	}
	*record = documents->record_document == documents->document ? documents->record
								    : slice_make(NULL, 0);
	return true;
}

void glass_values_open(struct glass_values *values, const struct glass_reader *reader)
{
	*values = (struct glass_values){.reader = reader};
	open_postings(&values->cursor, reader);
}

void glass_values_close(struct glass_values *values)
{
	glass_cursor_close(&values->cursor);
}

/* To the next chunk of values; false at the end and on an error. */
static bool next_values(struct glass_values *values, struct error *error)
{
	struct slice key;
	uint64_t slot;

	do {
		if (!glass_cursor_next(&values->cursor, &key, &values->rest, error))
			return false;
	} while (kind_of(key) == KEY_STATISTICS);
	if (kind_of(key) != KEY_VALUES)
		return false;
	key = slice_range(key, KEY_PREFIX_SIZE, key.size);
	if (!slice_take_varint(&key, &slot) || slot > UINT32_MAX ||
		!glass_unpack_sortable(key, &values->document) || values->rest.size == 0)
		return damaged(values->reader, error);
	values->slot = (unsigned)slot;
	values->is_fresh = true;
	return true;
}

bool glass_values_next(struct glass_values *values, unsigned *slot, uint32_t *document,
	struct slice *value, struct error *error)
{
	uint64_t distance = 0, size;

	if (values->is_over)
		return false;
	if (values->rest.size == 0 && !next_values(values, error)) {
		values->is_over = true;
		return false;
	}
	if (!values->is_fresh && slice_take_varint(&values->rest, &distance))
		distance++;
	if (distance > values->reader->document_count ||
		!slice_take_varint(&values->rest, &size) || size > values->rest.size ||
		values->document + distance > values->reader->document_count)
		return damaged(values->reader, error);
	values->is_fresh = false;
	values->document += (uint32_t)distance;
	*slot = values->slot;
	*document = values->document;
	*value = slice_range(values->rest, 0, (size_t)size);
	values->rest = slice_range(values->rest, (size_t)size, values->rest.size);
	return true;
}

void glass_terms_open(struct glass_terms *terms, const struct glass_reader *reader)
{
	*terms = (struct glass_terms){.reader = reader};
	open_postings(&terms->cursor, reader);
}

void glass_terms_close(struct glass_terms *terms)
{
	glass_cursor_close(&terms->cursor);
	buffer_clear(&terms->term);
}

bool glass_terms_next(struct glass_terms *terms, struct slice *term, struct error *error)
{
	struct slice key, tag, rest;
	struct glass_sums sums;

	do {
		if (!glass_cursor_next(&terms->cursor, &key, &tag, error))
			return false;
		buffer_reset(&terms->term);
		glass_unpack_term(key, &terms->term, &rest);
	} while (kind_of(key) != 0 || rest.data);
	*term = buffer_slice(&terms->term);
	return glass_chunk_open_first(&terms->chunk, tag, &sums) || damaged(terms->reader, error);
}

/* To the next chunk of the term. */
static bool next_postings(struct glass_terms *terms, struct error *error)
{
	const struct slice term = buffer_slice(&terms->term);
	struct buffer found = {0};
	struct error failure = {0};
	struct slice key, tag, rest;
	uint32_t first;
	bool good;

	if (!glass_cursor_next(&terms->cursor, &key, &tag, &failure)) {
		*error = failure;
		return failure.code != ERROR_NONE ? false : damaged(terms->reader, error);
	}
	glass_unpack_term(key, &found, &rest);
	good = slice_equal(term, buffer_slice(&found)) && rest.data &&
	       glass_unpack_sortable(rest, &first) && first > terms->chunk.document &&
	       glass_chunk_open(&terms->chunk, tag, first);
	buffer_clear(&found);
	return good || damaged(terms->reader, error);
}

bool glass_terms_posting(struct glass_terms *terms, uint32_t *document, uint32_t *count,
	struct error *error)
{
	struct glass_chunk_reader *chunk = &terms->chunk;

	if (glass_chunk_is_over(chunk)) {
		if (chunk->is_final || !next_postings(terms, error))
			return false;
	}
	if (!glass_chunk_next(chunk, document, count) || *document > terms->reader->document_count)
		return damaged(terms->reader, error);
	return true;
}
