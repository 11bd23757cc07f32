/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/merge_database.h"

#include "base/memory.h"
#include "store/glass/reader.h"
#include "store/glass/writer.h"

#include "base/banned.h"

#define PROGRESS_EVERY 4096 /* documents or terms */

/* A source's place in its terms. */
struct head {
	struct glass_terms *terms;
	struct slice term;
	size_t source;
};

struct merging {
	const struct merge_database *merge;
	struct glass_writer *writer;
	struct glass_reader *readers; /* by source */
	size_t reader_count;          /* those that are open */
	struct glass_terms *terms;    /* by source */
	struct head *heads; /* a heap: the smallest term first, of equal ones the first source */
	size_t head_count;
	struct buffer term;      /* the one being written */
	uint32_t document_count; /* that have it, so far */
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

static bool open_readers(struct merging *merging)
{
	const struct merge_database *merge = merging->merge;

	merging->readers = memory_allocate_array(merge->count, sizeof(*merging->readers));
	for (size_t i = 0; i < merge->count; i++) {
		struct glass_reader *reader = &merging->readers[i];

		if (!glass_reader_open(reader, merge->sources[i].path, merging->error))
			return false;
		merging->reader_count++;
		if (reader->document_count != merge->sources[i].document_count)
			return error_set(merging->error, ERROR_INDEX,
				"%s: damaged: %u documents, the manifest says %u", reader->path,
				reader->document_count, merge->sources[i].document_count);
	}
	return true;
}

static bool copy_document(struct merging *merging, size_t source, uint32_t document,
	uint32_t length, struct slice record)
{
	const struct merge_database *merge = merging->merge;
	const uint32_t number = merge->sources[source].numbers[document - 1];

	if (number == 0)
		return true;
	return (!merge->convert ||
		       merge->convert(merge->context, source, &record, merging->error)) &&
	       glass_writer_document(merging->writer, number, length, record, merging->error) &&
	       step(merging);
}

static bool copy_documents(struct merging *merging, size_t source)
{
	struct glass_documents documents;
	struct slice record;
	uint32_t document = 0, length;
	bool good = true;

	glass_documents_open(&documents, &merging->readers[source]);
	while (good && glass_documents_next(&documents, &length, &record, merging->error))
		good = copy_document(merging, source, ++document, length, record);
	glass_documents_close(&documents);
	return good && merging->error->code == ERROR_NONE;
}

static bool copy_values(struct merging *merging, size_t source)
{
	const uint32_t *numbers = merging->merge->sources[source].numbers;
	struct glass_values values;
	struct slice value;
	uint32_t document;
	unsigned slot;
	bool good = true;

	glass_values_open(&values, &merging->readers[source]);
	while (good && glass_values_next(&values, &slot, &document, &value, merging->error))
		good = numbers[document - 1] == 0 ||
		       glass_writer_value(merging->writer, slot, numbers[document - 1], value,
			       merging->error);
	glass_values_close(&values);
	return good && merging->error->code == ERROR_NONE;
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

/* Moves the first head on, or takes it off the heap at its end. */
static bool advance(struct merging *merging)
{
	struct head *first = &merging->heads[0];

	if (!glass_terms_next(first->terms, &first->term, merging->error))
		*first = merging->heads[--merging->head_count];
	sink(merging, 0);
	return merging->error->code == ERROR_NONE;
}

static bool open_heads(struct merging *merging)
{
	const size_t count = merging->merge->count;

	merging->terms = memory_allocate_array(count, sizeof(*merging->terms));
	merging->heads = memory_allocate_array(count, sizeof(*merging->heads));
	for (size_t i = 0; i < count; i++) {
		struct head head = {.source = i, .terms = &merging->terms[i]};

		glass_terms_open(head.terms, &merging->readers[i]);
		if (glass_terms_next(head.terms, &head.term, merging->error))
			merging->heads[merging->head_count++] = head;
	}
	for (size_t i = merging->head_count / 2; i-- > 0;)
		sink(merging, i);
	return merging->error->code == ERROR_NONE;
}

/* The postings of the term in one source, behind those of the sources before. */
static bool copy_postings(struct merging *merging, const struct head *head)
{
	const uint32_t *numbers = merging->merge->sources[head->source].numbers;
	struct error *error = merging->error;
	uint32_t document, count;
	bool good = true;

	while (good && glass_terms_posting(head->terms, &document, &count, error)) {
		const uint32_t number = numbers[document - 1];

		good = number == 0 || glass_writer_posting(merging->writer, number, count, error);
		merging->document_count += number != 0;
	}
	return good && error->code == ERROR_NONE;
}

static void end_term(struct merging *merging)
{
	const struct merge_database *merge = merging->merge;

	if (merge->count_term && merging->document_count > 0)
		merge->count_term(merge->context, buffer_slice(&merging->term),
			merging->document_count);
	merging->document_count = 0;
}

/* Terms of which all documents are left out get no postings, and the writer forgets them. */
static bool copy_terms(struct merging *merging)
{
	struct buffer *term = &merging->term;
	bool good = open_heads(merging);

	while (good && merging->head_count > 0) {
		const struct head *head = &merging->heads[0];

		if (!slice_equal(head->term, buffer_slice(term))) {
			end_term(merging);
			buffer_reset(term);
			buffer_append(term, head->term);
			good = glass_writer_term(merging->writer, head->term, merging->error);
		}
		good = good && copy_postings(merging, head) && advance(merging) && step(merging);
	}
	end_term(merging);
	return good;
}

static bool copy_all(struct merging *merging)
{
	const size_t count = merging->merge->count;
	bool good = open_readers(merging);

	for (size_t i = 0; good && i < count; i++)
		good = copy_documents(merging, i);
	for (size_t i = 0; good && i < count; i++)
		good = copy_values(merging, i);
	return good && copy_terms(merging);
}

bool merge_database_run(const struct merge_database *merge, struct error *error)
{
	struct error failure = {0};
	struct merging merging = {.merge = merge, .error = &failure};
	bool good;

	merging.writer = glass_writer_open(merge->path, merge->uuid, error);
	if (!merging.writer)
		return false;
	good = copy_all(&merging);
	for (size_t i = 0; merging.terms && i < merge->count; i++)
		glass_terms_close(&merging.terms[i]);
	for (size_t i = 0; i < merging.reader_count; i++)
		glass_reader_close(&merging.readers[i]);
	memory_free(merging.terms);
	memory_free(merging.heads);
	memory_free(merging.readers);
	buffer_clear(&merging.term);
	if (good)
		return glass_writer_close(merging.writer, error);
	glass_writer_abandon(merging.writer);
	if (failure.code != ERROR_NONE)
		*error = failure;
	return false;
}
