/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/facet.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "schema/slot.h"
#include "schema/term.h"

#include "base/banned.h"

#define YEAR_SIZE 4
#define MONTH_SIZE 7

/* One row a facet; those without a field are of the date's first bytes. */
static const struct {
	const char *name;
	enum field field;
	size_t date_size;
} rows[] = {
	{"speaker", FIELD_SPEAKER, 0},
	{"source", FIELD_SOURCE, 0},
	{"site", FIELD_SITE, 0},
	{"author", FIELD_AUTHOR, 0},
	{"section", FIELD_SECTION, 0},
	{"tag", FIELD_TAG, 0},
	{"lang", FIELD_LANGUAGE, 0},
	{"year", FIELD_DATE, YEAR_SIZE},
	{"month", FIELD_DATE, MONTH_SIZE},
};

static const struct xc_database *database_of(struct reader *reader, enum search_scope scope)
{
	return scope == SEARCH_IN_QUOTES ? reader->snapshot->quotations : reader->snapshot->articles;
}

void facet_marks_init(struct facet_marks *marks, struct reader *reader, enum search_scope scope)
{
	marks->limit = xc_database_last_document(database_of(reader, scope)) + 1;
	marks->has = arena_allocate_array(&reader->arena, marks->limit, sizeof(*marks->has));
	marks->count = 0;
}

void facet_marks_reset(struct facet_marks *marks)
{
	memset(marks->has, 0, marks->limit * sizeof(*marks->has));
	marks->count = 0;
}

bool facet_parse(struct slice names, unsigned *facets, struct error *error)
{
	unsigned chosen = 0;
	struct slice name;

	while (slice_split(&names, ',', &name)) {
		size_t i = 0;

		while (i < COUNT_OF(rows) && !slice_equal(slice_trim(name), slice_of(rows[i].name)))
			i++;
		if (i == COUNT_OF(rows))
			return error_set(error, ERROR_QUERY, "there is no facet \"%.*s\"",
				SLICE_ARGS(name));
		chosen |= 1u << i;
	}
	*facets = chosen;
	return true;
}

/* --- counting --- */

struct counting {
	struct reader *reader;
	enum search_scope scope;
	const struct facet_marks *marks;
	int64_t deadline_ns;
	struct search_facet *facet;
	struct search_facet_value *values; /* most frequent first */
	uint32_t first[FACET_VALUES];      /* a document of each value */
};

static void offer(struct counting *counting, struct slice value, uint32_t count, uint32_t first)
{
	struct search_facet *facet = counting->facet;
	struct search_facet_value *values = counting->values;
	size_t place = facet->count < FACET_VALUES ? facet->count++ : FACET_VALUES - 1;

	for (; place > 0 && values[place - 1].count < count; place--) {
		values[place] = values[place - 1];
		counting->first[place] = counting->first[place - 1];
	}
	values[place] = (struct search_facet_value){arena_copy(&counting->reader->arena, value), count};
	counting->first[place] = first;
}

/* Less than the least that is shown: not worth reading. */
static bool can_show(const struct counting *counting, uint32_t count)
{
	return count > 0 && (counting->facet->count < FACET_VALUES ||
				    count > counting->values[FACET_VALUES - 1].count);
}

static bool count_term(struct counting *counting, struct slice term, size_t prefix,
	struct error *error)
{
	struct xc_postings *postings = xc_postings_open(
		database_of(counting->reader, counting->scope), term, error);
	uint32_t document, times, count = 0, first = 0;
	struct error problem = {0};

	if (!postings)
		return false;
	while (xc_postings_next(postings, &document, &times, &problem)) {
		if (document >= counting->marks->limit || !counting->marks->has[document])
			continue;
		first = count++ ? first : document;
	}
	xc_postings_close(postings);
	if (problem.code) {
		*error = problem;
		return false;
	}
	if (can_show(counting, count))
		offer(counting, slice_range(term, prefix, term.size), count, first);
	return true;
}

static bool count_terms(struct counting *counting, enum field field, struct error *error)
{
	struct reader *reader = counting->reader;
	struct error problem = {0};
	struct buffer start = {0};
	struct xc_terms *terms;
	struct slice term;
	uint32_t frequency;
	bool is_done;

	term_value(field, SLICE_LITERAL(""), &start);
	terms = xc_terms_open(database_of(reader, counting->scope), buffer_slice(&start), error);
	is_done = terms != NULL;
	while (is_done && xc_terms_next(terms, &term, &frequency, &problem)) {
		if (counting->deadline_ns && clock_monotonic_ns() > counting->deadline_ns)
			is_done = error_set(error, ERROR_TIMEOUT, "counting facets took too long");
		else if (can_show(counting, frequency))
			is_done = count_term(counting, term, start.size, error);
	}
	xc_terms_close(terms);
	buffer_clear(&start);
	if (is_done && problem.code) {
		*error = problem;
		return false;
	}
	return is_done;
}

/* --- dates --- */

struct day {
	char text[11];
};

static int by_text(const void *a, const void *b)
{
	return strcmp(((const struct day *)a)->text, ((const struct day *)b)->text);
}

static bool read_day(struct counting *counting, uint32_t document, size_t size, struct day *day)
{
	struct buffer *scratch = &counting->reader->scratch;
	struct error ignored = {0};
	int64_t date;

	buffer_reset(scratch);
	if (!xc_database_value(database_of(counting->reader, counting->scope), document, SLOT_DATE,
		    scratch, &ignored) ||
		!slot_decode_number(buffer_slice(scratch), &date))
		return false;
	clock_format_date(date, day->text);
	day->text[size] = '\0';
	return true;
}

/* Of very many hits every so many is looked at, and the counts are estimates. */
static void count_dates(struct counting *counting, size_t size)
{
	const struct facet_marks *marks = counting->marks;
	const uint32_t step = 1 + marks->count / (FACET_DATES_LIMIT + 1);
	struct day *days = arena_allocate_array(&counting->reader->arena, marks->count / step + 1,
		sizeof(*days));
	size_t count = 0, met = 0;

	for (uint32_t i = 0; i < marks->limit; i++) {
		if (marks->has[i] && met++ % step == 0)
			count += read_day(counting, i, size, &days[count]);
	}
	if (count)
		qsort(days, count, sizeof(*days), by_text);
	counting->facet->is_exact = step == 1;
	for (size_t begin = 0, end; begin < count; begin = end) {
		uint32_t found;

		for (end = begin + 1; end < count && by_text(&days[begin], &days[end]) == 0;)
			end++;
		found = (uint32_t)(end - begin) * step;
		if (can_show(counting, found))
			offer(counting, slice_of(days[begin].text), found, 0);
	}
}

/* --- names as they are written --- */

/* The name as the article, or the quotation, has it; terms are folded. */
static void write_name(struct counting *counting, enum field field, size_t index)
{
	struct reader *reader = counting->reader;
	struct search_facet_value *value = &counting->values[index];
	struct buffer folded = {0}, term = {0};
	struct slice names[2] = {{NULL, 0}, {NULL, 0}};
	struct quotation_record quotation;
	struct article article;
	struct error ignored = {0};
	size_t body_size;

	buffer_reset(&reader->scratch);
	if (!xc_database_record(database_of(reader, counting->scope), counting->first[index],
		    &reader->scratch, &ignored))
		return;
	if (counting->scope == SEARCH_IN_QUOTES) {
		if (field == FIELD_SPEAKER &&
			record_decode_quotation(buffer_slice(&reader->scratch), &quotation, &ignored)) {
			names[0] = quotation.quotation.entity;
			names[1] = quotation.mention;
		}
	} else if (record_decode_head(buffer_slice(&reader->scratch), &article, &body_size, &ignored)) {
		names[0] = field == FIELD_SOURCE ? article.source : field == FIELD_AUTHOR ?
						   article.author : article.section;
	}
	term_value(field, value->value, &folded);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		term_value(field, names[i], &term);
		if (names[i].size && slice_equal(buffer_slice(&term), buffer_slice(&folded))) {
			value->value = arena_copy(&reader->arena, slice_trim(names[i]));
			break;
		}
	}
	buffer_clear(&folded);
	buffer_clear(&term);
}

bool facet_count(struct reader *reader, const struct search_request *request,
	const struct facet_marks *marks, struct search_results *results, struct error *error)
{
	struct search_facet *facets =
		arena_allocate_array(&reader->arena, COUNT_OF(rows), sizeof(*facets));
	size_t count = 0;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct counting counting = {.reader = reader, .scope = request->scope, .marks = marks,
			.deadline_ns = request->deadline_ns, .facet = &facets[count]};

		if (!(request->facets >> i & 1))
			continue;
		counting.values = arena_allocate_array(&reader->arena, FACET_VALUES,
			sizeof(*counting.values));
		facets[count++] = (struct search_facet){.name = rows[i].name, .is_exact = true,
			.values = counting.values};
		if (rows[i].date_size)
			count_dates(&counting, rows[i].date_size);
		else if (!count_terms(&counting, rows[i].field, error))
			return false;
		for (size_t j = 0; j < counting.facet->count && rows[i].date_size == 0 &&
				   rows[i].field != FIELD_SITE && rows[i].field != FIELD_LANGUAGE;
			j++)
			write_name(&counting, rows[i].field, j);
		counting.facet->is_exact = counting.facet->is_exact && !results->timed_out;
	}
	results->facets = facets;
	results->facet_count = count;
	return true;
}
