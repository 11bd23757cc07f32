/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/fold.h"

#include <stdbool.h>
#include <stdint.h>

#include <utf8proc.h>

#include "base/memory.h"
#include "text/utf8.h"

#include "base/banned.h"

/* U+FDFA, the longest decomposition there is, has 18 code points. */
#define DECOMPOSITION_LIMIT 32
/* Marks kept after one letter. Real text has four at most; a bound keeps sorting linear. */
#define MARK_LIMIT 16
#define RUN_LIMIT 256
#define RUN_FULL 128

/* Marks that are left out, by ranges in order. */
static const struct range {
	uint32_t first, last;
} left_out[] = {
	{0x0300, 0x036f}, /* accents */
	{0x0483, 0x0489}, /* Cyrillic */
	{0x0591, 0x05bd}, /* Hebrew */
	{0x05bf, 0x05bf},
	{0x05c1, 0x05c2},
	{0x05c4, 0x05c5},
	{0x05c7, 0x05c7},
	{0x0610, 0x061a}, /* Arabic */
	{0x0640, 0x0640}, /* tatweel */
	{0x064b, 0x065f},
	{0x0670, 0x0670},
	{0x06d6, 0x06dc},
	{0x06df, 0x06e4},
	{0x06e7, 0x06e8},
	{0x06ea, 0x06ed},
	{0x0898, 0x089f},
	{0x08ca, 0x08e1},
	{0x08e3, 0x08ff},
	{0x1ab0, 0x1aff}, /* accents, extended */
	{0x1dc0, 0x1dff},
	{0x20d0, 0x20ff},
	{0xfe20, 0xfe2f},
};

/* What Unicode does not decompose, but readers do. */
static const struct plain {
	uint32_t from;
	uint32_t to[2];
} plain_letters[] = {
	{0x00b4, {'\''}}, /* an accent set where an apostrophe was meant */
	{0x00e6, {'a', 'e'}},
	{0x00f0, {'d'}},
	{0x00f8, {'o'}},
	{0x00fe, {'t', 'h'}},
	{0x0111, {'d'}},
	{0x0127, {'h'}},
	{0x0131, {'i'}},
	{0x0142, {'l'}},
	{0x0153, {'o', 'e'}},
	{0x0167, {'t'}},
	{0x02bb, {'\''}},
	{0x02bc, {'\''}},
	{0x05f3, {'\''}},
	{0x05f4, {'"'}},
	{0x2018, {'\''}},
	{0x2019, {'\''}},
	{0x201b, {'\''}},
};

/* What frequent letters become: fold_append_slowly of each, printed by text/fold_table.c. */
#define FREQUENT_FIRST 0x80
#define FREQUENT_LAST 0x52f
#define PUNCTUATION_FIRST 0x2010
#define PUNCTUATION_LAST 0x203f
#define FOLDED_SLOWLY 0xff /* does not fit, or composes with what is before it */

struct folded {
	unsigned char size;
	char bytes[3];
};

#include "text/fold_table.inc"

/* Decomposed code points on their way to being composed: a starter and marks, several times. */
struct run {
	utf8proc_int32_t code_points[RUN_LIMIT];
	size_t count;
	size_t marks;      /* at the end of the run */
	uint32_t starter;  /* the last code point that was no mark */
	struct buffer *output;
};

static bool is_left_out(uint32_t code_point)
{
	size_t low = 0;
	size_t high = COUNT_OF(left_out);

	while (low < high) {
		const size_t middle = (low + high) / 2;

		if (code_point > left_out[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < COUNT_OF(left_out) && code_point >= left_out[low].first;
}

/* Marks in the ranges above that make another letter of what they stand on. */
static bool is_part_of_letter(uint32_t mark, uint32_t letter)
{
	if (mark == 0x0306)
		return letter == 0x0438 || letter == 0x0443;
	if (mark == 0x0654)
		return letter == 0x0648 || letter == 0x064a || letter == 0x06c1 ||
			letter == 0x06d2 || letter == 0x06d5;
	return false;
}

static const struct plain *find_plain(uint32_t code_point)
{
	size_t low = 0;
	size_t high = COUNT_OF(plain_letters);

	while (low < high) {
		const size_t middle = (low + high) / 2;

		if (code_point > plain_letters[middle].from)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == COUNT_OF(plain_letters) || plain_letters[low].from != code_point)
		return NULL;
	return &plain_letters[low];
}

static void run_flush(struct run *run)
{
	const utf8proc_ssize_t count = utf8proc_normalize_utf32(run->code_points,
		(utf8proc_ssize_t)run->count, UTF8PROC_COMPOSE | UTF8PROC_STABLE);

	for (utf8proc_ssize_t i = 0; i < count; i++)
		utf8_append(run->output, (uint32_t)run->code_points[i]);
	run->count = 0;
	run->marks = 0;
}

/* Marks behind one letter are put in canonical order as they come (UAX #15, D109). */
static void run_add_mark(struct run *run, uint32_t mark, int class)
{
	size_t i = run->count;

	if (run->marks == MARK_LIMIT)
		return;
	run->marks++;
	run->count++;
	while (class > 0 && i > run->count - run->marks) {
		const utf8proc_int32_t before = run->code_points[i - 1];

		if (utf8proc_get_property(before)->combining_class <= class)
			break;
		run->code_points[i] = before;
		i--;
	}
	run->code_points[i] = (utf8proc_int32_t)mark;
}

/* Vowels and finals of decomposed Hangul are letters, but compose with what is before. */
static bool is_hangul_continuation(uint32_t code_point)
{
	return code_point >= 0x1160 && code_point <= 0x11ff;
}

static void run_add(struct run *run, uint32_t code_point)
{
	const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)code_point);

	if (is_left_out(code_point) && !is_part_of_letter(code_point, run->starter))
		return;
	if (property->category == UTF8PROC_CATEGORY_MN ||
		property->category == UTF8PROC_CATEGORY_MC ||
		property->category == UTF8PROC_CATEGORY_ME || property->combining_class > 0) {
		run_add_mark(run, code_point, property->combining_class);
		return;
	}
	if (run->count >= RUN_FULL &&
		(!is_hangul_continuation(code_point) || run->count == RUN_LIMIT - MARK_LIMIT - 1))
		run_flush(run);
	run->code_points[run->count++] = (utf8proc_int32_t)code_point;
	run->marks = 0;
	run->starter = code_point;
}

static void run_add_decomposed(struct run *run, uint32_t code_point)
{
	utf8proc_int32_t parts[DECOMPOSITION_LIMIT];
	int boundary = 0;
	const utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)code_point, parts,
		DECOMPOSITION_LIMIT,
		UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
		&boundary);

	for (utf8proc_ssize_t i = 0; i < count; i++) {
		const struct plain *plain = find_plain((uint32_t)parts[i]);

		run_add(run, plain ? plain->to[0] : (uint32_t)parts[i]);
		if (plain && plain->to[1])
			run_add(run, plain->to[1]);
	}
}

void fold_append_slowly(struct slice text, struct buffer *output)
{
	struct run run = {.output = output};
	unsigned size;

	for (size_t i = 0; i < text.size; i += size) {
		const uint32_t code_point = utf8_decode(text, i, &size);

		/* Decomposed first, this accent would be a blank and a mark. */
		if (code_point == 0xb4)
			run_add(&run, '\'');
		else
			run_add_decomposed(&run, code_point);
	}
	run_flush(&run);
}

/* Folds from `position` to the next byte that is not ASCII, and returns where that is. */
static size_t append_ascii(struct slice text, size_t position, struct buffer *output)
{
	char *to = buffer_reserve(output, text.size - position + 1);
	const size_t begin = position;

	for (; position < text.size && !(text.data[position] & 0x80); position++) {
		const char byte = text.data[position];

		*to++ = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
	}
	*to = '\0';
	output->size += position - begin;
	return position;
}

/* Where the run ends that begins before `position` and must be composed as one: at the next
 * character that composes with nothing before it. */
static size_t find_run_end(struct slice text, size_t position)
{
	while (position < text.size) {
		const unsigned char byte = (unsigned char)text.data[position];

		if (byte < 0x80 || (byte >= 0xc2 && byte <= 0xcb) || (byte >= 0xce && byte <= 0xd1))
			break;
		position++;
	}
	return position;
}

/* The row of the character at `position` if it has one and no mark can follow it. */
static const struct folded *find_frequent(struct slice text, size_t position, unsigned *size)
{
	const uint32_t code_point = utf8_decode(text, position, size);
	const size_t next = position + *size;
	const struct folded *row;

	if (code_point >= FREQUENT_FIRST && code_point <= FREQUENT_LAST)
		row = &frequent[code_point - FREQUENT_FIRST];
	else if (code_point >= PUNCTUATION_FIRST && code_point <= PUNCTUATION_LAST)
		row = &punctuation[code_point - PUNCTUATION_FIRST];
	else
		return NULL;
	if (row->size == FOLDED_SLOWLY ||
		(next < text.size && find_run_end(text, next) > next && *size == 2))
		return NULL;
	return row;
}

void fold_append(struct slice text, struct buffer *output)
{
	size_t position = 0;

	while ((position = append_ascii(text, position, output)) < text.size) {
		unsigned size;
		const struct folded *row = find_frequent(text, position, &size);

		if (row) {
			buffer_append_bytes(output, row->bytes, row->size);
			position += size;
			continue;
		}
		const size_t end = find_run_end(text, position + size);

		fold_append_slowly(slice_range(text, position, end), output);
		position = end;
	}
}

static bool is_apostrophe(int32_t code_point)
{
	const struct plain *plain = find_plain((uint32_t)code_point);

	return plain && plain->to[0] == '\'';
}

/* Marks are kept; composing puts them on their letters. */
static void case_add(struct run *run, int32_t code_point)
{
	if (is_apostrophe(code_point))
		code_point = '\'';
	if (code_point == 0x0307 && run->starter == 'i')
		return;
	if (run->count == RUN_LIMIT)
		run_flush(run);
	run->code_points[run->count++] = code_point;
	run->starter = (uint32_t)code_point;
}

void fold_case_append(struct slice text, struct buffer *output)
{
	struct run run = {.output = output};
	unsigned size;

	for (size_t i = 0; i < text.size; i += size) {
		utf8proc_int32_t parts[DECOMPOSITION_LIMIT];
		int boundary = 0;
		const utf8proc_ssize_t count = utf8proc_decompose_char(
			(utf8proc_int32_t)utf8_decode(text, i, &size), parts, DECOMPOSITION_LIMIT,
			UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
			&boundary);

		for (utf8proc_ssize_t j = 0; j < count; j++)
			case_add(&run, parts[j]);
	}
	run_flush(&run);
}
