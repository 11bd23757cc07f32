/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/tokens_merge.h"

#include <string.h>

#include "base/memory.h"
#include "store/prints.h"
#include "store/tokens_layout.h"
#include "store/tokens_writer.h"

#include "base/banned.h"

#define PIECE_SIZE ((size_t)4 << 20) /* bytes of a map that are read before they are let go */
#define NUMBERS (UINT16_MAX + 1)

/* The numbers of one source. */
struct renumbering {
	uint32_t counts[NUMBERS];  /* of its words, while they are counted */
	uint16_t numbers[NUMBERS]; /* new ones by old */
};

struct merging {
	const struct tokens_source *sources;
	struct prints_source *prints;    /* of each source */
	struct renumbering *renumberings;
	size_t count;
	struct tokens_front front;
	uint32_t hashes[NUMBERING_RARE]; /* of the numbering */
	struct tokens_writer writer;
	size_t next_row;                 /* whose rare words are counted */
};

static bool is_dead(const struct tokens_source *source, uint32_t row)
{
	return source->dead && tombstones_has(source->dead, row + 1);
}

/* An article's row and those of its quotations, numbered anew: `numbers` by old number - 1. */
static void merge_row(const struct tokens_source *source, const struct tokens_row *row,
	struct tokens_front *front, uint32_t *numbers)
{
	const size_t quotations = front->quotations.size / sizeof(struct tokens_quotation);
	struct tokens_row merged = *row;

	merged.first_quotation = row->quotation_count ? (uint32_t)quotations + 1 : 0;
	buffer_append_bytes(&front->rows, &merged, sizeof(merged));
	for (uint32_t i = 0; i < row->quotation_count; i++) {
		struct tokens_quotation quotation =
			tokens_quotation_get(source->map, row->first_quotation + i);

		quotation.article = (uint32_t)(front->rows.size / sizeof(struct tokens_row));
		numbers[row->first_quotation + i - 1] = merged.first_quotation + i;
		buffer_append_bytes(&front->quotations, &quotation, sizeof(quotation));
	}
}

/* Appends the rows of a source's live articles as they will be in the merged file, and says
 * which prints go with them. */
static void merge_rows(struct merging *merging, size_t source)
{
	const struct tokens_map *map = merging->sources[source].map;
	uint32_t *numbers = memory_allocate_array((size_t)map->quotation_count + 1, sizeof(*numbers));

	for (uint32_t i = 0; i < map->count; i++) {
		if (!is_dead(&merging->sources[source], i))
			merge_row(&merging->sources[source], &tokens_rows(map)[i], &merging->front,
				numbers);
	}
	merging->prints[source] = (struct prints_source){.prints = map->prints,
		.count = map->print_count, .numbers = numbers,
		.quotation_count = map->quotation_count};
	merging->front.print_count += prints_live(&merging->prints[source]);
}

/* --- words --- */

/* Takes one live article after the other of a source. */
typedef bool take_article(struct merging *merging, size_t source, const struct token_text *text,
	struct error *error);

/* What was read of a map is let go of: however large the file, it does not gather in memory. */
static bool each_article(struct merging *merging, size_t source, take_article *take,
	struct error *error)
{
	const struct tokens_map *map = merging->sources[source].map;
	const char *kept = (const char *)map->numbers;

	for (uint32_t i = 0; i < map->count; i++) {
		const struct tokens_article article = tokens_get(map, i + 1);
		const char *end = (const char *)(article.words.numbers + article.words.count);

		if (!is_dead(&merging->sources[source], i) &&
			!take(merging, source, &article.words, error))
			return false;
		if ((size_t)(end - kept) >= PIECE_SIZE) {
			file_release(slice_make(kept, (size_t)(end - kept)));
			kept = end;
		}
	}
	return true;
}

static bool count_words(struct merging *merging, size_t source, const struct token_text *text,
	struct error *error)
{
	uint32_t *counts = merging->renumberings[source].counts;

	(void)error;
	for (uint32_t i = 0; i < text->count; i++)
		counts[text->numbers[i]]++;
	return true;
}

/* Words that are rare in every source stay so: how often they come is not added up, so that
 * memory is bounded. */
static struct numbering choose_numbers(struct merging *merging)
{
	struct numbering_words met = {.count = 0};
	struct numbering chosen;
	uint16_t *numbers;

	for (size_t i = 0; i < merging->count; i++) {
		const struct numbering *numbering = &merging->sources[i].map->numbering;

		each_article(merging, i, count_words, NULL);
		for (uint32_t number = 0; number < numbering->count; number++)
			numbering_words_add(&met, numbering->hashes[number],
				merging->renumberings[i].counts[number]);
	}
	numbers = memory_allocate_array((size_t)met.count + 1, sizeof(*numbers));
	chosen = numbering_words_choose(&met, merging->hashes, numbers);
	memory_free(numbers);
	numbering_words_clear(&met);
	return chosen;
}

/* A number that no word of the source has becomes the 0 that it is read as. */
static void renumber(const struct numbering *old, const struct numbering *new,
	struct renumbering *renumbering)
{
	for (uint32_t number = 0; number < old->count; number++)
		renumbering->numbers[number] = numbering_number(new, old->hashes[number]);
}

/* What was rare may have got a number, and what had one may be rare now. */
static void merge_article(struct merging *merging, size_t source, const struct token_text *text)
{
	const uint16_t *new = merging->renumberings[source].numbers;
	uint16_t *numbers = tokens_writer_begin(&merging->writer, text->count);

	for (uint32_t i = 0; i < text->count; i++) {
		numbers[i] = new[text->numbers[i]];
		if (!numbering_is_rare(text->numbers[i]) && !numbering_is_rare(numbers[i]))
			continue;

		const uint32_t hash = token_text_hash(text, i);

		numbers[i] = numbering_number(&merging->front.numbering, hash);
		if (numbering_is_rare(numbers[i]))
			tokens_writer_rare(&merging->writer, i, hash);
	}
}

static bool write_article(struct merging *merging, size_t source, const struct token_text *text,
	struct error *error)
{
	merge_article(merging, source, text);
	return tokens_writer_end(&merging->writer, text->count, error);
}

/* Numbers an article for nothing but to know how many rare words it will have. */
static bool count_rares(struct merging *merging, size_t source, const struct token_text *text,
	struct error *error)
{
	struct tokens_row *rows = (struct tokens_row *)(void *)merging->front.rows.data;

	(void)error;
	merge_article(merging, source, text);
	rows[merging->next_row++].rare_count =
		(uint32_t)(merging->writer.rares.size / sizeof(struct token_rare));
	return true;
}

/* --- pairs --- */

/* Writes a part of a map and lets go of its pages. */
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

/* Copies the pairs of live articles: neighbours lie one behind the other, one copy a run. */
static bool merge_pairs(const struct tokens_source *source, struct new_file *file,
	struct error *error)
{
	const struct tokens_row *rows = tokens_rows(source->map);
	const uint32_t count = source->map->count;

	for (uint32_t i = 0; i < count;) {
		struct slice run = {(const char *)tokens_pairs(source->map, &rows[i]), 0};

		while (i < count && !is_dead(source, i))
			run.size += tokens_row_units(&rows[i++]) * sizeof(uint64_t);
		if (!copy_part(run, file, error))
			return false;
		while (i < count && is_dead(source, i))
			i++;
	}
	return true;
}

/* --- all of it --- */

static void begin(struct merging *merging, const struct tokens_source *sources, size_t count)
{
	merging->sources = sources;
	merging->count = count;
	merging->prints = memory_allocate_array(count, sizeof(*merging->prints));
	merging->renumberings = memory_allocate_array(count, sizeof(*merging->renumberings));
	for (size_t i = 0; i < count; i++)
		merge_rows(merging, i);
	merging->front.numbering = choose_numbers(merging);
	for (size_t i = 0; i < count; i++) {
		renumber(&sources[i].map->numbering, &merging->front.numbering,
			&merging->renumberings[i]);
		each_article(merging, i, count_rares, NULL);
	}
}

/* All behind the rows of articles. */
static bool write_rest(struct merging *merging, struct error *error)
{
	struct new_file *file = &merging->writer.file;
	bool good = true;

	for (size_t i = 0; good && i < merging->count; i++)
		good = merge_pairs(&merging->sources[i], file, error);
	good = good && new_file_append(file, buffer_slice(&merging->front.quotations), error) &&
	       new_file_append(file, numbering_slice(&merging->front.numbering), error) &&
	       prints_merge(merging->prints, merging->count, file, error);
	for (size_t i = 0; good && i < merging->count; i++)
		good = each_article(merging, i, write_article, error);
	return good;
}

static void end(struct merging *merging)
{
	for (size_t i = 0; i < merging->count; i++)
		memory_free((void *)(uintptr_t)merging->prints[i].numbers);
	buffer_clear(&merging->front.rows);
	buffer_clear(&merging->front.quotations);
	memory_free(merging->renumberings);
	memory_free(merging->prints);
	memory_free(merging);
}

bool tokens_merge(const struct tokens_source *sources, size_t count, const char *path,
	struct error *error)
{
	struct merging *merging = memory_allocate_array(1, sizeof(*merging));
	bool good;

	begin(merging, sources, count);
	good = tokens_writer_open(&merging->writer, path, &merging->front, error);
	if (good) {
		good = write_rest(merging, error);
		if (good)
			good = tokens_writer_close(&merging->writer, error);
		else
			tokens_writer_abandon(&merging->writer);
	}
	end(merging);
	return good;
}
