/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/index/variants.h"

#include <stdlib.h>

#include "base/clock.h"
#include "schema/slot.h"
#include "store/prints.h"
#include "text/likeness.h"

#include "base/banned.h"

/* A quotation that may print the saying. */
struct form {
	uint32_t number; /* in the snapshot */
	uint32_t local;  /* in its segment */
	size_t segment;
	int64_t date;
};

struct gathering {
	struct reader *reader;
	const struct quotation_source *source; /* what is asked about */
	struct likeness_words words;
	struct form *forms;    /* arena */
	size_t count, capacity;
};

static struct token_text text_of(const struct reader *reader, size_t segment, uint32_t local)
{
	return tokens_quotation_words(&reader->snapshot->tokens[segment], local);
}

/* Until others take the reader's room. */
static struct likeness_words words_of(struct reader *reader, size_t segment, uint32_t local)
{
	const struct token_text text = text_of(reader, segment, local);

	return (struct likeness_words){token_room_fill(&reader->room, &text), text.count};
}

static struct likeness_words kept_words(struct reader *reader, size_t segment, uint32_t local)
{
	const struct token_text text = text_of(reader, segment, local);

	return (struct likeness_words){token_text_copy(&text, &reader->arena), text.count};
}

static void add_form(struct gathering *gathering, size_t segment, uint32_t local)
{
	struct arena *arena = &gathering->reader->arena;
	const struct snapshot *snapshot = gathering->reader->snapshot;

	if (gathering->count == gathering->capacity) {
		struct form *forms = gathering->forms;

		gathering->capacity = gathering->capacity ? 2 * gathering->capacity : 16;
		gathering->forms =
			arena_allocate_array(arena, gathering->capacity, sizeof(*gathering->forms));
		for (size_t i = 0; i < gathering->count; i++)
			gathering->forms[i] = forms[i];
	}
	gathering->forms[gathering->count++] = (struct form){.segment = segment, .local = local,
		.number = snapshot_number(snapshot, segment, local), .date = CLOCK_DATE_NONE};
}

/* The quotations of a segment that have one of the prints, some of them several times. */
static void look_up(struct gathering *gathering, size_t segment, const uint32_t *prints,
	size_t count)
{
	const struct tokens_map *map = &gathering->reader->snapshot->tokens[segment];

	for (size_t i = 0; i < count; i++) {
		uint32_t row = prints_seek(map->prints, map->print_count, prints[i]);
		const uint32_t end = map->print_count - row > VARIANTS_PRINT_LIMIT
			? row + VARIANTS_PRINT_LIMIT
			: map->print_count;

		for (; row < end && map->prints[row].print == prints[i]; row++) {
			const uint32_t local = map->prints[row].quotation;

			if (local && local <= map->quotation_count)
				add_form(gathering, segment, local);
		}
	}
}

static int compare_numbers(const void *a, const void *b)
{
	const struct form *first = a, *second = b;

	return (first->number > second->number) - (first->number < second->number);
}

/* Whether they print the same; speakers are compared where the words are too few. */
static bool is_same(struct gathering *gathering, const struct form *form, bool *is_same,
	struct error *error)
{
	const struct snapshot *snapshot = gathering->reader->snapshot;
	struct quotation_record record;

	*is_same = quotation_is_live(snapshot, form->segment, form->local) &&
		   likeness_is_saying(gathering->words,
			   words_of(gathering->reader, form->segment, form->local));
	if (!*is_same || gathering->words.count >= LIKENESS_RUN)
		return true;
	if (!quotation_record_read(gathering->reader, form->number, &record, error))
		return false;
	*is_same = quotation_speaker_is(quotation_speaker(&gathering->source->record),
		quotation_speaker(&record));
	return true;
}

static bool read_date(struct reader *reader, struct form *form, struct error *error)
{
	buffer_reset(&reader->scratch);
	if (!xc_database_value(reader->snapshot->quotations, form->number, SLOT_DATE,
		    &reader->scratch, error))
		return false;
	if (!slot_decode_number(buffer_slice(&reader->scratch), &form->date))
		form->date = CLOCK_DATE_NONE;
	return true;
}

/* Leaves of those looked up, each once, the ones that print the saying. */
static bool choose(struct gathering *gathering, struct error *error)
{
	const struct quotation_source *source = gathering->source;
	struct form *forms = gathering->forms;
	size_t kept = 0;

	qsort(forms, gathering->count, sizeof(*forms), compare_numbers);
	for (size_t i = 0; i < gathering->count; i++) {
		bool is_one = true;

		if (i > 0 && forms[i].number == forms[i - 1].number)
			continue;
		if (forms[i].number == source->number)
			forms[i].date = source->article.date;
		else if (!is_same(gathering, &forms[i], &is_one, error) ||
			 (is_one && !read_date(gathering->reader, &forms[i], error)))
			return false;
		if (is_one)
			forms[kept++] = forms[i];
	}
	gathering->count = kept;
	return true;
}

static bool gather(struct gathering *gathering, struct reader *reader,
	const struct quotation_source *source, struct error *error)
{
	const struct snapshot *snapshot = reader->snapshot;
	uint32_t prints[LIKENESS_WORDS], local;
	size_t segment, print_count;

	snapshot_locate(snapshot, source->number, &segment, &local);
	if (local > snapshot->tokens[segment].quotation_count)
		return error_set(error, ERROR_INDEX, "a quotation belongs to no article");
	*gathering = (struct gathering){.reader = reader, .source = source,
		.words = kept_words(reader, segment, local)};
	print_count = likeness_prints(gathering->words, prints);
	add_form(gathering, segment, local);
	for (size_t i = 0; i < snapshot->manifest.segment_count; i++)
		look_up(gathering, i, prints, print_count);
	return choose(gathering, error);
}

/* --- how many, and the first --- */

/* The id of its article. */
static bool read_owner(const struct gathering *gathering, const struct form *form,
	struct slice *identity, struct error *error)
{
	struct reader *reader = gathering->reader;
	const struct snapshot *snapshot = reader->snapshot;
	const uint32_t local =
		tokens_quotation_get(&snapshot->tokens[form->segment], form->local).article;
	struct article article;
	size_t body_size;

	if (form->number == gathering->source->number) {
		*identity = gathering->source->article.identity;
		return true;
	}
	buffer_reset(&reader->scratch);
	if (!xc_database_record(snapshot->articles, snapshot_number(snapshot, form->segment, local),
		    &reader->scratch, error) ||
		!record_decode_head(buffer_slice(&reader->scratch), &article, &body_size, error))
		return false;
	*identity = arena_copy(&reader->arena, article.identity);
	return true;
}

bool variants_count(struct reader *reader, const struct quotation_source *source,
	struct saying *saying, struct error *error)
{
	struct gathering gathering;
	const struct form *first;
	struct slice owner;

	if (!gather(&gathering, reader, source, error))
		return false;
	first = &gathering.forms[0];
	if (!read_owner(&gathering, first, &saying->first_article, error))
		return false;
	for (const struct form *form = first + 1; form < gathering.forms + gathering.count; form++) {
		const int order = clock_compare_dates(form->date, first->date);

		if (order > 0)
			continue;
		if (!read_owner(&gathering, form, &owner, error))
			return false;
		if (order < 0 || slice_compare(owner, saying->first_article) < 0) {
			first = form;
			saying->first_article = owner;
		}
	}
	saying->count = (uint32_t)gathering.count;
	saying->first_seen = first->date;
	return true;
}

/* --- all forms --- */

/* The number of the quotation ARTICLE#N; false where there is none, or on an error. */
static bool find_quotation(struct reader *reader, struct slice identity, uint32_t *number,
	struct error *error)
{
	const struct snapshot *snapshot = reader->snapshot;
	struct tokens_article article;
	uint32_t document, local;
	size_t segment, hash = identity.size;
	uint64_t ordinal;

	while (hash > 0 && identity.data[hash - 1] != '#')
		hash--;
	if (hash == 0 || !slice_to_unsigned(slice_range(identity, hash, identity.size), &ordinal) ||
		identity.data[hash] == '0' ||
		!snapshot_find(snapshot, slice_range(identity, 0, hash - 1), &document, error))
		return false;
	snapshot_locate(snapshot, document, &segment, &local);
	article = tokens_get(&snapshot->tokens[segment], local);
	if (ordinal == 0 || ordinal > article.quotation_count)
		return false;
	*number = snapshot_number(snapshot, segment, article.first_quotation + (uint32_t)ordinal - 1);
	return true;
}

static int compare_variants(const void *a, const void *b)
{
	const struct variant *first = a, *second = b;
	const int order = clock_compare_dates(first->article.date, second->article.date);

	return order ? order : slice_compare(first->quotation.identity, second->quotation.identity);
}

static bool load(struct gathering *gathering, const struct form *form, struct variant *variant,
	struct error *error)
{
	struct reader *reader = gathering->reader;
	struct quotation_source source;

	if (!quotation_load(reader, form->number, &source, error))
		return false;
	*variant = (struct variant){.article = source.article,
		.quotation = quotation_view(reader, &source),
		.likeness = likeness_of(gathering->words,
			words_of(reader, form->segment, form->local))};
	variant->article.body = variant->article.extra = (struct slice){0};
	return true;
}

bool variants_find(struct reader *reader, struct slice identity, int64_t deadline_ns,
	struct variants *variants, struct error *error)
{
	struct gathering gathering;
	struct quotation_source source;
	struct variant *forms;
	uint32_t number;
	size_t longest = 0;

	if (!find_quotation(reader, identity, &number, error) ||
		!quotation_load(reader, number, &source, error) ||
		!gather(&gathering, reader, &source, error))
		return false;
	forms = arena_allocate_array(&reader->arena, gathering.count, sizeof(*forms));
	for (size_t i = 0; i < gathering.count; i++) {
		if (deadline_ns && clock_monotonic_ns() > deadline_ns)
			return error_set(error, ERROR_TIMEOUT, "gathering the forms took too long");
		if (!load(&gathering, &gathering.forms[i], &forms[i], error))
			return false;
	}
	qsort(forms, gathering.count, sizeof(*forms), compare_variants);
	for (size_t i = 1; i < gathering.count; i++) {
		if (forms[i].quotation.text.size > forms[longest].quotation.text.size)
			longest = i;
	}
	*variants = (struct variants){forms, gathering.count, longest};
	return true;
}
