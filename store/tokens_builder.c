/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/tokens_builder.h"

#include <string.h>

#include "base/digest.h"
#include "base/memory.h"
#include "store/prints.h"
#include "store/tokens_layout.h"

#include "base/banned.h"

#define PIECE_SIZE ((size_t)4 << 20) /* bytes of words copied at once */

void tokens_builder_clear(struct tokens_builder *builder)
{
	buffer_clear(&builder->rows);
	buffer_clear(&builder->pairs);
	buffer_clear(&builder->quotations);
	buffer_clear(&builder->words);
	buffer_clear(&builder->prints);
}

void tokens_builder_reset(struct tokens_builder *builder)
{
	buffer_reset(&builder->rows);
	buffer_reset(&builder->pairs);
	buffer_reset(&builder->quotations);
	buffer_reset(&builder->words);
	buffer_reset(&builder->prints);
}

static void append_words(struct buffer *words, const struct token_list *list)
{
	const size_t size = (list->count + 1) * sizeof(uint32_t);
	char *end = buffer_reserve(words, size);

	for (size_t i = 0; i < list->count; i++)
		memcpy(end + i * sizeof(uint32_t), &list->tokens[i].lexeme->hash, sizeof(uint32_t));
	memset(end + size - sizeof(uint32_t), 0, sizeof(uint32_t));
	words->size += size;
}

/* `body` is the words of the article's body, `first` the document of its first quotation. */
static void append_quotations(struct tokens_builder *builder, struct quotation_list list,
	const uint32_t *body, uint32_t first)
{
	const uint32_t article = (uint32_t)(builder->rows.size / sizeof(struct tokens_row));

	for (size_t i = 0; i < list.count; i++) {
		const struct tokens_quotation quotation = {article, list.quotations[i].first_token,
			list.quotations[i].end_token};

		buffer_append_bytes(&builder->quotations, &quotation, sizeof(quotation));
		prints_add(&builder->prints, first + (uint32_t)i,
			(struct likeness_words){body + quotation.first_token,
				quotation.end_token - quotation.first_token});
	}
}

/* Of the words that were appended last. */
static void append_pairs(struct tokens_builder *builder, const struct tokens_row *row)
{
	const uint64_t units = tokens_row_units(row);
	const size_t size = units * sizeof(uint64_t);
	char *begin = buffer_reserve(&builder->pairs, size);

	memset(begin, 0, size);
	builder->pairs.size += size;
	pairs_add((uint64_t *)(void *)begin, units,
		(const uint32_t *)(const void *)builder->words.data + row->first_word,
		tokens_row_words(row));
}

void tokens_builder_add(struct tokens_builder *builder, const struct tokens_addition *article)
{
	const uint32_t quotation_count = (uint32_t)article->quotations.count;
	const struct tokens_row row = {
		.first_word = builder->words.size / sizeof(uint32_t),
		.digest = article->digest,
		.title = (uint32_t)article->title->count,
		.subtitle = (uint32_t)article->subtitle->count,
		.body = (uint32_t)article->body->count,
		.first_quotation = quotation_count ? article->first_quotation : 0,
		.quotation_count = quotation_count,
		.first_unit = (uint32_t)(builder->pairs.size / sizeof(uint64_t)),
	};
	const uint32_t *body;

	buffer_append_bytes(&builder->rows, &row, sizeof(row));
	append_words(&builder->words, article->title);
	append_words(&builder->words, article->subtitle);
	append_words(&builder->words, article->body);
	append_pairs(builder, &row);
	body = (const uint32_t *)(const void *)(builder->words.data + builder->words.size) -
	       row.body - 1;
	append_quotations(builder, article->quotations, body, article->first_quotation);
}

/* What the rows of a file count up to. */
struct sums {
	uint64_t words, units;
	uint32_t prints;
};

/* Creates the file and writes head and rows of articles. */
static bool begin_file(struct new_file *file, const char *path,
	const struct tokens_builder *builder, const struct sums *sums, struct error *error)
{
	const struct slice rows = buffer_slice(&builder->rows);
	const struct slice quotations = buffer_slice(&builder->quotations);
	struct tokens_head head = {
		.version = TOKENS_VERSION,
		.count = (uint32_t)(rows.size / sizeof(struct tokens_row)),
		.word_count = sums->words,
		.digest = digest_64(rows),
		.quotation_count =
			(uint32_t)(quotations.size / sizeof(struct tokens_quotation)),
		.print_count = sums->prints,
		.quotation_digest = digest_64(quotations),
		.unit_count = sums->units,
	};

	if (sums->units > UINT32_MAX)
		return error_set(error, ERROR_LIMIT, "%s: too many words in one segment", path);
	memcpy(head.magic, TOKENS_MAGIC, sizeof(head.magic));
	if (!new_file_open(file, path, error))
		return false;
	if (new_file_append(file, slice_make((const char *)&head, sizeof(head)), error) &&
		new_file_append(file, rows, error))
		return true;
	new_file_abandon(file);
	return false;
}

bool tokens_builder_write(const struct tokens_builder *builder, const char *path,
	struct error *error)
{
	const struct sums sums = {builder->words.size / sizeof(uint32_t),
		builder->pairs.size / sizeof(uint64_t),
		(uint32_t)(builder->prints.size / sizeof(struct print))};
	struct buffer prints = {0};
	struct new_file file;
	bool good;

	if (!begin_file(&file, path, builder, &sums, error))
		return false;
	prints_sort(buffer_slice(&builder->prints), &prints);
	good = new_file_append(&file, buffer_slice(&builder->pairs), error) &&
	       new_file_append(&file, buffer_slice(&builder->quotations), error) &&
	       new_file_append(&file, buffer_slice(&builder->words), error) &&
	       new_file_append(&file, buffer_slice(&prints), error);
	buffer_clear(&prints);
	if (!good) {
		new_file_abandon(&file);
		return false;
	}
	return new_file_close(&file, error);
}

static bool is_dead(const struct tokens_source *source, uint32_t row)
{
	return source->dead && tombstones_has(source->dead, row + 1);
}

/* An article's row and those of its quotations, numbered anew: `numbers` by old number - 1. */
static void merge_row(const struct tokens_source *source, const struct tokens_row *row,
	const struct sums *sums, struct tokens_builder *builder, uint32_t *numbers)
{
	const size_t quotations = builder->quotations.size / sizeof(struct tokens_quotation);
	struct tokens_row merged = *row;

	merged.first_word = sums->words;
	merged.first_unit = (uint32_t)sums->units;
	merged.first_quotation = row->quotation_count ? (uint32_t)quotations + 1 : 0;
	buffer_append_bytes(&builder->rows, &merged, sizeof(merged));
	for (uint32_t i = 0; i < row->quotation_count; i++) {
		struct tokens_quotation quotation =
			tokens_quotation_get(source->map, row->first_quotation + i);

		quotation.article = (uint32_t)(builder->rows.size / sizeof(struct tokens_row));
		numbers[row->first_quotation + i - 1] = merged.first_quotation + i;
		buffer_append_bytes(&builder->quotations, &quotation, sizeof(quotation));
	}
}

/* Appends the rows of a source's live articles as they will be in the merged file, and says
 * which prints go with them. */
static void merge_rows(const struct tokens_source *source, struct tokens_builder *builder,
	struct sums *sums, struct prints_source *prints)
{
	const struct tokens_map *map = source->map;
	uint32_t *numbers = memory_allocate_array((size_t)map->quotation_count + 1, sizeof(*numbers));

	for (uint32_t i = 0; i < source->map->count; i++) {
		const struct tokens_row *row = &tokens_rows(source->map)[i];

		if (is_dead(source, i))
			continue;
		merge_row(source, row, sums, builder, numbers);
		sums->words += tokens_row_words(row);
		sums->units += tokens_row_units(row);
	}
	*prints = (struct prints_source){.prints = map->prints, .count = map->print_count,
		.numbers = numbers, .quotation_count = map->quotation_count};
	sums->prints += prints_live(prints);
}

/* Writes a part of a map and lets go of its pages: however large the file, they do not
 * gather in memory. They are read again where somebody wants them. */
static bool copy_part(struct slice part, struct new_file *file, struct error *error)
{
	while (part.size > 0) {
		const struct slice piece = slice_range(part, 0, PIECE_SIZE);

		if (!new_file_append(file, piece, error))
			return false;
		file_release(piece);
		part = slice_range(part, PIECE_SIZE, part.size);
	}
	return true;
}

/* Where an article's part of the words, or of the pairs, lies in the map. */
static struct slice words_slice(const struct tokens_map *map, const struct tokens_row *row)
{
	return slice_make((const char *)tokens_words(map, row),
		tokens_row_words(row) * sizeof(uint32_t));
}

static struct slice pairs_slice(const struct tokens_map *map, const struct tokens_row *row)
{
	return slice_make((const char *)tokens_pairs(map, row),
		tokens_row_units(row) * sizeof(uint64_t));
}

/* Copies the parts of live articles: neighbours lie one behind the other, one copy a run. */
static bool merge_parts(const struct tokens_source *source, struct new_file *file,
	struct slice (*part)(const struct tokens_map *map, const struct tokens_row *row),
	struct error *error)
{
	const struct tokens_row *rows = tokens_rows(source->map);
	const uint32_t count = source->map->count;

	for (uint32_t i = 0; i < count;) {
		struct slice run = {part(source->map, &rows[i]).data, 0};

		while (i < count && !is_dead(source, i))
			run.size += part(source->map, &rows[i++]).size;
		if (!copy_part(run, file, error))
			return false;
		while (i < count && is_dead(source, i))
			i++;
	}
	return true;
}

/* All behind the rows of articles. */
static bool merge_rest(const struct tokens_source *sources, size_t count,
	const struct tokens_builder *builder, struct new_file *file, struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		if (!merge_parts(&sources[i], file, pairs_slice, error))
			return false;
	}
	if (!new_file_append(file, buffer_slice(&builder->quotations), error))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!merge_parts(&sources[i], file, words_slice, error))
			return false;
	}
	return true;
}

bool tokens_merge(const struct tokens_source *sources, size_t count, const char *path,
	struct error *error)
{
	struct prints_source *prints = memory_allocate_array(count, sizeof(*prints));
	struct tokens_builder builder = {.rows = {0}};
	struct sums sums = {0};
	struct new_file file;
	bool good = false;

	for (size_t i = 0; i < count; i++)
		merge_rows(&sources[i], &builder, &sums, &prints[i]);
	if (begin_file(&file, path, &builder, &sums, error)) {
		good = merge_rest(sources, count, &builder, &file, error) &&
		       prints_merge(prints, count, &file, error);
		if (!good)
			new_file_abandon(&file);
	}
	tokens_builder_clear(&builder);
	for (size_t i = 0; i < count; i++)
		memory_free((void *)(uintptr_t)prints[i].numbers);
	memory_free(prints);
	return good && new_file_close(&file, error);
}
