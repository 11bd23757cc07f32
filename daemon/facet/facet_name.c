/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/memory.h"
#include "daemon/facet/facet_counting.h"
#include "daemon/index/quotation.h"
#include "schema/term.h"

#include "base/banned.h"

/* Looks for the writing of a value. */
struct writing {
	struct counting *counting;
	struct buffer wanted, term; /* the value's term, and that of a name */
	struct slice found;         /* arena; empty: nothing yet */
};

static bool fits(struct writing *writing, struct slice name)
{
	if (name.size == 0)
		return false;
	term_value(writing->counting->field, name, &writing->term);
	if (!slice_equal(buffer_slice(&writing->term), buffer_slice(&writing->wanted)))
		return false;
	writing->found = arena_copy(&writing->counting->reader->arena, slice_trim(name));
	return true;
}

/* Errors only cost the writing: the value stays folded. */
static bool read_record(struct counting *counting, const struct xc_database *database,
	uint32_t number)
{
	struct buffer *scratch = &counting->reader->scratch;
	struct error ignored = {0};

	buffer_reset(scratch);
	return xc_database_record(database, number, scratch, &ignored);
}

static bool read_quotation(struct counting *counting, uint32_t number,
	struct quotation_record *record)
{
	struct reader *reader = counting->reader;
	struct error ignored = {0};

	return read_record(counting, reader->snapshot->quotations, number) &&
	       record_decode_quotation(buffer_slice(&reader->scratch), record, &ignored);
}

static void find_speaker(struct writing *writing, uint32_t document)
{
	struct counting *counting = writing->counting;
	const struct snapshot *snapshot = counting->reader->snapshot;
	const struct span span = facet_quotations(counting, document);
	size_t segment;
	uint32_t local;

	snapshot_locate(snapshot, document, &segment, &local);
	for (uint32_t i = span.begin; i < span.end; i++) {
		struct quotation_record record;

		if (read_quotation(counting, snapshot_number(snapshot, segment, i), &record) &&
			(fits(writing, record.quotation.entity) || fits(writing, record.mention)))
			return;
	}
}

/* The number of the article a hit is, or is of; 0: none. */
static uint32_t article_of(struct counting *counting, uint32_t document)
{
	const struct snapshot *snapshot = counting->reader->snapshot;
	struct quotation_record record;
	size_t segment;
	uint32_t local;

	if (counting->scope == SEARCH_IN_ARTICLES)
		return document;
	snapshot_locate(snapshot, document, &segment, &local);
	return read_quotation(counting, document, &record) ?
		       snapshot_number(snapshot, segment, record.article) : 0;
}

static void find_in_article(struct writing *writing, uint32_t document)
{
	struct counting *counting = writing->counting;
	const uint32_t number = article_of(counting, document);
	struct error ignored = {0};
	struct article article;
	struct slice tags, tag;
	size_t body_size;

	if (number == 0 || !read_record(counting, counting->reader->snapshot->articles, number) ||
		!record_decode_head(buffer_slice(&counting->reader->scratch), &article, &body_size,
			&ignored))
		return;
	if (counting->field == FIELD_SOURCE)
		fits(writing, article.source);
	else if (counting->field == FIELD_AUTHOR)
		fits(writing, article.author);
	else if (counting->field == FIELD_SECTION)
		fits(writing, article.section);
	tags = counting->field == FIELD_TAG ? article.tags : (struct slice){0};
	while (slice_split(&tags, '\n', &tag) && !fits(writing, tag))
		continue;
}

void facet_write_name(struct counting *counting, size_t index)
{
	struct writing writing = {.counting = counting};

	term_value(counting->field, counting->values[index].value, &writing.wanted);
	if (counting->field == FIELD_SPEAKER)
		find_speaker(&writing, counting->first[index]);
	else
		find_in_article(&writing, counting->first[index]);
	if (writing.found.size)
		counting->values[index].value = writing.found;
	buffer_clear(&writing.wanted);
	buffer_clear(&writing.term);
}
