/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/index/speakers.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "daemon/index/quotation.h"
#include "schema/slot.h"
#include "schema/term.h"
#include "text/fold.h"

#define PREFIX_WORDS_LIMIT 8
#define NAMES_BETWEEN_CLOCKS 1024

struct name {
	struct slice term;
	uint32_t frequency; /* dead ones included: to choose by */
};

/* The `capacity` most frequent names, as a heap with the least frequent on top. */
struct name_heap {
	struct name *names;
	size_t count, capacity;
};

static bool is_less(const struct name *a, const struct name *b)
{
	return a->frequency != b->frequency ? a->frequency < b->frequency
					    : slice_compare(a->term, b->term) > 0;
}

static void sift_down(struct name_heap *heap, size_t i)
{
	for (size_t child; (child = 2 * i + 1) < heap->count; i = child) {
		struct name moved = heap->names[i];

		if (child + 1 < heap->count && is_less(&heap->names[child + 1], &heap->names[child]))
			child++;
		if (!is_less(&heap->names[child], &moved))
			return;
		heap->names[i] = heap->names[child];
		heap->names[child] = moved;
	}
}

static void sift_up(struct name_heap *heap, size_t i)
{
	while (i > 0 && is_less(&heap->names[i], &heap->names[(i - 1) / 2])) {
		struct name moved = heap->names[i];

		heap->names[i] = heap->names[(i - 1) / 2];
		i = (i - 1) / 2;
		heap->names[i] = moved;
	}
}

static void offer(struct name_heap *heap, struct arena *arena, struct slice term,
	uint32_t frequency)
{
	struct name name = {term, frequency};

	if (heap->count == heap->capacity) {
		if (heap->capacity == 0 || !is_less(&heap->names[0], &name))
			return;
		name.term = arena_copy(arena, term);
		heap->names[0] = name;
		sift_down(heap, 0);
		return;
	}
	name.term = arena_copy(arena, term);
	heap->names[heap->count] = name;
	sift_up(heap, heap->count++);
}

/* Does a word of the folded name begin with `word`? */
static bool has_word(struct slice name, struct slice word)
{
	for (size_t begin = 0; begin + word.size <= name.size; begin++) {
		if ((begin == 0 || name.data[begin - 1] == ' ' || name.data[begin - 1] == '-') &&
			slice_starts_with(slice_range(name, begin, name.size), word))
			return true;
	}
	return false;
}

static bool has_words(struct slice name, const struct slice *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!has_word(name, words[i]))
			return false;
	}
	return true;
}

static size_t split_words(struct slice folded, struct slice words[PREFIX_WORDS_LIMIT])
{
	size_t count = 0;
	struct slice word;

	while (count < PREFIX_WORDS_LIMIT && slice_split(&folded, ' ', &word)) {
		if (word.size)
			words[count++] = word;
	}
	return count;
}

/* Walks all whole names once. */
static bool choose(struct reader *reader, struct slice prefix, struct name_heap *heap,
	struct speakers_result *result, int64_t deadline_ns, struct error *error)
{
	struct buffer folded = {0}, start = {0};
	struct slice words[PREFIX_WORDS_LIMIT], term;
	struct xc_terms *terms;
	uint32_t frequency, seen = 0;
	size_t count;

	fold_append(prefix, &folded);
	count = split_words(buffer_slice(&folded), words);
	term_value(FIELD_SPEAKER, SLICE_LITERAL(""), &start);
	terms = xc_terms_open(reader->snapshot->quotations, buffer_slice(&start), error);
	while (terms && xc_terms_next(terms, &term, &frequency, error)) {
		struct slice name = slice_range(term, start.size, term.size);

		if (++seen % NAMES_BETWEEN_CLOCKS == 0 && deadline_ns &&
			clock_monotonic_ns() > deadline_ns) {
			error_set(error, ERROR_TIMEOUT, "the list of speakers took too long");
			break;
		}
		if (!has_words(name, words, count))
			continue;
		result->total++;
		offer(heap, &reader->arena, term, frequency);
	}
	xc_terms_close(terms);
	buffer_clear(&folded);
	buffer_clear(&start);
	return error->code == ERROR_NONE;
}

static void count_date(struct reader *reader, uint32_t number, struct speaker *speaker)
{
	struct error ignored = {0};
	int64_t date;

	buffer_reset(&reader->scratch);
	if (!xc_database_value(reader->snapshot->quotations, number, SLOT_DATE, &reader->scratch,
		    &ignored) ||
		!slot_decode_number(buffer_slice(&reader->scratch), &date))
		return;
	if (speaker->first == CLOCK_DATE_NONE || date < speaker->first)
		speaker->first = date;
	if (speaker->last == CLOCK_DATE_NONE || date > speaker->last)
		speaker->last = date;
}

/* Counts the live quotations of a name; its spelling is that of the first. */
static bool count_quotations(struct reader *reader, const struct name *name,
	struct speaker *speaker, struct error *error)
{
	struct xc_postings *postings =
		xc_postings_open(reader->snapshot->quotations, name->term, error);
	uint32_t number, occurrences;

	*speaker = (struct speaker){.first = CLOCK_DATE_NONE, .last = CLOCK_DATE_NONE};
	while (postings && xc_postings_next(postings, &number, &occurrences, error)) {
		struct quotation_record record;
		size_t segment;
		uint32_t local;

		snapshot_locate(reader->snapshot, number, &segment, &local);
		if (!quotation_is_live(reader->snapshot, segment, local))
			continue;
		if (speaker->count++ == 0) {
			buffer_reset(&reader->scratch);
			if (!xc_database_record(reader->snapshot->quotations, number,
				    &reader->scratch, error) ||
				!record_decode_quotation(buffer_slice(&reader->scratch), &record,
					error))
				break;
			speaker->name = arena_copy(&reader->arena, record.quotation.entity.size
									  ? record.quotation.entity
									  : record.mention);
		}
		count_date(reader, number, speaker);
	}
	xc_postings_close(postings);
	return error->code == ERROR_NONE;
}

static int compare_speakers(const void *a, const void *b)
{
	const struct speaker *first = a, *second = b;

	if (first->count != second->count)
		return first->count > second->count ? -1 : 1;
	return slice_compare(first->name, second->name);
}

static bool has_dead(const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->manifest.segment_count; i++) {
		if (snapshot->tombstones[i].dead)
			return true;
	}
	return false;
}

bool speakers_run(struct reader *reader, struct slice prefix, uint32_t size, int64_t deadline_ns,
	struct speakers_result *result, struct error *error)
{
	struct name_heap heap = {.capacity = size};
	struct speakers_result found = {.generation = reader->snapshot->manifest.generation};
	struct speaker *speakers = arena_allocate_array(&reader->arena, size, sizeof(*speakers));

	heap.names = arena_allocate_array(&reader->arena, size, sizeof(*heap.names));
	if (!choose(reader, prefix, &heap, &found, deadline_ns, error))
		return false;
	for (size_t i = 0; i < heap.count; i++) {
		if (!count_quotations(reader, &heap.names[i], &speakers[found.count], error))
			return false;
		found.count += speakers[found.count].count > 0;
	}
	qsort(speakers, found.count, sizeof(*speakers), compare_speakers);
	found.speakers = speakers;
	found.is_exact = !has_dead(reader->snapshot);
	*result = found;
	return true;
}
