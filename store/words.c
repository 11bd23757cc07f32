/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "schema/term.h"
#include "store/new_file.h"

#include "base/banned.h"

#define MAGIC "QUOTHWRD"
#define VERSION 1
#define ALPHABET 26
#define SPARE_BITS 6 /* of the 32, for all that is not a to z */

/* The file is this head and, for each table, its begins, frequencies, letters and text, which
 * is filled up with zeros to a multiple of four. Numbers are in the byte order of the machine,
 * which the version tells. */
struct head {
	char magic[8];
	uint32_t version;
	uint32_t counts[WORDS_KINDS];
	uint32_t text_sizes[WORDS_KINDS];
	uint32_t reserved;
};

/* A row while the table is built. */
struct row {
	uint32_t begin, frequency, letters;
};

static bool is_continuation(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

/* One bit a character, whatever its size: of a longer one the last byte tells. */
static uint32_t letter_bit(unsigned char byte)
{
	return byte >= 'a' && byte <= 'z' ? 1u << (byte - 'a') : 1u << (ALPHABET + byte % SPARE_BITS);
}

uint32_t words_letters(struct slice word)
{
	uint32_t letters = 0;

	for (size_t i = 0; i < word.size; i++) {
		if (i + 1 == word.size || !is_continuation(word.data[i + 1]))
			letters |= letter_bit((unsigned char)word.data[i]);
	}
	return letters;
}

uint32_t words_initials(struct slice name)
{
	uint32_t initials = 0;

	for (size_t i = 0; i < name.size; i++) {
		if (i == 0 || name.data[i - 1] == ' ' || name.data[i - 1] == '-')
			initials |= letter_bit((unsigned char)name.data[i]);
	}
	return initials;
}

/* --- reading --- */

static bool damaged(struct error *error, const char *path, const char *what)
{
	return error_set(error, ERROR_INDEX, "%s: damaged: %s", path, what);
}

static uint64_t padded(uint32_t size)
{
	return ((uint64_t)size + 3) & ~UINT64_C(3);
}

static uint64_t table_size(uint32_t count, uint32_t text_size)
{
	return ((uint64_t)count * 3 + 1) * sizeof(uint32_t) + padded(text_size);
}

/* Words follow one another without a gap: no word is out of bounds, whatever the digest says. */
static bool take_table(struct words_table *table, const char *bytes, uint32_t text_size)
{
	table->begins = (const uint32_t *)(const void *)bytes;
	table->frequencies = table->begins + table->count + 1;
	table->letters = table->frequencies + table->count;
	table->text = (const char *)(table->letters + table->count);
	for (uint32_t i = 0; i < table->count; i++) {
		if (table->begins[i] > table->begins[i + 1])
			return false;
	}
	return table->begins[0] == 0 && table->begins[table->count] == text_size;
}

static bool check_file(struct words_map *map, const char *path, struct error *error)
{
	const struct slice bytes = map->file.bytes;
	struct head head;
	uint64_t at = sizeof(head), size = sizeof(head);

	if (bytes.size < sizeof(head))
		return damaged(error, path, "cut short");
	memcpy(&head, bytes.data, sizeof(head));
	if (memcmp(head.magic, MAGIC, sizeof(head.magic)) != 0 || head.version != VERSION)
		return damaged(error, path, "no file of words of this version and byte order");
	for (unsigned kind = 0; kind < WORDS_KINDS; kind++)
		size += table_size(head.counts[kind], head.text_sizes[kind]);
	if (bytes.size != size)
		return damaged(error, path, "its size is another");
	for (unsigned kind = 0; kind < WORDS_KINDS; kind++) {
		map->tables[kind].count = head.counts[kind];
		if (!take_table(&map->tables[kind], bytes.data + at, head.text_sizes[kind]))
			return damaged(error, path, "its words do not fit together");
		at += table_size(head.counts[kind], head.text_sizes[kind]);
	}
	return true;
}

static int by_number(const void *a, const void *b)
{
	const uint64_t first = *(const uint64_t *)a, second = *(const uint64_t *)b;

	return (first > second) - (first < second);
}

/* Words that are asked about often are sought among the frequent ones alone. */
static void find_frequent(struct words_table *table)
{
	size_t capacity = 0;

	for (uint32_t i = 0; i < table->count; i++) {
		if (table->frequencies[i] < WORDS_FREQUENT)
			continue;
		table->frequent = memory_grow(table->frequent, &capacity, table->frequent_count + 1,
			sizeof(*table->frequent));
		table->frequent[table->frequent_count++] =
			(uint64_t)(UINT32_MAX - table->frequencies[i] + 1) << 32 | i;
	}
	if (table->frequent_count)
		qsort(table->frequent, table->frequent_count, sizeof(*table->frequent), by_number);
}

bool words_open(struct words_map *map, const char *path, struct error *error)
{
	struct words_map opened = {.tables = {{0}}};

	if (!file_map_open(&opened.file, path, error))
		return false;
	if (!check_file(&opened, path, error)) {
		file_map_close(&opened.file);
		return false;
	}
	find_frequent(&opened.tables[WORDS_OF_ARTICLES]);
	*map = opened;
	return true;
}

void words_close(struct words_map *map)
{
	file_map_close(&map->file);
	memory_free(map->tables[WORDS_OF_ARTICLES].frequent);
	*map = (struct words_map){.tables = {{0}}};
}

uint32_t words_seek_between(const struct words_table *table, uint32_t low, uint32_t high,
	struct slice word)
{
	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (slice_compare(words_get(table, middle), word) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t words_seek(const struct words_table *table, struct slice word)
{
	return words_seek_between(table, 0, table->count, word);
}

void words_range(const struct words_table *table, struct slice prefix, uint32_t *begin,
	uint32_t *end)
{
	uint32_t low = words_seek(table, prefix), high = table->count;

	*begin = low;
	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (slice_starts_with(words_get(table, middle), prefix))
			low = middle + 1;
		else
			high = middle;
	}
	*end = low;
}

/* --- building --- */

void words_builder_clear(struct words_builder *builder)
{
	for (unsigned kind = 0; kind < WORDS_KINDS; kind++) {
		buffer_clear(&builder->tables[kind].rows);
		buffer_clear(&builder->tables[kind].text);
	}
}

/* Prefixes are capitals, which no folded word has. Nobody completes a number, and "nato's" is
 * asked for as "nato". */
static bool take_word(struct slice term, struct slice *word)
{
	const unsigned char first = term.size ? (unsigned char)term.data[0] : 'A';

	*word = term;
	return !(first >= 'A' && first <= 'Z') && !(first >= '0' && first <= '9') && first != '#' &&
	       !slice_ends_with(term, SLICE_LITERAL("'s"));
}

static bool take_name(struct slice term, struct slice *name)
{
	const struct slice prefix = slice_of(field_get(FIELD_SPEAKER)->prefix);

	if (!slice_starts_with(term, prefix) || term.size < prefix.size + 2 ||
		term.data[prefix.size] != '=')
		return false;
	*name = slice_range(term, prefix.size + 1, term.size);
	return name->data[0] != '#';
}

static struct row *rows_of(const struct words_builder *builder, unsigned kind, uint32_t *count)
{
	const struct buffer *rows = &builder->tables[kind].rows;

	*count = (uint32_t)(rows->size / sizeof(struct row));
	return (struct row *)(void *)rows->data;
}

/* Leaves out the rarest until the table is within its limit. */
static void prune(struct words_builder *builder, unsigned kind)
{
	struct buffer *text = &builder->tables[kind].text;
	uint32_t count, kept, size = 0;
	struct row *rows = rows_of(builder, kind, &count);

	for (kept = count; kept > WORDS_ROW_LIMIT;) {
		const uint32_t least = ++builder->tables[kind].least;

		kept = 0;
		for (uint32_t i = 0; i < count; i++)
			kept += rows[i].frequency >= least;
	}
	if (kept == count)
		return;
	kept = 0;
	for (uint32_t i = 0; i < count; i++) {
		const struct row row = rows[i];
		const size_t end = i + 1 < count ? rows[i + 1].begin : text->size;

		if (row.frequency < builder->tables[kind].least)
			continue;
		memmove(text->data + size, text->data + row.begin, end - row.begin);
		rows[kept++] = (struct row){size, row.frequency, row.letters};
		size += (uint32_t)(end - row.begin);
	}
	text->size = size;
	builder->tables[kind].rows.size = kept * sizeof(*rows);
}

void words_builder_add(struct words_builder *builder, enum words_kind kind, struct slice term,
	uint32_t frequency)
{
	const bool is_name = kind == WORDS_OF_SPEAKERS;
	struct buffer *rows = &builder->tables[kind].rows, *text = &builder->tables[kind].text;
	struct row row = {.begin = (uint32_t)text->size, .frequency = frequency};
	struct slice word;

	if (!(is_name ? take_name(term, &word) : take_word(term, &word)) ||
		word.size > WORDS_TEXT_LIMIT || frequency < builder->tables[kind].least)
		return;
	row.letters = is_name ? words_initials(word) : words_letters(word);
	buffer_append(text, word);
	buffer_append_bytes(rows, &row, sizeof(row));
	if (rows->size == 2 * WORDS_ROW_LIMIT * sizeof(row))
		prune(builder, kind);
}

static void lay_out(const struct words_builder *builder, unsigned kind, struct buffer *file)
{
	const struct buffer *text = &builder->tables[kind].text;
	const uint32_t size = (uint32_t)text->size;
	uint32_t count;
	const struct row *rows = rows_of(builder, kind, &count);

	for (uint32_t i = 0; i < count; i++)
		buffer_append_bytes(file, &rows[i].begin, sizeof(uint32_t));
	buffer_append_bytes(file, &size, sizeof(size));
	for (uint32_t i = 0; i < count; i++)
		buffer_append_bytes(file, &rows[i].frequency, sizeof(uint32_t));
	for (uint32_t i = 0; i < count; i++)
		buffer_append_bytes(file, &rows[i].letters, sizeof(uint32_t));
	buffer_append(file, buffer_slice(text));
	buffer_append_bytes(file, "\0\0\0", padded(size) - size);
}

bool words_builder_write(struct words_builder *builder, const char *path, struct error *error)
{
	struct head head = {.version = VERSION};
	struct buffer bytes = {0};
	struct new_file file;
	bool good;

	memcpy(head.magic, MAGIC, sizeof(head.magic));
	for (unsigned kind = 0; kind < WORDS_KINDS; kind++) {
		prune(builder, kind);
		rows_of(builder, kind, &head.counts[kind]);
		head.text_sizes[kind] = (uint32_t)builder->tables[kind].text.size;
	}
	if (!new_file_open(&file, path, error))
		return false;
	buffer_append_bytes(&bytes, &head, sizeof(head));
	for (unsigned kind = 0; kind < WORDS_KINDS; kind++)
		lay_out(builder, kind, &bytes);
	good = new_file_append(&file, buffer_slice(&bytes), error);
	buffer_clear(&bytes);
	if (good)
		return new_file_close(&file, error);
	new_file_abandon(&file);
	return false;
}
