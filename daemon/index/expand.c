/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/index/expand.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "schema/wire.h"

#include "base/banned.h"

#define STEPS_PER_LOOK 1024     /* terms walked between two looks at the clock */
#define FUZZY_CHARACTERS 64     /* longer words are not compared */
#define STEM_SHORTEST 2         /* bytes that a word and its stem have to share */

struct candidate {
	struct slice term;
	uint32_t frequency;
	uint32_t number;  /* in the order of the walk, which is byte order */
	uint64_t *places; /* NULL: not known */
};

/* What a walk is for: decides on one word. */
struct test {
	bool (*accepts)(const struct test *test, struct slice word);
	struct slice word;
	unsigned distance;
	const struct expand_form *form;
	struct slice bare_stem; /* of the word without its accents, as all words here are */
	struct token_list *tokens;
};

/* The most frequent so far; a heap with the least frequent in front once there are more than
 * are taken. */
struct collection {
	const struct xc_terms *walk;
	struct arena *arena;
	size_t file_count;
	struct candidate *items;
	size_t count;
	uint32_t met;
	bool is_capped;
};

static bool is_rarer(const struct candidate *a, const struct candidate *b)
{
	return a->frequency != b->frequency ? a->frequency < b->frequency : a->number > b->number;
}

static void sift_down(struct collection *collection, size_t hole, struct candidate item)
{
	for (size_t child; (child = 2 * hole + 1) < collection->count; hole = child) {
		if (child + 1 < collection->count &&
			is_rarer(&collection->items[child + 1], &collection->items[child]))
			child++;
		if (!is_rarer(&collection->items[child], &item))
			break;
		collection->items[hole] = collection->items[child];
	}
	collection->items[hole] = item;
}

/* Fills what the walk says of the term it is on; `item` may have room for its places. */
static struct candidate take_term(const struct collection *collection, struct candidate item,
	struct slice term)
{
	const uint64_t *places = xc_terms_places(collection->walk);

	item.term = arena_copy(collection->arena, term);
	if (places && !item.places)
		item.places = arena_allocate_array(collection->arena, collection->file_count,
			sizeof(*places));
	if (places)
		memcpy(item.places, places, collection->file_count * sizeof(*places));
	return item;
}

static void collect(struct collection *collection, struct slice term, uint32_t frequency)
{
	struct candidate item = {.frequency = frequency, .number = collection->met++};

	if (collection->count < WIRE_EXPANSION_LIMIT) {
		collection->items[collection->count++] = take_term(collection, item, term);
		return;
	}
	for (size_t i = collection->is_capped ? 0 : collection->count / 2; i-- > 0;)
		sift_down(collection, i, collection->items[i]);
	collection->is_capped = true;
	if (!is_rarer(&collection->items[0], &item))
		return;
	item.places = collection->items[0].places;
	sift_down(collection, 0, take_term(collection, item, term));
}

static int by_number(const void *a, const void *b)
{
	const uint32_t first = ((const struct candidate *)a)->number;
	const uint32_t second = ((const struct candidate *)b)->number;

	return (first > second) - (first < second);
}

static void finish(struct collection *collection, size_t prefix_size, struct expansion *expansion)
{
	struct arena *arena = collection->arena;
	const size_t count = collection->count;
	struct slice *terms = arena_allocate_array(arena, count, sizeof(*terms));
	struct slice *words = arena_allocate_array(arena, count, sizeof(*words));
	uint32_t *frequencies = arena_allocate_array(arena, count, sizeof(*frequencies));
	const uint64_t **places = arena_allocate_array(arena, count, sizeof(*places));

	if (collection->is_capped)
		qsort(collection->items, count, sizeof(*collection->items), by_number);
	for (size_t i = 0; i < count; i++) {
		const struct candidate *item = &collection->items[i];

		terms[i] = item->term;
		words[i] = slice_range(item->term, prefix_size, item->term.size);
		frequencies[i] = item->frequency;
		places[i] = item->places;
	}
	*expansion = (struct expansion){.words = words, .frequencies = frequencies, .terms = terms,
		.count = count, .is_capped = collection->is_capped};
	if (count && places[0])
		expansion->places = places;
}

/* All terms of the field that begin with `begin` and pass the test. */
static bool walk(const struct expand_source *source, struct slice begin, const struct test *test,
	struct expansion *expansion, struct error *error)
{
	struct slice prefix = arena_printf(source->arena, "%.*s%.*s", SLICE_ARGS(source->prefix),
		SLICE_ARGS(begin));
	struct collection collection = {.arena = source->arena,
		.file_count = xc_database_file_count(source->database),
		.items = arena_allocate_array(source->arena, WIRE_EXPANSION_LIMIT,
			sizeof(struct candidate))};
	struct error problem = {0};
	struct xc_terms *terms = xc_terms_open(source->database, prefix, error);
	struct slice term;
	uint32_t frequency;
	size_t steps = 0;

	if (!terms)
		return false;
	collection.walk = terms;
	while (xc_terms_next(terms, &term, &frequency, &problem)) {
		struct slice word = slice_range(term, source->prefix.size, term.size);

		if (!test || test->accepts(test, word))
			collect(&collection, term, frequency);
		if (++steps % STEPS_PER_LOOK == 0 && source->deadline_ns &&
			clock_monotonic_ns() > source->deadline_ns) {
			collection.is_capped = true;
			break;
		}
	}
	xc_terms_close(terms);
	if (problem.code) {
		*error = problem;
		return false;
	}
	finish(&collection, source->prefix.size, expansion);
	return true;
}

/* The byte behind the character that begins at `position`. */
static size_t next_character(struct slice text, size_t position)
{
	do
		position++;
	while (position < text.size && ((unsigned char)text.data[position] & 0xc0) == 0x80);
	return position;
}

/* Whether a folded word fits a pattern; linear in the word but for many stars. */
static bool matches_pattern(struct slice word, struct slice pattern)
{
	size_t at = 0, in = 0, star = SIZE_MAX, retry = 0;

	while (at < word.size) {
		if (in < pattern.size && pattern.data[in] == '*') {
			star = ++in;
			retry = at;
		} else if (in < pattern.size && pattern.data[in] == '?') {
			at = next_character(word, at);
			in++;
		} else if (in < pattern.size && pattern.data[in] == word.data[at]) {
			at++;
			in++;
		} else if (star != SIZE_MAX) {
			at = retry = next_character(word, retry);
			in = star;
		} else {
			return false;
		}
	}
	while (in < pattern.size && pattern.data[in] == '*')
		in++;
	return in == pattern.size;
}

static bool fits_pattern(const struct test *test, struct slice word)
{
	return matches_pattern(word, test->word);
}

bool expand_pattern(const struct expand_source *source, struct slice pattern,
	struct expansion *expansion, struct error *error)
{
	const struct test test = {.accepts = fits_pattern, .word = pattern};
	size_t literal = 0;

	while (literal < pattern.size && pattern.data[literal] != '*' && pattern.data[literal] != '?')
		literal++;
	/* Nothing is left to test behind a plain prefix. */
	return walk(source, slice_range(pattern, 0, literal),
		literal + 1 == pattern.size && pattern.data[literal] == '*' ? NULL : &test, expansion,
		error);
}

static size_t decode(struct slice word, uint32_t characters[FUZZY_CHARACTERS])
{
	size_t count = 0, position = 0;

	while (position < word.size && count < FUZZY_CHARACTERS) {
		size_t end = next_character(word, position);

		/* Bytes of one character, packed: only equality matters. */
		characters[count] = 0;
		for (; position < end; position++)
			characters[count] = characters[count] << 8 | (unsigned char)word.data[position];
		count++;
	}
	return position < word.size ? SIZE_MAX : count;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Restricted Damerau-Levenshtein distance, three rows, each cut to what can matter: no further
 * from the diagonal than the limit. */
static unsigned measure(const uint32_t *a, size_t m, const uint32_t *b, size_t n, unsigned limit)
{
	unsigned rows[3][FUZZY_CHARACTERS + 2];

	for (size_t j = 0; j <= smaller(n, limit + 1u); j++)
		rows[0][j] = (unsigned)j;
	for (size_t i = 1; i <= m; i++) {
		unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3], *two = rows[(i + 1) % 3];
		const size_t low = i > limit ? i - limit : 1, high = smaller(n, i + limit);
		unsigned best = row[low - 1] = low == 1 ? (unsigned)i : limit + 1;

		for (size_t j = low; j <= high; j++) {
			row[j] = least(least(above[j], row[j - 1]) + 1,
				above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], two[j - 2] + 1);
			best = least(best, row[j]);
		}
		row[high + 1] = limit + 1;
		if (best > limit)
			return limit + 1;
	}
	return least(rows[m % 3][n], limit + 1);
}

unsigned expand_distance(struct slice first, struct slice second, unsigned limit)
{
	uint32_t a[FUZZY_CHARACTERS], b[FUZZY_CHARACTERS];
	size_t m = decode(first, a), n = decode(second, b), same = 0;

	if (m == SIZE_MAX || n == SIZE_MAX || m > n + limit || n > m + limit)
		return limit + 1;
	/* What both begin and end with is no edit. */
	while (same < m && same < n && a[same] == b[same])
		same++;
	while (m > same && n > same && a[m - 1] == b[n - 1]) {
		m--;
		n--;
	}
	return measure(a + same, m - same, b + same, n - same, limit);
}

static bool is_near(const struct test *test, struct slice word)
{
	return !slice_equal(word, test->word) &&
	       expand_distance(test->word, word, test->distance) <= test->distance;
}

bool expand_fuzzy(const struct expand_source *source, struct slice word, unsigned distance,
	struct expansion *expansion, struct error *error)
{
	const struct test test = {.accepts = is_near, .word = word, .distance = distance};

	return walk(source, slice_range(word, 0, next_character(word, 0)), &test, expansion, error);
}

static bool has_stem(const struct test *test, struct slice word)
{
	if (slice_equal(word, test->word))
		return true;
	test->tokens->count = 0;
	analysis_words(test->form->analysis, test->form->language, word, test->tokens);
	return test->tokens->count == 1 &&
	       (slice_equal(test->tokens->tokens[0].lexeme->stem, test->form->stem) ||
		       slice_equal(test->tokens->tokens[0].lexeme->stem, test->bare_stem));
}

bool expand_stem(const struct expand_source *source, const struct expand_form *form,
	struct expansion *expansion, struct error *error)
{
	const struct slice word = form->word, stem = form->stem;
	struct token_list tokens = {0};
	struct test test = {.accepts = has_stem, .word = word, .form = form, .tokens = &tokens};
	size_t shared = 0;
	bool is_done = true;

	analysis_words(form->analysis, form->language, word, &tokens);
	test.bare_stem = tokens.count == 1 ? tokens.tokens[0].lexeme->stem : stem;
	while (shared < word.size && shared < stem.size && word.data[shared] == stem.data[shared])
		shared++;
	/* What stems have in common with their words is their beginning, nearly always: Snowball
	 * writes i for a final y (treaty, treaties: treati). */
	if (shared > STEM_SHORTEST && stem.data[shared - 1] == 'i')
		shared--;
	if (shared >= STEM_SHORTEST) {
		is_done = walk(source, slice_range(word, 0, shared), &test, expansion, error);
	} else {
		struct slice *words = arena_allocate_array(source->arena, 1, sizeof(*words));
		uint32_t *frequencies = arena_allocate_array(source->arena, 1, sizeof(*frequencies));

		*words = word;
		*frequencies = xc_database_frequency(source->database,
			arena_printf(source->arena, "%.*s%.*s", SLICE_ARGS(source->prefix),
				SLICE_ARGS(word)));
		*expansion = (struct expansion){.words = words, .frequencies = frequencies, .count = 1};
	}
	token_list_clear(&tokens);
	return is_done;
}

bool expand_prefix(const struct expand_source *source, struct expansion *expansion,
	struct error *error)
{
	return walk(source, (struct slice){0}, NULL, expansion, error);
}
