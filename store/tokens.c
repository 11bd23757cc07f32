/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/tokens.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/digest.h"
#include "store/new_file.h"

#include "base/banned.h"

#define MAGIC "QUOTHTOK"
#define VERSION 1
#define REGIONS 3 /* each ends with a 0 */
#define PIECE_SIZE ((size_t)4 << 20) /* bytes of words copied at once */

/* The file is this head, a row for each article, and the words. It is read as it lies in
 * memory: numbers are in the byte order of the machine, which the version tells, and all
 * parts are multiples of eight bytes but the last. */
struct head {
	char magic[8];
	uint32_t version;
	uint32_t count;      /* rows */
	uint64_t word_count; /* zeros included */
	uint64_t digest;     /* of the rows */
};

#define CACHE_LINE 64
#define EXPECTED_BYTES 512 /* behind them the processor sees by itself where it goes */

struct row {
	uint64_t first_word;
	uint64_t digest;
	uint32_t title, subtitle, body;
	uint32_t first_quotation, quotation_count;
	uint32_t reserved;
};

static uint64_t row_words(const struct row *row)
{
	return (uint64_t)row->title + row->subtitle + row->body + REGIONS;
}

static bool damaged(struct error *error, const char *path, const char *what)
{
	return error_set(error, ERROR_INDEX, "%s: damaged: %s", path, what);
}

static const struct row *rows_of(const struct tokens_map *map)
{
	return (const struct row *)(const void *)(map->file.bytes.data + sizeof(struct head));
}

/* Rows follow one another without a gap: one pass shows that no word and no quotation is
 * out of bounds, whatever the digest says. */
static bool check_rows(const struct row *rows, const struct head *head, uint32_t *quotation_count)
{
	uint64_t words = 0, quotations = 0;

	for (uint32_t i = 0; i < head->count; i++) {
		const struct row *row = &rows[i];
		const uint64_t first = row->quotation_count ? quotations + 1 : 0;

		if (row->first_word != words || row->first_quotation != first ||
			row_words(row) > UINT32_MAX)
			return false;
		words += row_words(row);
		quotations += row->quotation_count;
	}
	*quotation_count = (uint32_t)quotations;
	return words == head->word_count && quotations <= UINT32_MAX;
}

static bool check_file(struct tokens_map *map, const char *path, struct error *error)
{
	const struct slice bytes = map->file.bytes;
	struct head head;

	if (bytes.size < sizeof(head))
		return damaged(error, path, "cut short");
	memcpy(&head, bytes.data, sizeof(head));
	if (memcmp(head.magic, MAGIC, sizeof(head.magic)) != 0 || head.version != VERSION)
		return damaged(error, path, "no token file of this version and byte order");

	const uint64_t rows_size = (uint64_t)head.count * sizeof(struct row);
	const uint64_t rest = bytes.size - sizeof(head);

	if (rest < rows_size || (rest - rows_size) % sizeof(uint32_t) != 0 ||
		(rest - rows_size) / sizeof(uint32_t) != head.word_count)
		return damaged(error, path, "its size is another");
	if (digest_64(slice_range(bytes, sizeof(head), sizeof(head) + rows_size)) != head.digest)
		return damaged(error, path, "the digest of its rows is another");
	if (!check_rows(rows_of(map), &head, &map->quotation_count))
		return damaged(error, path, "its rows do not fit together");
	map->count = head.count;
	return true;
}

bool tokens_open(struct tokens_map *map, const char *path, struct error *error)
{
	struct tokens_map opened = {.count = 0};

	if (!file_map_open(&opened.file, path, error))
		return false;
	if (!check_file(&opened, path, error)) {
		file_map_close(&opened.file);
		return false;
	}
	*map = opened;
	return true;
}

void tokens_close(struct tokens_map *map)
{
	file_map_close(&map->file);
	map->count = map->quotation_count = 0;
}

static const uint32_t *words_of(const struct tokens_map *map, const struct row *row)
{
	return (const uint32_t *)(const void *)(rows_of(map) + map->count) + row->first_word;
}

struct tokens_article tokens_get(const struct tokens_map *map, uint32_t document)
{
	const struct row *row = rows_of(map) + (document - 1);

	return (struct tokens_article){
		.hashes = words_of(map, row),
		.title = row->title,
		.subtitle = row->subtitle,
		.body = row->body,
		.first_quotation = row->first_quotation,
		.quotation_count = row->quotation_count,
		.digest = row->digest,
	};
}

void tokens_expect_row(const struct tokens_map *map, uint32_t document)
{
	if (document - 1 < map->count)
		__builtin_prefetch(rows_of(map) + (document - 1));
}

void tokens_expect_words(const struct tokens_map *map, uint32_t document)
{
	if (document - 1 >= map->count)
		return;

	const struct row *row = rows_of(map) + (document - 1);
	const char *words = (const char *)words_of(map, row);
	const uint64_t size = row_words(row) * sizeof(uint32_t);

	for (uint64_t i = 0; i < size && i < EXPECTED_BYTES; i += CACHE_LINE)
		__builtin_prefetch(words + i);
}

const uint32_t *tokens_region(const struct tokens_article *article, enum tokens_region region,
	uint32_t *count)
{
	const uint32_t *subtitle = article->hashes + article->title + 1;

	switch (region) {
	case TOKENS_ANYWHERE:
		break;
	case TOKENS_TITLE:
		*count = article->title;
		return article->hashes;
	case TOKENS_SUBTITLE:
		*count = article->subtitle;
		return subtitle;
	case TOKENS_BODY:
		*count = article->body;
		return subtitle + article->subtitle + 1;
	}
	*count = article->title + article->subtitle + article->body + REGIONS;
	return article->hashes;
}

void tokens_builder_clear(struct tokens_builder *builder)
{
	buffer_clear(&builder->rows);
	buffer_clear(&builder->words);
}

void tokens_builder_reset(struct tokens_builder *builder)
{
	buffer_reset(&builder->rows);
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

void tokens_builder_add(struct tokens_builder *builder, const struct tokens_addition *article)
{
	const struct row row = {
		.first_word = builder->words.size / sizeof(uint32_t),
		.digest = article->digest,
		.title = (uint32_t)article->title->count,
		.subtitle = (uint32_t)article->subtitle->count,
		.body = (uint32_t)article->body->count,
		.first_quotation = article->quotation_count ? article->first_quotation : 0,
		.quotation_count = article->quotation_count,
	};

	buffer_append_bytes(&builder->rows, &row, sizeof(row));
	append_words(&builder->words, article->title);
	append_words(&builder->words, article->subtitle);
	append_words(&builder->words, article->body);
}

/* Creates the file and writes all but the words. */
static bool begin_file(struct new_file *file, const char *path, struct slice rows,
	uint64_t word_count, struct error *error)
{
	struct head head = {
		.version = VERSION,
		.count = (uint32_t)(rows.size / sizeof(struct row)),
		.word_count = word_count,
		.digest = digest_64(rows),
	};

	memcpy(head.magic, MAGIC, sizeof(head.magic));
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
	const uint64_t word_count = builder->words.size / sizeof(uint32_t);
	struct new_file file;

	if (!begin_file(&file, path, buffer_slice(&builder->rows), word_count, error))
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

/* Appends the rows of a source's live articles as they will be in the merged file. */
static void merge_rows(const struct tokens_source *source, struct buffer *rows, uint64_t *words,
	uint32_t *quotations)
{
	for (uint32_t i = 0; i < source->map->count; i++) {
		struct row row = rows_of(source->map)[i];

		if (is_dead(source, i))
			continue;
		row.first_word = *words;
		row.first_quotation = row.quotation_count ? *quotations + 1 : 0;
		*words += row_words(&row);
		*quotations += row.quotation_count;
		buffer_append_bytes(rows, &row, sizeof(row));
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
	const struct row *rows = rows_of(source->map);
	const uint32_t count = source->map->count;

	for (uint32_t i = 0; i < count;) {
		const char *words = (const char *)words_of(source->map, &rows[i]);
		uint64_t size = 0;

		while (i < count && !is_dead(source, i))
			size += row_words(&rows[i++]) * sizeof(uint32_t);
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
	struct buffer rows = {0};
	struct new_file file;
	uint64_t words = 0;
	uint32_t quotations = 0;
	bool good;

	for (size_t i = 0; i < count; i++)
		merge_rows(&sources[i], &rows, &words, &quotations);
	good = begin_file(&file, path, buffer_slice(&rows), words, error);
	buffer_clear(&rows);
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
