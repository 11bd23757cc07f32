/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/index/dictionary.h"

#include <stdlib.h>
#include <string.h>

#include "base/lanes.h"
#include "daemon/index/expand.h"
#include "text/stopword.h"

#include "base/banned.h"

#define ROWS_FIRST 64 /* taken of a segment at first: enough, nearly always */
#define ROWS_A_WORD 2 /* of several segments, so that what is not taken is surely rarer */
#define STRIDE 32     /* rows looked at before one branch: few are wanted */
#define EDIT_BYTES 3  /* that one edit may make a word longer or shorter */

/* What is looked for in each table. */
struct wanted {
	enum words_kind kind;
	bool (*accepts)(const struct wanted *wanted, struct slice word);
	struct slice prefix;
	const struct slice *parts; /* of a name */
	size_t part_count;
	enum language language;
	struct slice word;         /* to be near to */
	unsigned edits;
	uint32_t letters;          /* of parts or word */
	uint32_t least;            /* documents of the segment */
};

/* --- one table: its most frequent rows that are wanted --- */

struct row {
	uint32_t number, count;
};

/* A heap with the least frequent in front; of equal ones the last. */
struct best {
	struct row *rows;
	size_t count, capacity;
};

static bool is_worse(struct row a, struct row b)
{
	return a.count != b.count ? a.count < b.count : a.number > b.number;
}

static void sink(struct best *best, struct row row)
{
	size_t hole = 0;

	for (size_t child; (child = 2 * hole + 1) < best->count; hole = child) {
		if (child + 1 < best->count && is_worse(best->rows[child + 1], best->rows[child]))
			child++;
		if (!is_worse(best->rows[child], row))
			break;
		best->rows[hole] = best->rows[child];
	}
	best->rows[hole] = row;
}

static void rise(struct best *best, struct row row)
{
	size_t hole = best->count++;

	for (; hole > 0 && is_worse(row, best->rows[(hole - 1) / 2]); hole = (hole - 1) / 2)
		best->rows[hole] = best->rows[(hole - 1) / 2];
	best->rows[hole] = row;
}

/* Whether at most `limit` bits are set; without the processor's help popcount is a call. */
static bool has_few_bits(uint32_t bits, unsigned limit)
{
	while (limit-- > 0)
		bits &= bits - 1;
	return bits == 0;
}

static bool letters_fit(const struct wanted *wanted, uint32_t letters)
{
	if (!wanted->word.data)
		return (wanted->letters & ~letters) == 0;
	return has_few_bits(wanted->letters & ~letters, wanted->edits) &&
	       has_few_bits(letters & ~wanted->letters, wanted->edits);
}

/* Whether one of STRIDE rows has more than `floor` documents. */
static bool stride_has(const struct words_table *table, uint32_t row, uint32_t floor)
{
	/* No segment has 2^31 documents: signed numbers compare in one step. */
	typedef int32_t signed_lanes __attribute__((vector_size(sizeof(lanes))));
	const signed_lanes floors = (signed_lanes)lanes_fill(floor);
	lanes found = {0, 0, 0, 0};

	for (const uint32_t end = row + STRIDE; row < end; row += 2 * LANES)
		found |= (lanes)((signed_lanes)lanes_load(table->frequencies + row) > floors) |
			(lanes)((signed_lanes)lanes_load(table->frequencies + row + LANES) > floors);
	return lanes_any(found);
}

/* Whether letters of one of STRIDE rows fit: letters_fit, four at once. */
static bool stride_fits(const struct words_table *table, const struct wanted *wanted, uint32_t row)
{
	const lanes letters = lanes_fill(wanted->letters);
	const unsigned edits = wanted->word.data ? wanted->edits : 0;
	const lanes asks_both = lanes_fill(wanted->word.data ? UINT32_MAX : 0);
	lanes found = {0, 0, 0, 0};

	for (const uint32_t end = row + STRIDE; row < end; row += LANES) {
		const lanes its = lanes_load(table->letters + row);
		lanes lacks = letters & ~its, adds = its & ~letters & asks_both;

		for (unsigned i = 0; i < edits; i++) {
			lacks &= lacks - 1;
			adds &= adds - 1;
		}
		found |= (lanes)((lacks | adds) == 0);
	}
	return lanes_any(found);
}

/* The first row from `row` on that may be frequent enough and have letters that fit. */
static uint32_t skip_rows(const struct words_table *table, const struct wanted *wanted,
	const struct best *best, uint32_t row, uint32_t end)
{
	const bool is_full = best->count == best->capacity;
	const uint32_t floor = is_full ? best->rows[0].count : wanted->least ? wanted->least - 1 : 0;

	while (end - row > STRIDE &&
		((floor && !stride_has(table, row, floor)) || !stride_fits(table, wanted, row)))
		row += STRIDE;
	return row;
}

static void meet(const struct words_table *table, const struct wanted *wanted, struct best *best,
	uint32_t number)
{
	const struct row row = {number, table->frequencies[number]};
	const bool is_full = best->count == best->capacity;

	/* The cheap questions first: few rows come as far as their text. */
	if (row.count < wanted->least || (is_full && !is_worse(best->rows[0], row)) ||
		!letters_fit(wanted, table->letters[number]) ||
		(wanted->accepts && !wanted->accepts(wanted, words_get(table, number))))
		return;
	if (is_full)
		sink(best, row);
	else
		rise(best, row);
}

static void scan_rows(const struct words_table *table, const struct wanted *wanted,
	uint32_t begin, uint32_t end, struct best *best)
{
	while (begin < end) {
		uint32_t stop;

		begin = skip_rows(table, wanted, best, begin, end);
		/* A stride is asked about once: all its rows are met before the next. */
		stop = end - begin > STRIDE ? begin + STRIDE : end;
		for (; begin < stop; begin++)
			meet(table, wanted, best, begin);
	}
}

/* Only what begins with the same byte is looked at for two edits: see edits_between. */
static void scan_around(const struct words_table *table, const struct wanted *wanted,
	struct best *best)
{
	struct wanted other = *wanted;
	uint32_t begin, end;

	other.edits = 1;
	words_range(table, slice_range(wanted->word, 0, 1), &begin, &end);
	scan_rows(table, &other, 0, begin, best);
	scan_rows(table, wanted, begin, end, best);
	scan_rows(table, &other, end, table->count, best);
}

static void scan(const struct words_table *table, const struct wanted *wanted, struct best *best)
{
	uint32_t begin, end;

	if (wanted->least >= WORDS_FREQUENT && wanted->kind == WORDS_OF_ARTICLES &&
		wanted->prefix.size == 0) {
		for (uint32_t i = 0; i < table->frequent_count; i++) {
			const uint32_t number = (uint32_t)table->frequent[i];

			if (table->frequencies[number] < wanted->least)
				break;
			meet(table, wanted, best, number);
		}
		return;
	}
	if (wanted->edits > 1) {
		scan_around(table, wanted, best);
		return;
	}
	words_range(table, wanted->prefix, &begin, &end);
	scan_rows(table, wanted, begin, end, best);
}

/* --- all tables --- */

uint32_t dictionary_count(const struct snapshot *snapshot, enum words_kind kind, struct slice word)
{
	uint32_t count = 0;

	for (size_t i = 0; i < snapshot->manifest.segment_count; i++) {
		const struct words_table *table = &snapshot->words[i].tables[kind];
		const uint32_t row = words_seek(table, word);

		if (row < table->count && slice_equal(words_get(table, row), word))
			count += table->frequencies[row];
	}
	return count;
}

static int by_rank(const void *a, const void *b)
{
	const struct dictionary_word *first = a, *second = b;

	if (first->edits != second->edits)
		return first->edits < second->edits ? -1 : 1;
	if (first->count != second->count)
		return first->count > second->count ? -1 : 1;
	return slice_compare(first->word, second->word);
}

/* The best rows of a segment, by number: that is in byte order, too. */
struct source {
	const struct words_table *table;
	struct row *rows;
	size_t count, next;
	uint32_t position; /* where the word was that was counted last */
};

static int by_number(const void *a, const void *b)
{
	const struct row *first = a, *second = b;

	return (first->number > second->number) - (first->number < second->number);
}

static bool has_next(const struct source *source)
{
	return source->next < source->count;
}

static struct slice next_word(const struct source *source)
{
	return words_get(source->table, source->rows[source->next].number);
}

/* Words come in byte order, none behind the next one of any source. */
static uint32_t count_word(struct source *source, struct slice word)
{
	const struct words_table *table = source->table;
	const uint32_t end = has_next(source) ? source->rows[source->next].number : table->count;

	if (has_next(source) && slice_equal(next_word(source), word))
		return source->rows[source->next++].count;
	source->position = words_seek_between(table, source->position, end, word);
	return source->position < end && slice_equal(words_get(table, source->position), word) ?
		       table->frequencies[source->position] : 0;
}

/* Each word of any source, counted in all of them. */
static size_t unite(struct source *sources, size_t count, struct dictionary_word *words)
{
	for (size_t united = 0;; united++) {
		const struct source *first = NULL;
		struct dictionary_word *word = &words[united];

		for (size_t i = 0; i < count; i++) {
			if (has_next(&sources[i]) && (!first ||
				slice_compare(next_word(&sources[i]), next_word(first)) < 0))
				first = &sources[i];
		}
		if (!first)
			return united;
		*word = (struct dictionary_word){.word = next_word(first)};
		for (size_t i = 0; i < count; i++)
			word->count += count_word(&sources[i], word->word);
	}
}

/* The best `rows` of each segment; *unseen is the most that any other word can count. */
static struct dictionary_word *gather(const struct snapshot *snapshot, const struct wanted *wanted,
	size_t rows, struct arena *arena, size_t *count, uint64_t *unseen)
{
	const size_t segments = snapshot->manifest.segment_count;
	struct dictionary_word *words = arena_allocate_array(arena, rows * segments, sizeof(*words));
	struct source *sources = arena_allocate_array(arena, segments, sizeof(*sources));

	*unseen = 0;
	for (size_t i = 0; i < segments; i++) {
		struct best best = {arena_allocate_array(arena, rows, sizeof(*best.rows)), 0, rows};

		sources[i].table = &snapshot->words[i].tables[wanted->kind];
		scan(sources[i].table, wanted, &best);
		if (best.count == rows)
			*unseen += best.rows[0].count;
		if (segments > 1)
			qsort(best.rows, best.count, sizeof(*best.rows), by_number);
		sources[i].rows = best.rows;
		sources[i].count = best.count;
	}
	*count = unite(sources, segments, words);
	return words;
}

/* The most frequent words of all. A word can be in none of the lists of segments and yet be
 * one of them, if it is nearly as frequent everywhere: then longer lists are asked for. */
static struct dictionary_list take_best(const struct snapshot *snapshot,
	const struct wanted *wanted, size_t limit, struct arena *arena)
{
	const size_t first = snapshot->manifest.segment_count > 1 ? ROWS_A_WORD * limit : limit;

	for (size_t rows = first > ROWS_FIRST ? first : ROWS_FIRST;; rows *= 4) {
		size_t count;
		uint64_t unseen;
		struct dictionary_word *words =
			gather(snapshot, wanted, rows, arena, &count, &unseen);

		if (count)
			qsort(words, count, sizeof(*words), by_rank);
		if (unseen && snapshot->manifest.segment_count > 1 &&
			(count < limit || words[limit - 1].count <= unseen))
			continue;
		return (struct dictionary_list){words, count < limit ? count : limit};
	}
}

struct dictionary_list dictionary_begin(const struct snapshot *snapshot, struct slice prefix,
	size_t limit, struct arena *arena)
{
	const struct wanted wanted = {.kind = WORDS_OF_ARTICLES, .prefix = prefix};

	return take_best(snapshot, &wanted, limit, arena);
}

/* Does a part of the folded name begin with `word`? */
static bool has_part(struct slice name, struct slice word)
{
	for (size_t begin = 0; begin + word.size <= name.size; begin++) {
		if ((begin == 0 || name.data[begin - 1] == ' ' || name.data[begin - 1] == '-') &&
			memcmp(name.data + begin, word.data, word.size) == 0)
			return true;
	}
	return false;
}

static bool has_parts(const struct wanted *wanted, struct slice name)
{
	struct slice rest = name, first;

	for (size_t i = 0; i < wanted->part_count; i++) {
		if (!has_part(name, wanted->parts[i]))
			return false;
	}
	return slice_split(&rest, ' ', &first) && !stopword_is(wanted->language, first);
}

struct dictionary_list dictionary_names(const struct snapshot *snapshot, enum language language,
	const struct slice *parts, size_t part_count, size_t limit, struct arena *arena)
{
	struct wanted wanted = {.kind = WORDS_OF_SPEAKERS, .accepts = has_parts, .parts = parts,
		.part_count = part_count, .language = language};

	/* Of a part that begins with half a character no letter is known. */
	for (size_t i = 0; i < part_count; i++) {
		if (parts[i].size && (unsigned char)parts[i].data[0] < 0x80)
			wanted.letters |= words_letters(slice_range(parts[i], 0, 1));
	}
	return take_best(snapshot, &wanted, limit, arena);
}

/* --- words spelled nearly alike --- */

/* The word without letters that stand twice. */
static struct slice without_doubles(struct slice word, char single[WORDS_TEXT_LIMIT])
{
	size_t size = 0;

	for (size_t i = 0; i < word.size && size < WORDS_TEXT_LIMIT; i++) {
		if (size == 0 || word.data[i] != single[size - 1])
			single[size++] = word.data[i];
	}
	return slice_make(single, size);
}

static bool differ_by_doubles(struct slice a, struct slice b)
{
	char first[WORDS_TEXT_LIMIT], second[WORDS_TEXT_LIMIT];

	return slice_equal(without_doubles(a, first), without_doubles(b, second));
}

/* How far a word is from the one that is wanted: more than its edits, not near. */
static unsigned edits_between(const struct wanted *wanted, struct slice word)
{
	const struct slice own = wanted->word;
	unsigned edits;

	if (slice_equal(own, word))
		return wanted->edits + 1;
	edits = expand_distance(own, word, 2);
	if (edits == 2 && differ_by_doubles(own, word))
		return 1;
	/* nato and oats are two edits apart: who slips twice rarely slips on the first letter. */
	if (edits == 2 && own.data[0] != word.data[0])
		return wanted->edits + 1;
	return edits;
}

static bool is_near(const struct wanted *wanted, struct slice word)
{
	const size_t room = EDIT_BYTES * wanted->edits;

	return word.size <= wanted->word.size + room && wanted->word.size <= word.size + room &&
	       edits_between(wanted, word) <= wanted->edits;
}

struct dictionary_list dictionary_near(const struct snapshot *snapshot, struct slice word,
	unsigned edits, uint32_t least, size_t limit, struct arena *arena)
{
	const uint32_t segments = (uint32_t)snapshot->manifest.segment_count;
	const struct wanted wanted = {
		.kind = WORDS_OF_ARTICLES,
		.accepts = is_near,
		.word = word,
		.edits = edits,
		.letters = words_letters(word),
		/* Who has so many in all has its share of them in some segment. */
		.least = segments ? (least + segments - 1) / segments : least,
	};
	struct dictionary_word *words;
	size_t count, kept = 0;
	uint64_t unseen;

	if (word.size == 0 || word.size > WORDS_TEXT_LIMIT)
		return (struct dictionary_list){NULL, 0};
	words = gather(snapshot, &wanted, ROWS_FIRST, arena, &count, &unseen);
	for (size_t i = 0; i < count; i++) {
		if (words[i].count < least)
			continue;
		words[kept] = words[i];
		words[kept++].edits = edits_between(&wanted, words[i].word);
	}
	if (kept)
		qsort(words, kept, sizeof(*words), by_rank);
	return (struct dictionary_list){words, kept < limit ? kept : limit};
}
