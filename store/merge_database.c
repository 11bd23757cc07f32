/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/merge_database.h"

#include "base/memory.h"
#include "schema/slot.h"
#include "store/glass/writer.h"

#include "base/banned.h"

#define PROGRESS_EVERY 4096 /* documents or terms */

/* A source's place in its terms. */
struct head {
	struct xc_terms *terms;
	struct slice term;
	size_t source;
};

struct merging {
	const struct merge_database *merge;
	struct glass_writer *writer;
	struct head *heads; /* a heap: the smallest term first, of equal ones the first source */
	size_t head_count;
	struct buffer record, converted, value;
	uint32_t steps;
	struct error *error;
};

/* False, with ERROR_NONE, when it is to stop. */
static bool step(struct merging *merging)
{
	const struct merge_database *merge = merging->merge;

	if (++merging->steps % PROGRESS_EVERY != 0 || !merge->progress)
		return true;
	return merge->progress(merge->context);
}

static bool copy_values(struct merging *merging, const struct merge_source *source,
	uint32_t document, uint32_t number)
{
	for (unsigned slot = 0; slot < SLOT_COUNT; slot++) {
		buffer_reset(&merging->value);
		if (!xc_database_value(source->database, document, slot, &merging->value,
			    merging->error))
			return false;
		if (merging->value.size > 0 &&
			!glass_writer_value(merging->writer, slot, number,
				buffer_slice(&merging->value), merging->error))
			return false;
	}
	return true;
}

static bool copy_document(struct merging *merging, size_t source_index, uint32_t document)
{
	const struct merge_database *merge = merging->merge;
	const struct merge_source *source = &merge->sources[source_index];
	const uint32_t number = source->numbers[document - 1];
	struct slice record;

	if (number == 0)
		return true;
	buffer_reset(&merging->record);
	if (!xc_database_record(source->database, document, &merging->record, merging->error))
		return false;
	record = buffer_slice(&merging->record);
	if (merge->convert) {
		buffer_reset(&merging->converted);
		if (!merge->convert(merge->context, source_index, record, &merging->converted,
			    merging->error))
			return false;
		record = buffer_slice(&merging->converted);
	}
	return glass_writer_document(merging->writer, number,
		       xc_database_length(source->database, document), record,
		       merging->error) &&
	       copy_values(merging, source, document, number) && step(merging);
}

static bool copy_documents(struct merging *merging)
{
	for (size_t i = 0; i < merging->merge->count; i++)
		for (uint32_t j = 1; j <= merging->merge->sources[i].document_count; j++)
			if (!copy_document(merging, i, j))
				return false;
	return true;
}

static bool comes_before(const struct head *a, const struct head *b)
{
	const int order = slice_compare(a->term, b->term);

	return order < 0 || (order == 0 && a->source < b->source);
}

static void sink(struct merging *merging, size_t at)
{
	struct head *heads = merging->heads;

	for (size_t child = 2 * at + 1; child < merging->head_count; child = 2 * at + 1) {
		if (child + 1 < merging->head_count &&
			comes_before(&heads[child + 1], &heads[child]))
			child++;
		if (!comes_before(&heads[child], &heads[at]))
			break;

		const struct head moved = heads[at];

		heads[at] = heads[child];
		heads[child] = moved;
		at = child;
	}
}

/* Moves a head to its next term; false at the end, its cursor closed, and on an error. */
static bool head_next(struct head *head, struct error *failure)
{
	uint32_t frequency;

	if (xc_terms_next(head->terms, &head->term, &frequency, failure))
		return true;
	xc_terms_close(head->terms);
	return false;
}

/* Moves the first head on, or takes it off the heap at its end. */
static bool advance(struct merging *merging)
{
	struct error failure = {0};

	if (!head_next(&merging->heads[0], &failure))
		merging->heads[0] = merging->heads[--merging->head_count];
	sink(merging, 0);
	if (failure.code == ERROR_NONE)
		return true;
	*merging->error = failure;
	return false;
}

static bool open_heads(struct merging *merging)
{
	const struct merge_database *merge = merging->merge;
	struct error failure = {0};

	merging->heads = memory_allocate_array(merge->count + 1, sizeof(*merging->heads));
	for (size_t i = 0; i < merge->count && failure.code == ERROR_NONE; i++) {
		struct head head = {.source = i};

		head.terms = xc_terms_open(merge->sources[i].database, slice_make(NULL, 0),
			&failure);
		if (head.terms && head_next(&head, &failure))
			merging->heads[merging->head_count++] = head;
	}
	for (size_t i = merging->head_count / 2; i-- > 0;)
		sink(merging, i);
	if (failure.code == ERROR_NONE)
		return true;
	*merging->error = failure;
	return false;
}

/* The postings of the term in one source, behind those of the sources before. */
static bool copy_postings(struct merging *merging, const struct head *head, bool *is_begun)
{
	const struct merge_source *source = &merging->merge->sources[head->source];
	struct error failure = {0};
	struct xc_postings *postings = xc_postings_open(source->database, head->term, &failure);
	uint32_t document, count;
	bool good = postings != NULL;

	while (good && xc_postings_next(postings, &document, &count, &failure)) {
		const uint32_t number = document <= source->document_count
						? source->numbers[document - 1]
						: 0;

		if (number == 0)
			continue;
		if (!*is_begun)
			good = glass_writer_term(merging->writer, head->term, &failure);
		*is_begun = true;
		good = good && glass_writer_posting(merging->writer, number, count, &failure);
	}
	if (postings)
		xc_postings_close(postings);
	if (failure.code == ERROR_NONE)
		return true;
	*merging->error = failure;
	return false;
}

static bool copy_terms(struct merging *merging)
{
	struct buffer term = {0};
	bool good = open_heads(merging), is_begun = false;

	while (good && merging->head_count > 0) {
		const struct head *head = &merging->heads[0];

		if (!slice_equal(head->term, buffer_slice(&term))) {
			buffer_reset(&term);
			buffer_append(&term, head->term);
			is_begun = false;
		}
		good = copy_postings(merging, head, &is_begun) && advance(merging) &&
		       step(merging);
	}
	buffer_clear(&term);
	return good;
}

bool merge_database_run(const struct merge_database *merge, struct error *error)
{
	struct merging merging = {.merge = merge, .error = error};
	bool good;

	merging.writer = glass_writer_open(merge->path, merge->uuid, error);
	if (!merging.writer)
		return false;
	good = copy_documents(&merging) && copy_terms(&merging);
	for (size_t i = 0; i < merging.head_count; i++)
		xc_terms_close(merging.heads[i].terms);
	memory_free(merging.heads);
	buffer_clear(&merging.record);
	buffer_clear(&merging.converted);
	buffer_clear(&merging.value);
	if (good)
		return glass_writer_close(merging.writer, error);
	glass_writer_abandon(merging.writer);
	return false;
}
