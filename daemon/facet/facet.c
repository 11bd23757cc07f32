/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/facet/facet.h"

#include "base/clock.h"
#include "base/memory.h"
#include "daemon/facet/facet_counting.h"
#include "schema/term.h"

#include "base/banned.h"

/* One row a facet. */
static const struct {
	const char *name;
	enum field field;
	bool (*count)(struct counting *counting, struct error *error);
	bool is_name; /* the article, or the quotation, says how it is written; terms are folded */
} rows[] = {
	{"speaker", FIELD_SPEAKER, facet_count_speakers, true},
	{"source", FIELD_SOURCE, facet_count_terms, true},
	{"site", FIELD_SITE, facet_count_terms, false},
	{"author", FIELD_AUTHOR, facet_count_terms, true},
	{"section", FIELD_SECTION, facet_count_terms, true},
	{"tag", FIELD_TAG, facet_count_terms, true},
	{"lang", FIELD_LANGUAGE, facet_count_terms, false},
	{"year", FIELD_DATE, facet_count_years, false},
	{"month", FIELD_DATE, facet_count_months, false},
};

static const struct xc_database *database_of(struct reader *reader, enum search_scope scope)
{
	return scope == SEARCH_IN_QUOTES ? reader->snapshot->quotations : reader->snapshot->articles;
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

void facet_offer(struct counting *counting, struct slice value, uint32_t count, uint32_t first)
{
	struct facet *facet = counting->facet;
	struct facet_value *values = counting->values;
	size_t place = facet->count < FACET_VALUES ? facet->count++ : FACET_VALUES - 1;

	for (; place > 0 && values[place - 1].count < count; place--) {
		values[place] = values[place - 1];
		counting->first[place] = counting->first[place - 1];
	}
	values[place] = (struct facet_value){arena_copy(&counting->reader->arena, value), count};
	counting->first[place] = first;
}

bool facet_can_show(const struct counting *counting, uint32_t count)
{
	return count > 0 && (counting->facet->count < FACET_VALUES ||
				    count > counting->values[FACET_VALUES - 1].count);
}

/* How many marked documents have a term. */
struct tally {
	const struct match_marks *marks;
	uint32_t count, first;
};

static bool count_document(void *context, uint32_t document)
{
	struct tally *tally = context;

	if (document < tally->marks->limit && tally->marks->has[document] &&
		(tally->count++ == 0 || document < tally->first))
		tally->first = document;
	return true;
}

bool facet_count_term(struct counting *counting, struct slice term, size_t prefix,
	struct error *error)
{
	struct tally tally = {.marks = counting->marks};

	if (!xc_database_postings(counting->database, term, count_document, &tally, error))
		return false;
	if (facet_can_show(counting, tally.count))
		facet_offer(counting, slice_range(term, prefix, term.size), tally.count, tally.first);
	return true;
}

bool facet_count_terms(struct counting *counting, struct error *error)
{
	struct error problem = {0};
	struct buffer start = {0};
	struct xc_terms *terms;
	struct slice term;
	uint32_t frequency;
	bool is_done;

	term_value(counting->field, SLICE_LITERAL(""), &start);
	terms = xc_terms_open(counting->database, buffer_slice(&start), error);
	is_done = terms != NULL;
	while (is_done && xc_terms_next(terms, &term, &frequency, &problem)) {
		if (counting->deadline_ns && clock_monotonic_ns() > counting->deadline_ns)
			is_done = error_set(error, ERROR_TIMEOUT, "counting facets took too long");
		else if (facet_can_show(counting, frequency))
			is_done = facet_count_term(counting, term, start.size, error);
	}
	xc_terms_close(terms);
	buffer_clear(&start);
	if (is_done && problem.code) {
		*error = problem;
		return false;
	}
	return is_done;
}

bool facet_count(struct reader *reader, const struct search_request *request,
	const struct match_marks *marks, const struct facet **facets, size_t *count,
	struct error *error)
{
	struct facet *counted =
		arena_allocate_array(&reader->arena, COUNT_OF(rows), sizeof(*counted));
	size_t done = 0;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct facet *facet = &counted[done];
		struct counting counting = {.reader = reader, .scope = request->scope,
			.database = database_of(reader, request->scope), .field = rows[i].field,
			.marks = marks, .deadline_ns = request->deadline_ns, .facet = facet};

		if (!(request->facets >> i & 1))
			continue;
		done++;
		counting.values = arena_allocate_array(&reader->arena, FACET_VALUES,
			sizeof(*counting.values));
		*facet = (struct facet){.name = rows[i].name, .values = counting.values,
			.is_exact = !marks->is_cut_short};
		if (!rows[i].count(&counting, error))
			return false;
		for (size_t j = 0; j < facet->count && rows[i].is_name; j++)
			facet_write_name(&counting, j);
	}
	*facets = counted;
	*count = done;
	return true;
}
