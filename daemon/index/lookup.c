/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/index/lookup.h"

#include "daemon/index/quotation.h"

#include "base/banned.h"

/* A copy of a document's record that lives as long as the answer. */
static bool read_record(struct reader *reader, const struct xc_database *database,
	uint32_t document, struct slice *record, struct error *error)
{
	buffer_reset(&reader->scratch);
	if (!xc_database_record(database, document, &reader->scratch, error))
		return false;
	*record = arena_copy(&reader->arena, buffer_slice(&reader->scratch));
	return true;
}

static bool read_quotation(struct reader *reader, uint32_t number, const struct article *article,
	struct quotation_view *found, struct error *error)
{
	struct quotation_source source = {.article = *article, .number = number};
	struct slice record;

	if (!read_record(reader, reader->snapshot->quotations, number, &record, error) ||
		!record_decode_quotation(record, &source.record, error))
		return false;
	if (!quotation_is_inside(&source.record.quotation, article->body.size))
		return error_set(error, ERROR_INDEX, "quotation %u of %.*s is not in its article",
			source.record.ordinal, SLICE_ARGS(article->identity));
	*found = quotation_view(reader, &source);
	return true;
}

static bool read_quotations(struct reader *reader, uint32_t document,
	struct lookup *article, struct error *error)
{
	const struct snapshot *snapshot = reader->snapshot;
	struct quotation_view *quotations;
	struct tokens_article tokens;
	size_t segment;
	uint32_t local;

	snapshot_locate(snapshot, document, &segment, &local);
	tokens = tokens_get(&snapshot->tokens[segment], local);
	quotations = arena_allocate_array(&reader->arena, tokens.quotation_count,
		sizeof(*quotations));
	for (uint32_t i = 0; i < tokens.quotation_count; i++) {
		uint32_t number = snapshot_number(snapshot, segment, tokens.first_quotation + i);

		if (!read_quotation(reader, number, &article->article, &quotations[i], error))
			return false;
	}
	article->quotations = quotations;
	article->quotation_count = tokens.quotation_count;
	return true;
}

bool lookup_article(struct reader *reader, uint32_t document, struct article *article,
	struct error *error)
{
	struct slice record;

	return read_record(reader, reader->snapshot->articles, document, &record, error) &&
	       record_decode_article(reader->codec, record, &reader->arena, article, error);
}

bool lookup_find(struct reader *reader, struct slice identity, struct lookup *found,
	struct error *error)
{
	struct lookup article;
	uint32_t document;

	if (!snapshot_find(reader->snapshot, identity, &document, error) ||
		!lookup_article(reader, document, &article.article, error) ||
		!read_quotations(reader, document, &article, error))
		return false;
	*found = article;
	return true;
}
