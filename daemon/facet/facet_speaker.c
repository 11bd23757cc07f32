/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Speakers are many, and most of them said one thing. A name is counted exactly by its posting
 * list; which names are worth that is known from a bound: for few hits how often their own
 * quotations have it, for many how often all quotations have it. The highest bounds come first,
 * until none that follows can be among the most frequent.
 */
#include <stdlib.h>

#include "base/memory.h"
#include "daemon/facet/facet_counting.h"
#include "daemon/index/dictionary.h"
#include "daemon/index/quotation.h"
#include "schema/term.h"

#include "base/banned.h"

#define READ_LIMIT 6000  /* quotations of the hits that are read */
#define NAMES_FIRST 64   /* of the dictionary, before all that may count are gathered */

/* --- few hits: their own quotations --- */

struct name {
	struct slice term;
	uint32_t bound;
};

struct names {
	struct name *names; /* arena, READ_LIMIT */
	size_t count;
};

static bool add_quotation(struct counting *counting, uint32_t number, struct names *names,
	struct error *error)
{
	struct reader *reader = counting->reader;
	struct quotation_record record;
	struct slice speaker;

	buffer_reset(&reader->scratch);
	if (!xc_database_record(reader->snapshot->quotations, number, &reader->scratch, error) ||
		!record_decode_quotation(buffer_slice(&reader->scratch), &record, error))
		return false;
	speaker = quotation_speaker(&record);
	if (speaker.size) {
		speaker = arena_copy(&reader->arena, speaker);
		term_value(FIELD_SPEAKER, speaker, &reader->scratch);
		names->names[names->count++] =
			(struct name){arena_copy(&reader->arena, buffer_slice(&reader->scratch)), 1};
	}
	return true;
}

struct span facet_quotations(const struct counting *counting, uint32_t document)
{
	const struct snapshot *snapshot = counting->reader->snapshot;
	struct tokens_article article;
	size_t segment;
	uint32_t local;

	snapshot_locate(snapshot, document, &segment, &local);
	if (counting->scope == SEARCH_IN_QUOTES)
		return (struct span){local, local + 1};
	if (local > snapshot->tokens[segment].count)
		return (struct span){0, 0};
	article = tokens_get(&snapshot->tokens[segment], local);
	return (struct span){article.first_quotation,
		article.first_quotation + article.quotation_count};
}

static bool are_few(const struct counting *counting)
{
	const struct match_marks *marks = counting->marks;
	size_t count = 0;

	if (marks->count > READ_LIMIT)
		return false;
	for (uint32_t i = 0; i < marks->limit && count <= READ_LIMIT; i++) {
		if (marks->has[i]) {
			const struct span span = facet_quotations(counting, i);

			count += span.end - span.begin;
		}
	}
	return count <= READ_LIMIT;
}

static bool read_names(struct counting *counting, struct names *names, struct error *error)
{
	const struct snapshot *snapshot = counting->reader->snapshot;
	const struct match_marks *marks = counting->marks;

	for (uint32_t i = 0; i < marks->limit; i++) {
		struct span span;
		size_t segment;
		uint32_t local;

		if (!marks->has[i])
			continue;
		span = facet_quotations(counting, i);
		snapshot_locate(snapshot, i, &segment, &local);
		for (uint32_t j = span.begin; j < span.end; j++) {
			if (!add_quotation(counting, snapshot_number(snapshot, segment, j), names,
				    error))
				return false;
		}
	}
	return true;
}

static int by_term(const void *a, const void *b)
{
	return slice_compare(((const struct name *)a)->term, ((const struct name *)b)->term);
}

static int by_bound(const void *a, const void *b)
{
	const struct name *first = a, *second = b;

	if (first->bound != second->bound)
		return first->bound < second->bound ? 1 : -1;
	return slice_compare(first->term, second->term);
}

static void unite(struct names *names)
{
	size_t kept = 0;

	if (names->count == 0)
		return;
	qsort(names->names, names->count, sizeof(*names->names), by_term);
	for (size_t i = 1; i < names->count; i++) {
		if (slice_equal(names->names[kept].term, names->names[i].term))
			names->names[kept].bound++;
		else
			names->names[++kept] = names->names[i];
	}
	names->count = kept + 1;
	qsort(names->names, names->count, sizeof(*names->names), by_bound);
}

static bool count_few(struct counting *counting, size_t prefix, struct error *error)
{
	struct names names = {.names = arena_allocate_array(&counting->reader->arena, READ_LIMIT,
				      sizeof(struct name))};

	if (!read_names(counting, &names, error))
		return false;
	unite(&names);
	for (size_t i = 0; i < names.count && facet_can_show(counting, names.names[i].bound); i++) {
		if (!facet_count_term(counting, names.names[i].term, prefix, error))
			return false;
	}
	return true;
}

/* --- many hits: the names of the whole index --- */

/* Whether the dictionary has all names: an old segment has none, a very large one not all. */
static bool has_dictionary(const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->manifest.segment_count; i++) {
		const struct words_map *words = &snapshot->words[i];

		if (words->file.bytes.size == 0 ||
			words->tables[WORDS_OF_SPEAKERS].count >= WORDS_ROW_LIMIT)
			return false;
	}
	return true;
}

static bool count_name(struct counting *counting, struct slice word, size_t prefix,
	struct error *error)
{
	struct buffer *scratch = &counting->reader->scratch;

	term_value(FIELD_SPEAKER, word, scratch);
	return facet_count_term(counting, arena_copy(&counting->reader->arena, buffer_slice(scratch)),
		prefix, error);
}

/* Names that may have more than `least` quotations: some segment has its share of them. */
static struct names gather(const struct counting *counting, uint32_t least)
{
	const struct snapshot *snapshot = counting->reader->snapshot;
	const size_t segments = snapshot->manifest.segment_count;
	struct names names = {0};
	size_t capacity = 0;

	for (size_t i = 0; i < segments; i++)
		capacity += snapshot->words[i].tables[WORDS_OF_SPEAKERS].count;
	names.names = arena_allocate_array(&counting->reader->arena, capacity, sizeof(*names.names));
	for (size_t i = 0; i < segments; i++) {
		const struct words_table *table = &snapshot->words[i].tables[WORDS_OF_SPEAKERS];

		for (uint32_t row = 0; row < table->count; row++) {
			if ((uint64_t)table->frequencies[row] * segments > least)
				names.names[names.count++] = (struct name){words_get(table, row), 1};
		}
	}
	unite(&names);
	for (size_t i = 0; i < names.count; i++)
		names.names[i].bound = dictionary_count(snapshot, WORDS_OF_SPEAKERS, names.names[i].term);
	if (names.count)
		qsort(names.names, names.count, sizeof(*names.names), by_bound);
	return names;
}

static bool count_many(struct counting *counting, size_t prefix, struct error *error)
{
	struct reader *reader = counting->reader;
	const struct dictionary_list first =
		dictionary_names(reader->snapshot, LANGUAGE_NONE, NULL, 0, NAMES_FIRST,
			&reader->arena);
	struct names rest;
	struct name last;

	for (size_t i = 0; i < first.count && facet_can_show(counting, first.words[i].count); i++) {
		if (!count_name(counting, first.words[i].word, prefix, error))
			return false;
	}
	if (first.count < NAMES_FIRST || !facet_can_show(counting, first.words[NAMES_FIRST - 1].count))
		return true;
	last = (struct name){first.words[NAMES_FIRST - 1].word, first.words[NAMES_FIRST - 1].count};
	rest = gather(counting, counting->facet->count < FACET_VALUES ? 0 :
							 counting->values[FACET_VALUES - 1].count);
	for (size_t i = 0; i < rest.count && facet_can_show(counting, rest.names[i].bound); i++) {
		/* The first come in the same order. */
		if (by_bound(&rest.names[i], &last) > 0 &&
			!count_name(counting, rest.names[i].term, prefix, error))
			return false;
	}
	return true;
}

bool facet_count_speakers(struct counting *counting, struct error *error)
{
	struct buffer *scratch = &counting->reader->scratch;
	size_t prefix;

	term_value(FIELD_SPEAKER, SLICE_LITERAL(""), scratch);
	prefix = scratch->size;
	if (are_few(counting))
		return count_few(counting, prefix, error);
	return has_dictionary(counting->reader->snapshot) ? count_many(counting, prefix, error) :
							    facet_count_terms(counting, error);
}
