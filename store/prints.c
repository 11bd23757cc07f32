/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/prints.h"

#include <string.h>

#include "base/file.h"
#include "base/memory.h"

#include "base/banned.h"

#define DIGIT_BITS 11 /* three digits are a print */
#define DIGITS (1u << DIGIT_BITS)
#define PIECE_ROWS (1u << 17) /* written at once, and held in memory of a source at most */

void prints_add(struct buffer *prints, uint32_t quotation, struct likeness_words words)
{
	uint32_t found[LIKENESS_WORDS];
	const size_t count = likeness_prints(words, found);

	for (size_t i = 0; i < count; i++) {
		const struct print row = {found[i], quotation};

		buffer_append_bytes(prints, &row, sizeof(row));
	}
}

/* One pass of a radix sort: by one digit, what is equal stays in its order. */
static void sort_digit(const struct print *from, size_t count, unsigned shift, struct print *to)
{
	size_t begins[DIGITS + 1] = {0};

	for (size_t i = 0; i < count; i++)
		begins[(from[i].print >> shift) % DIGITS + 1]++;
	for (size_t i = 1; i <= DIGITS; i++)
		begins[i] += begins[i - 1];
	for (size_t i = 0; i < count; i++)
		to[begins[(from[i].print >> shift) % DIGITS]++] = from[i];
}

void prints_sort(struct slice prints, struct buffer *sorted)
{
	const struct print *rows = (const struct print *)(const void *)prints.data;
	const size_t count = prints.size / sizeof(*rows);
	struct print *spare = memory_allocate_array(count, sizeof(*spare)), *to;

	buffer_reset(sorted);
	to = (struct print *)(void *)buffer_reserve(sorted, prints.size);
	sorted->size = prints.size;
	sort_digit(rows, count, 0, to);
	sort_digit(to, count, DIGIT_BITS, spare);
	sort_digit(spare, count, 2 * DIGIT_BITS, to);
	memory_free(spare);
}

uint32_t prints_seek(const struct print *prints, uint32_t count, uint32_t print)
{
	uint32_t low = 0, high = count;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (prints[middle].print < print)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static uint32_t number_of(const struct prints_source *source, uint32_t row)
{
	const uint32_t quotation = source->prints[row].quotation;

	return quotation && quotation <= source->quotation_count ? source->numbers[quotation - 1] : 0;
}

uint32_t prints_live(const struct prints_source *source)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < source->count; i++)
		count += number_of(source, i) != 0;
	return count;
}

/* To the next row that stays, at or after the one the source is at. */
static void skip_dead(struct prints_source *source)
{
	while (source->next < source->count && number_of(source, source->next) == 0)
		source->next++;
}

/* The source whose row comes next; the first of equals, whose numbers are lower. */
static struct prints_source *choose(struct prints_source *sources, size_t count)
{
	struct prints_source *least = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct prints_source *source = &sources[i];

		if (source->next < source->count &&
			(!least || source->prints[source->next].print < least->prints[least->next].print))
			least = &sources[i];
	}
	return least;
}

/* What was read is not needed again: it must not gather in memory. */
static void let_go(const struct prints_source *source)
{
	if (source->next % PIECE_ROWS == 0 && source->next)
		file_release(slice_make((const char *)(source->prints + source->next - PIECE_ROWS),
			PIECE_ROWS * sizeof(*source->prints)));
}

bool prints_merge(struct prints_source *sources, size_t count, struct new_file *file,
	struct error *error)
{
	struct buffer piece = {0};
	struct prints_source *source;
	bool good = true;

	for (size_t i = 0; i < count; i++) {
		sources[i].next = 0;
		skip_dead(&sources[i]);
	}
	while (good && (source = choose(sources, count))) {
		const struct print row = {source->prints[source->next].print,
			number_of(source, source->next)};

		buffer_append_bytes(&piece, &row, sizeof(row));
		source->next++;
		let_go(source);
		skip_dead(source);
		if (piece.size == PIECE_ROWS * sizeof(row)) {
			good = new_file_append(file, buffer_slice(&piece), error);
			buffer_reset(&piece);
		}
	}
	good = good && new_file_append(file, buffer_slice(&piece), error);
	buffer_clear(&piece);
	return good;
}
