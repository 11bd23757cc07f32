/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/tokens_writer.h"

#include <string.h>

#include "base/digest.h"
#include "store/tokens_layout.h"

#include "base/banned.h"

#define PIECE_SIZE ((size_t)1 << 20) /* bytes that are written at once */

/* One article behind the other. */
static void place_rows(struct tokens_row *rows, struct tokens_head *head)
{
	for (uint32_t i = 0; i < head->count; i++) {
		rows[i].first_number = head->number_count;
		rows[i].first_unit = head->unit_count;
		head->number_count += tokens_row_numbers(&rows[i]);
		head->unit_count += tokens_row_units(&rows[i]);
	}
}

static uint64_t digest_of_others(const struct tokens_front *front)
{
	struct buffer others = {0};
	uint64_t digest;

	buffer_append(&others, buffer_slice(&front->quotations));
	buffer_append_bytes(&others, front->numbering.hashes,
		front->numbering.count * sizeof(*front->numbering.hashes));
	digest = digest_64(buffer_slice(&others));
	buffer_clear(&others);
	return digest;
}

static void clear(struct tokens_writer *writer)
{
	buffer_clear(&writer->piece);
	buffer_clear(&writer->rares);
}

bool tokens_writer_open(struct tokens_writer *writer, const char *path, struct tokens_front *front,
	struct error *error)
{
	struct tokens_head head = {
		.version = TOKENS_VERSION,
		.count = (uint32_t)(front->rows.size / sizeof(struct tokens_row)),
		.quotation_count =
			(uint32_t)(front->quotations.size / sizeof(struct tokens_quotation)),
		.print_count = front->print_count,
		.other_digest = digest_of_others(front),
		.hash_count = front->numbering.count,
	};

	place_rows((struct tokens_row *)(void *)front->rows.data, &head);
	head.digest = digest_64(buffer_slice(&front->rows));
	memcpy(head.magic, TOKENS_MAGIC, sizeof(head.magic));
	if (!new_file_open(&writer->file, path, error)) {
		clear(writer);
		return false;
	}
	if (new_file_append(&writer->file, slice_make((const char *)&head, sizeof(head)), error) &&
		new_file_append(&writer->file, buffer_slice(&front->rows), error))
		return true;
	tokens_writer_abandon(writer);
	return false;
}

static bool flush(struct tokens_writer *writer, struct error *error)
{
	const bool good = new_file_append(&writer->file, buffer_slice(&writer->piece), error);

	buffer_reset(&writer->piece);
	return good;
}

uint16_t *tokens_writer_begin(struct tokens_writer *writer, size_t word_count)
{
	buffer_reset(&writer->rares);
	return (uint16_t *)(void *)buffer_reserve(&writer->piece, word_count * sizeof(uint16_t));
}

void tokens_writer_rare(struct tokens_writer *writer, uint32_t position, uint32_t hash)
{
	const struct token_rare rare = {position, hash};

	buffer_append_bytes(&writer->rares, &rare, sizeof(rare));
}

bool tokens_writer_end(struct tokens_writer *writer, size_t word_count, struct error *error)
{
	writer->piece.size += word_count * sizeof(uint16_t);
	buffer_append(&writer->piece, buffer_slice(&writer->rares));
	return writer->piece.size < PIECE_SIZE || flush(writer, error);
}

bool tokens_writer_close(struct tokens_writer *writer, struct error *error)
{
	const bool good = flush(writer, error);

	if (!good) {
		tokens_writer_abandon(writer);
		return false;
	}
	clear(writer);
	return new_file_close(&writer->file, error);
}

void tokens_writer_abandon(struct tokens_writer *writer)
{
	clear(writer);
	new_file_abandon(&writer->file);
}
