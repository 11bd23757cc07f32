/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/tokens.h"

#include <string.h>

#include "base/digest.h"
#include "store/prints.h"
#include "store/tokens_layout.h"

#include "base/banned.h"

#define CACHE_LINE 64
#define EXPECTED_BYTES 1024 /* behind them the processor sees by itself where it goes */

static bool damaged(struct error *error, const char *path, const char *what)
{
	return error_set(error, ERROR_INDEX, "%s: damaged: %s", path, what);
}

/* Are the quotations of an article within its body? */
static bool check_quotations(const struct tokens_map *map, uint32_t document,
	const struct tokens_row *row)
{
	for (uint32_t i = 0; i < row->quotation_count; i++) {
		const struct tokens_quotation *quotation =
			&tokens_quotations(map)[row->first_quotation - 1 + i];

		if (quotation->article != document || quotation->end_token > row->body ||
			quotation->first_token > quotation->end_token)
			return false;
	}
	return true;
}

/* Rows follow one another without a gap: one pass shows that no word and no quotation is
 * out of bounds, whatever the digest says. */
static bool check_rows(const struct tokens_map *map, uint64_t number_count)
{
	uint64_t numbers = 0, units = 0, quotations = 0;

	for (uint32_t i = 0; i < map->count; i++) {
		const struct tokens_row *row = &tokens_rows(map)[i];
		const uint64_t first = row->quotation_count ? quotations + 1 : 0;

		quotations += row->quotation_count;
		if (row->first_number != numbers || row->first_unit != units ||
			row->first_quotation != first ||
			tokens_row_words(row) > UINT32_MAX ||
			row->rare_count > tokens_row_words(row) || quotations > map->quotation_count ||
			!check_quotations(map, i + 1, row))
			return false;
		numbers += tokens_row_numbers(row);
		units += tokens_row_units(row);
	}
	return numbers == number_count && units == map->unit_count &&
	       quotations == map->quotation_count;
}

static bool check_file(struct tokens_map *map, const char *path, struct error *error)
{
	const struct slice bytes = map->file.bytes;
	struct tokens_head head;

	if (bytes.size < sizeof(head))
		return damaged(error, path, "cut short");
	memcpy(&head, bytes.data, sizeof(head));
	if (memcmp(head.magic, TOKENS_MAGIC, sizeof(head.magic)) != 0 || head.version != TOKENS_VERSION)
		return damaged(error, path, "no token file of this version and byte order");

	if (head.unit_count > bytes.size || head.number_count > bytes.size || head.hash_count == 0 ||
		head.hash_count > NUMBERING_RARE || head.zero != 0)
		return damaged(error, path, "its numbers are out of bounds");

	const uint64_t articles_end = sizeof(head) + (uint64_t)head.count * sizeof(struct tokens_row);
	const uint64_t pairs_end = articles_end + head.unit_count * sizeof(uint64_t);
	const uint64_t hashes =
		pairs_end + (uint64_t)head.quotation_count * sizeof(struct tokens_quotation);
	const uint64_t prints = hashes + head.hash_count * sizeof(uint32_t);
	const uint64_t numbers = prints + (uint64_t)head.print_count * sizeof(struct print);

	if (bytes.size != numbers + head.number_count * sizeof(uint16_t))
		return damaged(error, path, "its size is another");
	if (digest_64(slice_range(bytes, sizeof(head), articles_end)) != head.digest ||
		digest_64(slice_range(bytes, pairs_end, prints)) != head.other_digest)
		return damaged(error, path, "the digest of its rows is another");
	map->count = head.count;
	map->unit_count = head.unit_count;
	map->quotation_count = head.quotation_count;
	map->print_count = head.print_count;
	map->prints = (const void *)(bytes.data + prints);
	map->numbers = (const void *)(bytes.data + numbers);
	map->numbering = (struct numbering){(const void *)(bytes.data + hashes), head.hash_count};
	if (!check_rows(map, head.number_count))
		return damaged(error, path, "its rows do not fit together");
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
	*map = (struct tokens_map){.count = 0};
}

struct tokens_article tokens_get(const struct tokens_map *map, uint32_t document)
{
	const struct tokens_row *row = tokens_rows(map) + (document - 1);
	const uint16_t *numbers = tokens_numbers(map, row);
	const uint32_t count = (uint32_t)tokens_row_words(row);

	return (struct tokens_article){
		.words = {.numbering = &map->numbering, .numbers = numbers, .count = count,
			.rares = (const char *)(numbers + count), .rare_count = row->rare_count},
		.title = row->title,
		.subtitle = row->subtitle,
		.body = row->body,
		.first_quotation = row->first_quotation,
		.quotation_count = row->quotation_count,
		.digest = row->digest,
	};
}

struct tokens_quotation tokens_quotation_get(const struct tokens_map *map, uint32_t quotation)
{
	return tokens_quotations(map)[quotation - 1];
}

static struct token_text part_of(const struct token_text *text, uint32_t begin, uint32_t count)
{
	struct token_text part = *text;

	part.numbers += begin;
	part.begin += begin;
	part.count = count;
	return part;
}

struct token_text tokens_quotation_words(const struct tokens_map *map, uint32_t quotation)
{
	const struct tokens_quotation *found = &tokens_quotations(map)[quotation - 1];
	const struct tokens_article article = tokens_get(map, found->article);
	const struct token_text body = tokens_region(&article, TOKENS_BODY);

	return part_of(&body, found->first_token, found->end_token - found->first_token);
}

void tokens_expect_row(const struct tokens_map *map, uint32_t document)
{
	if (document - 1 < map->count)
		__builtin_prefetch(tokens_rows(map) + (document - 1));
}

void tokens_expect_words(const struct tokens_map *map, uint32_t document)
{
	if (document - 1 >= map->count)
		return;

	const struct tokens_row *row = tokens_rows(map) + (document - 1);
	const char *words = (const char *)tokens_numbers(map, row);
	const uint64_t size = tokens_row_words(row) * sizeof(uint16_t);

	for (uint64_t i = 0; i < size && i < EXPECTED_BYTES; i += CACHE_LINE)
		__builtin_prefetch(words + i);
}

void tokens_expect_pair(const struct tokens_map *map, uint32_t document, struct pairs_probe probe)
{
	if (document - 1 < map->count) {
		const struct tokens_row *row = tokens_rows(map) + (document - 1);

		__builtin_prefetch(tokens_pairs(map, row) + pairs_unit(probe, tokens_row_units(row)));
	}
}

bool tokens_may_have(const struct tokens_map *map, uint32_t document,
	const struct pairs_probe *probes, size_t count)
{
	if (document - 1 >= map->count)
		return false;

	const struct tokens_row *row = tokens_rows(map) + (document - 1);
	const uint64_t *pairs = tokens_pairs(map, row), units = tokens_row_units(row);

	for (size_t i = 0; i < count; i++) {
		if (probes[i].mask & ~pairs[pairs_unit(probes[i], units)])
			return false;
	}
	return true;
}

struct token_text tokens_region(const struct tokens_article *article, enum tokens_region region)
{
	const uint32_t subtitle = article->title + 1, body = subtitle + article->subtitle + 1;

	switch (region) {
	case TOKENS_ANYWHERE:
		break;
	case TOKENS_TITLE:
		return part_of(&article->words, 0, article->title);
	case TOKENS_SUBTITLE:
		return part_of(&article->words, subtitle, article->subtitle);
	case TOKENS_BODY:
		return part_of(&article->words, body, article->body);
	}
	return article->words;
}
