/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/index/quotation.h"

bool quotation_is_live(const struct snapshot *snapshot, size_t segment, uint32_t quotation)
{
	const struct tokens_map *map = &snapshot->tokens[segment];

	if (quotation - 1 >= map->quotation_count) /* a damaged posting list */
		return false;
	return snapshot->tombstones[segment].dead == 0 ||
	       !tombstones_has(&snapshot->tombstones[segment],
		       tokens_quotation_get(map, quotation).article);
}

static bool read_record(struct reader *reader, const struct xc_database *database, uint32_t number,
	struct slice *record, struct error *error)
{
	buffer_reset(&reader->scratch);
	if (!xc_database_record(database, number, &reader->scratch, error))
		return false;
	*record = arena_copy(&reader->arena, buffer_slice(&reader->scratch));
	return true;
}

bool quotation_record_read(struct reader *reader, uint32_t number, struct quotation_record *record,
	struct error *error)
{
	struct slice bytes;

	return read_record(reader, reader->snapshot->quotations, number, &bytes, error) &&
	       record_decode_quotation(bytes, record, error);
}

struct slice quotation_speaker(const struct quotation_record *record)
{
	return record->quotation.entity.size ? record->quotation.entity : record->mention;
}

bool quotation_speaker_is(struct slice first, struct slice second)
{
	const bool is_first_longer = first.size > second.size;
	const struct slice longer = is_first_longer ? first : second;
	const struct slice shorter = is_first_longer ? second : first;

	return shorter.size && slice_ends_with(longer, shorter) &&
	       (longer.size == shorter.size ||
		       longer.data[longer.size - shorter.size - 1] == ' ');
}

bool quotation_is_inside(const struct quotation *quotation, size_t size)
{
	const struct span spans[] = {quotation->span, quotation->outer, quotation->sentence,
		quotation->speaker, quotation->cue};

	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++) {
		if (spans[i].begin > spans[i].end || spans[i].end > size)
			return false;
	}
	return true;
}

bool quotation_load(struct reader *reader, uint32_t number, struct quotation_source *source,
	struct error *error)
{
	const struct snapshot *snapshot = reader->snapshot;
	struct quotation_source loaded = {.number = number};
	struct slice record;
	uint32_t local;

	snapshot_locate(snapshot, number, &loaded.segment, &local);
	if (!read_record(reader, snapshot->quotations, number, &record, error) ||
		!record_decode_quotation(record, &loaded.record, error))
		return false;
	loaded.article_local = loaded.record.article;
	if (loaded.article_local == 0 ||
		loaded.article_local > snapshot->tokens[loaded.segment].count)
		return error_set(error, ERROR_INDEX, "a quotation belongs to no article");
	if (!read_record(reader, snapshot->articles,
		    snapshot_number(snapshot, loaded.segment, loaded.article_local), &record, error) ||
		!record_decode_article(reader->codec, record, &reader->arena, &loaded.article, error))
		return false;
	if (!quotation_is_inside(&loaded.record.quotation, loaded.article.body.size))
		return error_set(error, ERROR_INDEX, "a quotation lies outside of its article");
	*source = loaded;
	return true;
}

/* Bytes [begin, end) of the body, without blanks at its ends; nothing where it is turned over. */
static struct slice part(struct slice body, uint32_t begin, uint32_t end)
{
	return begin < end ? slice_trim(slice_range(body, begin, end)) : (struct slice){0};
}

struct quotation_view quotation_view(struct reader *reader, const struct quotation_source *source)
{
	const struct quotation *quotation = &source->record.quotation;
	struct slice body = source->article.body;

	return (struct quotation_view){
		.identity = arena_printf(&reader->arena, "%.*s#%u",
			SLICE_ARGS(source->article.identity), source->record.ordinal),
		.text = span_of(body, quotation->span),
		.before = part(body, quotation->sentence.begin, quotation->outer.begin),
		.after = part(body, quotation->outer.end, quotation->sentence.end),
		.speaker = source->record.mention,
		.entity = quotation->entity,
		.cue = source->record.cue,
		.span = quotation->span,
		.is_direct = quotation->is_direct,
		.attribution = quotation->score,
	};
}
