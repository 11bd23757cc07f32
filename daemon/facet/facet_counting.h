/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facet_counting.h - counting the values of one facet: for the files of facet only. */
#ifndef DAEMON_FACET_FACET_COUNTING_H
#define DAEMON_FACET_FACET_COUNTING_H

#include "daemon/facet/facet.h"
#include "schema/field.h"

struct counting {
	struct reader *reader;
	enum search_scope scope;
	const struct xc_database *database; /* of what is searched */
	enum field field;
	const struct match_marks *marks;
	int64_t deadline_ns;
	struct facet *facet;
	struct facet_value *values; /* most frequent first */
	uint32_t first[FACET_VALUES];      /* a document of each value */
};

/* False where a value that so many documents have is not worth counting. */
bool facet_can_show(const struct counting *counting, uint32_t count);
/* Takes a value and its count in, if it is one of the most frequent so far. */
void facet_offer(struct counting *counting, struct slice value, uint32_t count, uint32_t first);
/* The quotations a hit has, by number in its segment: itself, or those of the article. */
struct span facet_quotations(const struct counting *counting, uint32_t document);
/* Counts the hits that have a term, whose value stands behind `prefix` bytes. ERROR_INDEX. */
bool facet_count_term(struct counting *counting, struct slice term, size_t prefix,
	struct error *error);
/* All terms of the field. ERROR_TIMEOUT, ERROR_INDEX. */
bool facet_count_terms(struct counting *counting, struct error *error);

/* facet_name.c: writes a value as its article, or its quotation, does; terms are folded. */
void facet_write_name(struct counting *counting, size_t index);
/* facet_speaker.c, facet_date.c */
bool facet_count_speakers(struct counting *counting, struct error *error);
bool facet_count_years(struct counting *counting, struct error *error);
bool facet_count_months(struct counting *counting, struct error *error);

#endif
