/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/tokens_builder.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/digest.h"
#include "store/new_file.h"
#include "store/tokens_layout.h"

#include "base/banned.h"

#define PIECE_SIZE ((size_t)4 << 20) /* bytes of words copied at once */

void tokens_builder_clear(struct tokens_builder *builder)
{
	buffer_clear(&builder->rows);
	buffer_clear(&builder->quotations);
	buffer_clear(&builder->words);
}

void tokens_builder_reset(struct tokens_builder *builder)
{
	buffer_reset(&builder->rows);
	buffer_reset(&builder->quotations);
	buffer_reset(&builder->words);
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

static void append_quotations(struct tokens_builder *builder, struct quotation_list list)
{
	const uint32_t article = (uint32_t)(builder->rows.size / sizeof(struct tokens_row));

	for (size_t i = 0; i < list.count; i++) {
		const struct tokens_quotation quotation = {article, list.quotations[i].first_token,
			list.quotations[i].end_token};

		buffer_append_bytes(&builder->quotations, &quotation, sizeof(quotation));
	}
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
	};

	buffer_append_bytes(&builder->rows, &row, sizeof(row));
	append_quotations(builder, article->quotations);
	append_words(&builder->words, article->title);
	append_words(&builder->words, article->subtitle);
	append_words(&builder->words, article->body);
}

/* Creates the file and writes all but the words. */
static bool begin_file(struct new_file *file, const char *path,
	const struct tokens_builder *builder, uint64_t word_count, struct error *error)
{
	const struct slice rows = buffer_slice(&builder->rows);
	const struct slice quotations = buffer_slice(&builder->quotations);
	struct tokens_head head = {
		.version = TOKENS_VERSION,
		.count = (uint32_t)(rows.size / sizeof(struct tokens_row)),
		.word_count = word_count,
		.digest = digest_64(rows),
		.quotation_count = quotations.size / sizeof(struct tokens_quotation),
		.quotation_digest = digest_64(quotations),
	};

	memcpy(head.magic, TOKENS_MAGIC, sizeof(head.magic));
	if (!new_file_open(file, path, error))
		return false;
	if (new_file_append(file, slice_make((const char *)&head, sizeof(head)), error) &&
		new_file_append(file, rows, error) && new_file_append(file, quotations, error))
		return true;
	new_file_abandon(file);
	return false;
}

bool tokens_builder_write(const struct tokens_builder *builder, const char *path,
	struct error *error)
{
	const uint64_t word_count = builder->words.size / sizeof(uint32_t);
	struct new_file file;

	if (!begin_file(&file, path, builder, word_count, error))
		return false;
	if (!new_file_append(&file, buffer_slice(&builder->words), error)) {
		new_file_abandon(&file);
		return false;
	}
	return new_file_close(&file, error);
}

static bool is_dead(const struct tokens_source *source, uint32_t row)
{
	return source->dead && tombstones_has(source->dead, row + 1);
}

/* An article's row and those of its quotations, numbered anew. */
static void merge_row(const struct tokens_source *source, const struct tokens_row *row,
	uint64_t first_word, struct tokens_builder *builder)
{
	const size_t quotations = builder->quotations.size / sizeof(struct tokens_quotation);
	struct tokens_row merged = *row;

	merged.first_word = first_word;
	merged.first_quotation = row->quotation_count ? (uint32_t)quotations + 1 : 0;
	buffer_append_bytes(&builder->rows, &merged, sizeof(merged));
	for (uint32_t i = 0; i < row->quotation_count; i++) {
		struct tokens_quotation quotation =
			tokens_quotation_get(source->map, row->first_quotation + i);

		quotation.article = (uint32_t)(builder->rows.size / sizeof(struct tokens_row));
		buffer_append_bytes(&builder->quotations, &quotation, sizeof(quotation));
	}
}

/* Appends the rows of a source's live articles as they will be in the merged file. */
static void merge_rows(const struct tokens_source *source, struct tokens_builder *builder,
	uint64_t *words)
{
	for (uint32_t i = 0; i < source->map->count; i++) {
		const struct tokens_row *row = &tokens_rows(source->map)[i];

		if (is_dead(source, i))
			continue;
		merge_row(source, row, *words, builder);
		*words += tokens_row_words(row);
	}
}

/* Writes words from a map and lets go of its pages: however large the file, they do not
 * gather in memory. They are read again where somebody wants them. */
static bool copy_words(struct slice words, struct new_file *file, struct error *error)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);

	while (words.size > 0) {
		const struct slice piece = slice_range(words, 0, PIECE_SIZE);
		const size_t offset = (uintptr_t)piece.data % page;

		if (!new_file_append(file, piece, error))
			return false;
		madvise((void *)((uintptr_t)piece.data - offset), piece.size + offset,
			MADV_DONTNEED);
		words = slice_range(words, PIECE_SIZE, words.size);
	}
	return true;
}

/* Copies the words of live articles: neighbours lie one behind the other, one copy a run. */
static bool merge_words(const struct tokens_source *source, struct new_file *file,
	struct error *error)
{
	const struct tokens_row *rows = tokens_rows(source->map);
	const uint32_t count = source->map->count;

	for (uint32_t i = 0; i < count;) {
		const char *words = (const char *)tokens_words(source->map, &rows[i]);
		uint64_t size = 0;

		while (i < count && !is_dead(source, i))
			size += tokens_row_words(&rows[i++]) * sizeof(uint32_t);
		if (!copy_words(slice_make(words, size), file, error))
			return false;
		while (i < count && is_dead(source, i))
			i++;
	}
	return true;
}

bool tokens_merge(const struct tokens_source *sources, size_t count, const char *path,
	struct error *error)
{
	struct tokens_builder builder = {.rows = {0}};
	struct new_file file;
	uint64_t words = 0;
	bool good;

	for (size_t i = 0; i < count; i++)
		merge_rows(&sources[i], &builder, &words);
	good = begin_file(&file, path, &builder, words, error);
	tokens_builder_clear(&builder);
	if (!good)
		return false;
	for (size_t i = 0; good && i < count; i++)
		good = merge_words(&sources[i], &file, error);
	if (!good) {
		new_file_abandon(&file);
		return false;
	}
	return new_file_close(&file, error);
}
