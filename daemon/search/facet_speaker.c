/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Speakers are many, and most of them said one thing. A name is counted exactly by its posting
 * list; which names are worth that is known from a bound: for few hits how often their own
 * quotations have it, for many how often all quotations have it. The highest bounds come first,
 * until none that follows can be among the most frequent.
 */
#include <stdlib.h>

#include "base/memory.h"
#include "daemon/search/dictionary.h"
#include "daemon/search/facet_counting.h"
#include "daemon/search/quotation.h"
#include "schema/term.h"

#include "base/banned.h"

#define READ_LIMIT 6000  /* quotations of the hits that are read */
#define NAMES_FIRST 64   /* of the dictionary; then more and more */
#define NAMES_FACTOR 4

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
	const struct facet_marks *marks = counting->marks;
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
	const struct facet_marks *marks = counting->marks;

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

static bool count_many(struct counting *counting, size_t prefix, struct error *error)
{
	struct reader *reader = counting->reader;
	struct dictionary_list list;
	struct buffer term = {0};
	bool is_done = true;
	size_t i = 0, limit = NAMES_FIRST;

	do {
		list = dictionary_names(reader->snapshot, LANGUAGE_NONE, NULL, 0, limit,
			&reader->arena);
		for (; i < list.count && is_done && facet_can_show(counting, list.words[i].count); i++) {
			term_value(FIELD_SPEAKER, list.words[i].word, &term);
			is_done = facet_count_term(counting, buffer_slice(&term), prefix, error);
		}
		limit *= NAMES_FACTOR;
	} while (is_done && i == list.count && list.count == limit / NAMES_FACTOR);
	buffer_clear(&term);
	return is_done;
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
