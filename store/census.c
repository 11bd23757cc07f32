/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/census.h"

#include "store/glass/reader.h"

#include "base/banned.h"

#define ITEM_HEAD_SIZE 5 /* of an entry in a leaf: its place, its size, the size of its key */

/* Keys of the postings' table that begin with NUL and one of these are no terms. */
#define KEY_STATISTICS '\xd0'
#define KEY_VALUES '\xd8'
#define KEY_LENGTHS '\xe0'

static bool count_records(const struct glass_reader *reader, struct census *census,
	struct error *error)
{
	struct error failure = {0};
	struct glass_cursor cursor;
	struct slice key, tag;

	glass_cursor_open(&cursor, reader->descriptor, reader->path, 1, reader->documents_end);
	while (glass_cursor_next(&cursor, &key, &tag, &failure))
		census->records += key.size + tag.size + ITEM_HEAD_SIZE;
	glass_cursor_close(&cursor);
	if (failure.code)
		*error = failure;
	return !failure.code;
}

/* A list's first chunk, whose key is the term alone, begins with how many documents it has. */
static void count_chunk(struct slice key, struct slice tag, struct census_terms *terms)
{
	uint64_t documents;
	size_t at;

	if (slice_find_byte(key, '\0', 0, &at) || !slice_take_varint(&tag, &documents))
		return;
	terms->count++;
	terms->postings += documents;
}

static void count_entry(struct slice key, struct slice tag, struct census *census)
{
	const uint64_t bytes = key.size + tag.size + ITEM_HEAD_SIZE;
	const char kind = key.size > 1 && key.data[0] == '\0' ? key.data[1] : '\0';
	struct census_terms *terms = &census->terms[term_kind(key)];

	if (kind == KEY_STATISTICS || kind == KEY_VALUES) {
		census->values += bytes;
	} else if (kind == KEY_LENGTHS) {
		census->lengths += bytes;
	} else if (key.size) {
		terms->bytes += bytes;
		count_chunk(key, tag, terms);
	}
}

static bool count_postings(const struct glass_reader *reader, struct census *census,
	struct error *error)
{
	struct error failure = {0};
	struct glass_cursor cursor;
	struct slice key, tag;

	glass_cursor_open(&cursor, reader->descriptor, reader->path, reader->documents_end,
		reader->postings_end);
	while (glass_cursor_next(&cursor, &key, &tag, &failure))
		count_entry(key, tag, census);
	glass_cursor_close(&cursor);
	if (failure.code)
		*error = failure;
	return !failure.code;
}

static bool count_database(const char *index, const struct manifest_segment *segment,
	const char *kind, struct census *census, struct error *error)
{
	struct glass_reader reader;
	struct buffer path = {0};
	bool is_well;

	manifest_path(index, segment, kind, &path);
	is_well = glass_reader_open(&reader, path.data, error);
	buffer_clear(&path);
	if (!is_well)
		return false;
	is_well = count_records(&reader, census, error) && count_postings(&reader, census, error);
	glass_reader_close(&reader);
	return is_well;
}

/* What is of no part. */
static void count_rest(struct census *census, uint64_t file_bytes)
{
	uint64_t known = census->records + census->values + census->lengths;

	for (size_t i = 0; i < TERM_KIND_COUNT; i++)
		known += census->terms[i].bytes;
	census->structure = file_bytes > known ? file_bytes - known : 0;
}

bool census_take(const char *index, const struct manifest *manifest, struct census *articles,
	struct census *quotations, struct error *error)
{
	uint64_t article_bytes = 0, quotation_bytes = 0;

	*articles = (struct census){0};
	*quotations = (struct census){0};
	for (size_t i = 0; i < manifest->segment_count; i++) {
		const struct manifest_segment *segment = &manifest->segments[i];

		if (!count_database(index, segment, "articles", articles, error) ||
			!count_database(index, segment, "quotes", quotations, error))
			return false;
		article_bytes += segment->articles.size;
		quotation_bytes += segment->quotations.size;
	}
	count_rest(articles, article_bytes);
	count_rest(quotations, quotation_bytes);
	return true;
}
