/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/writer.h"

#include <string.h>

#include "base/memory.h"
#include "store/glass/list.h"
#include "store/glass/output.h"
#include "store/glass/pack.h"
#include "store/glass/table.h"
#include "store/glass/value.h"
#include "store/glass/version.h"

#include "base/banned.h"

#define TERM_SIZE_LIMIT 245 /* bytes, Xapian's */

struct glass_writer {
	struct glass_output output;
	/* First the table of records, then that of everything else: a file in which both grew
	 * at once would have to hold one of them back. */
	struct glass_table table;
	bool are_records_written;
	struct glass_list lengths, postings; /* postings of the term in hand */
	struct glass_slot slots[GLASS_SLOT_LIMIT];
	struct buffer term, key;
	struct glass_version version;
};

struct glass_writer *glass_writer_open(const char *path, const unsigned char uuid[16],
	struct error *error)
{
	struct glass_output output;
	struct glass_writer *writer;

	if (!glass_output_open(&output, path, error))
		return NULL;
	writer = memory_allocate_array(1, sizeof(*writer));
	writer->output = output;
	memcpy(writer->version.uuid, uuid, GLASS_UUID_SIZE);
	glass_table_open(&writer->table, &writer->output);
	return writer;
}

static void release(struct glass_writer *writer)
{
	for (unsigned slot = 0; slot < GLASS_SLOT_LIMIT; slot++)
		glass_slot_clear(&writer->slots[slot]);
	glass_list_clear(&writer->lengths);
	glass_list_clear(&writer->postings);
	buffer_clear(&writer->term);
	buffer_clear(&writer->key);
	glass_table_close(&writer->table);
	memory_free(writer);
}

void glass_writer_abandon(struct glass_writer *writer)
{
	if (!writer)
		return;
	glass_output_remove(&writer->output);
	release(writer);
}

static bool out_of_order(const struct glass_writer *writer, const char *what, struct error *error)
{
	return error_set(error, ERROR_INDEX, "%s: %s out of order", writer->output.path, what);
}

bool glass_writer_document(struct glass_writer *writer, uint32_t document, uint32_t length,
	struct slice record, struct error *error)
{
	struct glass_version *version = &writer->version;

	if (writer->are_records_written || document != version->last_document + 1 ||
		document == UINT32_MAX)
		return out_of_order(writer, "documents", error);
	version->document_count++;
	version->last_document = document;
	version->length_sum += length;
	if (length && (!version->least_length || length < version->least_length))
		version->least_length = length;
	if (length > version->greatest_length)
		version->greatest_length = length;
	glass_list_add(&writer->lengths, &document, &length, 1);
	/* To Xapian, no record and an empty one are the same. */
	if (!record.size)
		return true;
	buffer_reset(&writer->key);
	glass_pack_sortable(&writer->key, document);
	return glass_table_add(&writer->table, buffer_slice(&writer->key), record,
		SLICE_LITERAL(""), error);
}

bool glass_writer_value(struct glass_writer *writer, unsigned slot, uint32_t document,
	struct slice value, struct error *error)
{
	if (slot >= GLASS_SLOT_LIMIT)
		return error_set(error, ERROR_LIMIT, "%s: slot %u, %d are allowed",
			writer->output.path, slot, GLASS_SLOT_LIMIT);
	if (writer->are_records_written || document <= writer->slots[slot].last_document ||
		document > writer->version.last_document)
		return out_of_order(writer, "values", error);
	if (value.size)
		glass_slot_add(&writer->slots[slot], document, value);
	return true;
}

/* From the table of records to that of values, lengths and terms. */
static bool change_table(struct glass_writer *writer, struct error *error)
{
	struct glass_root *documents = &writer->version.documents;

	if (writer->are_records_written)
		return true;
	writer->are_records_written = true;
	if (!writer->table.entry_count)
		documents->is_empty = true;
	else if (!glass_table_finish(&writer->table, documents, error))
		return false;
	glass_table_close(&writer->table);
	glass_table_open(&writer->table, &writer->output);
	for (unsigned i = 0; i < GLASS_SLOT_LIMIT; i++) {
		if (!glass_slot_write_statistics(&writer->slots[i], i, &writer->table, error))
			return false;
	}
	for (unsigned i = 0; i < GLASS_SLOT_LIMIT; i++) {
		if (!glass_slot_write(&writer->slots[i], i, &writer->table, error))
			return false;
		glass_slot_clear(&writer->slots[i]);
	}
	return glass_list_write_lengths(&writer->lengths, &writer->table, error);
}

static bool end_term(struct glass_writer *writer, struct error *error)
{
	struct glass_version *version = &writer->version;

	if (version->greatest_count < writer->postings.largest_count)
		version->greatest_count = writer->postings.largest_count;
	return glass_list_write(&writer->postings, &writer->table, buffer_slice(&writer->term),
		error);
}

bool glass_writer_term(struct glass_writer *writer, struct slice term, struct error *error)
{
	if (!term.size || term.size > TERM_SIZE_LIMIT)
		return error_set(error, ERROR_LIMIT, "%s: a term of %zu bytes, 1 to %d are allowed",
			writer->output.path, term.size, TERM_SIZE_LIMIT);
	if (!change_table(writer, error) || !end_term(writer, error))
		return false;
	/* Terms without postings do not reach the table, which checks the order of the others. */
	if (slice_compare(buffer_slice(&writer->term), term) >= 0)
		return out_of_order(writer, "terms", error);
	glass_list_reset(&writer->postings);
	buffer_reset(&writer->term);
	buffer_append(&writer->term, term);
	return true;
}

bool glass_writer_posting(struct glass_writer *writer, uint32_t document, uint32_t count,
	struct error *error)
{
	return glass_writer_postings(writer, &document, &count, 1, error);
}

bool glass_writer_postings(struct glass_writer *writer, const uint32_t *documents,
	const uint32_t *counts, size_t size, struct error *error)
{
	uint32_t last = writer->postings.last_document;
	bool is_in_order = writer->term.size > 0;

	for (size_t i = 0; i < size; last = documents[i++])
		is_in_order &= documents[i] > last;
	if (!is_in_order || last > writer->version.last_document)
		return out_of_order(writer, "postings", error);
	glass_list_add(&writer->postings, documents, counts, size);
	return true;
}

static bool finish(struct glass_writer *writer, struct error *error)
{
	struct buffer head = {0};
	bool is_finished;

	if (!change_table(writer, error) || !end_term(writer, error) ||
		!glass_table_finish(&writer->table, &writer->version.postings, error))
		return false;
	glass_version_encode(&writer->version, &head);
	is_finished = glass_output_finish(&writer->output, buffer_slice(&head), error);
	buffer_clear(&head);
	return is_finished;
}

bool glass_writer_close(struct glass_writer *writer, struct error *error)
{
	bool is_closed;

	if (!finish(writer, error)) {
		glass_writer_abandon(writer);
		return false;
	}
	is_closed = glass_output_close(&writer->output, error);
	release(writer);
	return is_closed;
}
