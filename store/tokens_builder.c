/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/tokens_builder.h"

#include <string.h>

#include "base/digest.h"
#include "base/memory.h"
#include "store/prints.h"
#include "store/tokens_layout.h"
#include "store/tokens_writer.h"

#include "base/banned.h"

void tokens_builder_clear(struct tokens_builder *builder)
{
	buffer_clear(&builder->rows);
	buffer_clear(&builder->pairs);
	buffer_clear(&builder->quotations);
	buffer_clear(&builder->words);
	buffer_clear(&builder->prints);
	buffer_clear(&builder->hashes);
	numbering_words_clear(&builder->met);
}

void tokens_builder_reset(struct tokens_builder *builder)
{
	buffer_reset(&builder->rows);
	buffer_reset(&builder->pairs);
	buffer_reset(&builder->quotations);
	buffer_reset(&builder->words);
	buffer_reset(&builder->prints);
	buffer_reset(&builder->hashes);
	numbering_words_reset(&builder->met);
}

static void append_hashes(struct buffer *hashes, const struct token_list *list)
{
	const size_t size = (list->count + 1) * sizeof(uint32_t);
	char *end = buffer_reserve(hashes, size);

	for (size_t i = 0; i < list->count; i++)
		memcpy(end + i * sizeof(uint32_t), &list->tokens[i].lexeme->hash, sizeof(uint32_t));
	memset(end + size - sizeof(uint32_t), 0, sizeof(uint32_t));
	hashes->size += size;
}

static void append_words(struct tokens_builder *builder, const uint32_t *hashes, size_t count)
{
	uint32_t *words = (uint32_t *)(void *)buffer_reserve(&builder->words, count * sizeof(*words));

	numbering_words_add_each(&builder->met, hashes, count, words);
	builder->words.size += count * sizeof(*words);
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

static void append_pairs(struct tokens_builder *builder, const struct tokens_row *row,
	const uint32_t *hashes)
{
	const uint64_t units = tokens_row_units(row);
	const size_t size = units * sizeof(uint64_t);
	char *begin = buffer_reserve(&builder->pairs, size);

	memset(begin, 0, size);
	builder->pairs.size += size;
	pairs_add((uint64_t *)(void *)begin, units, hashes, tokens_row_words(row));
}

void tokens_builder_add(struct tokens_builder *builder, const struct tokens_addition *article)
{
	const uint32_t quotation_count = (uint32_t)article->quotations.count;
	const struct tokens_row row = {
		.first_unit = builder->pairs.size / sizeof(uint64_t),
		.digest = article->digest,
		.title = (uint32_t)article->title->count,
		.subtitle = (uint32_t)article->subtitle->count,
		.body = (uint32_t)article->body->count,
		.first_quotation = quotation_count ? article->first_quotation : 0,
		.quotation_count = quotation_count,
	};
	const uint32_t *hashes;

	buffer_reset(&builder->hashes);
	append_hashes(&builder->hashes, article->title);
	append_hashes(&builder->hashes, article->subtitle);
	append_hashes(&builder->hashes, article->body);
	hashes = (const uint32_t *)(const void *)builder->hashes.data;
	buffer_append_bytes(&builder->rows, &row, sizeof(row));
	append_words(builder, hashes, tokens_row_words(&row));
	append_pairs(builder, &row, hashes);
	append_quotations(builder, article->quotations, hashes + tokens_row_words(&row) - row.body - 1,
		article->first_quotation);
}

/* A builder's words on their way into a file. */
struct numbered {
	const struct tokens_builder *builder;
	uint32_t hashes[NUMBERING_RARE];
	uint16_t *numbers; /* by word */
};

static uint32_t count_rares(const struct numbered *numbered, const uint32_t *words, uint64_t count)
{
	uint32_t rares = 0;

	for (uint64_t i = 0; i < count; i++)
		rares += numbering_is_rare(numbered->numbers[words[i]]);
	return rares;
}

/* What stands before the words. */
static struct tokens_front front_of(struct numbered *numbered)
{
	const struct tokens_builder *builder = numbered->builder;
	const uint32_t *words = (const uint32_t *)(const void *)builder->words.data;
	struct tokens_front front = {
		.numbering = numbering_words_choose(&builder->met, numbered->hashes,
			numbered->numbers),
		.print_count = (uint32_t)(builder->prints.size / sizeof(struct print)),
	};
	struct tokens_row *rows;

	buffer_append(&front.rows, buffer_slice(&builder->rows));
	buffer_append(&front.quotations, buffer_slice(&builder->quotations));
	rows = (struct tokens_row *)(void *)front.rows.data;
	if (builder->met.count <= NUMBERING_RARE)
		return front;
	for (size_t i = 0; i < front.rows.size / sizeof(*rows); i++) {
		rows[i].rare_count = count_rares(numbered, words, tokens_row_words(&rows[i]));
		words += tokens_row_words(&rows[i]);
	}
	return front;
}

/* All that stands between the rows and the words. */
static bool write_middle(const struct tokens_builder *builder, const struct tokens_front *front,
	struct tokens_writer *writer, struct error *error)
{
	struct buffer prints = {0};
	bool good;

	prints_sort(buffer_slice(&builder->prints), &prints);
	good = new_file_append(&writer->file, buffer_slice(&builder->pairs), error) &&
	       new_file_append(&writer->file, buffer_slice(&builder->quotations), error) &&
	       new_file_append(&writer->file, numbering_slice(&front->numbering), error) &&
	       new_file_append(&writer->file, buffer_slice(&prints), error);
	buffer_clear(&prints);
	return good;
}

static bool write_words(const struct numbered *numbered, const struct tokens_front *front,
	struct tokens_writer *writer, struct error *error)
{
	const struct tokens_builder *builder = numbered->builder;
	const struct tokens_row *rows = (const struct tokens_row *)(const void *)front->rows.data;
	const uint32_t *words = (const uint32_t *)(const void *)builder->words.data;

	for (size_t row = 0; row < front->rows.size / sizeof(*rows); row++) {
		const uint32_t count = (uint32_t)tokens_row_words(&rows[row]);
		uint16_t *numbers = tokens_writer_begin(writer, count);

		for (uint32_t i = 0; i < count; i++) {
			numbers[i] = numbered->numbers[words[i]];
			if (numbering_is_rare(numbers[i]))
				tokens_writer_rare(writer, i, builder->met.hashes[words[i]]);
		}
		if (!tokens_writer_end(writer, count, error))
			return false;
		words += count;
	}
	return true;
}

bool tokens_builder_write(const struct tokens_builder *builder, const char *path,
	struct error *error)
{
	struct numbered *numbered = memory_allocate(sizeof(*numbered));
	struct tokens_writer writer = {.piece = {0}};
	struct tokens_front front;
	bool good;

	numbered->builder = builder;
	numbered->numbers = memory_allocate_array((size_t)builder->met.count + 1, sizeof(uint16_t));
	front = front_of(numbered);
	good = tokens_writer_open(&writer, path, &front, error);
	if (good) {
		good = write_middle(builder, &front, &writer, error) &&
		       write_words(numbered, &front, &writer, error);
		if (good)
			good = tokens_writer_close(&writer, error);
		else
			tokens_writer_abandon(&writer);
	}
	buffer_clear(&front.rows);
	buffer_clear(&front.quotations);
	memory_free(numbered->numbers);
	memory_free(numbered);
	return good;
}
