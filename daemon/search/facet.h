/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * facet.h - how often each source, speaker, month ... is among all hits of a query.
 *
 * The matcher marks what it met; each value's posting list is then counted against the marks,
 * those that cannot reach the best any more unread.
 */
#ifndef DAEMON_SEARCH_FACET_H
#define DAEMON_SEARCH_FACET_H

#include "daemon/search/search.h"

#define FACET_VALUES 10       /* shown of each facet */

struct search_facet_value {
	struct slice value;
	uint32_t count;            /* of all hits, not only those shown */
};

struct search_facet {
	const char *name;
	const struct search_facet_value *values; /* most frequent first */
	size_t count;
	bool is_exact;             /* false where the search was cut short */
};

/* Documents met, by number in the snapshot. */
struct facet_marks {
	bool *has; /* arena */
	uint32_t limit, count;
};

void facet_marks_init(struct facet_marks *marks, struct reader *reader, enum search_scope scope);
void facet_marks_reset(struct facet_marks *marks);
static inline void facet_marks_add(struct facet_marks *marks, uint32_t document)
{
	if (document < marks->limit && !marks->has[document]) {
		marks->has[document] = true;
		marks->count++;
	}
}

/* A list of names, "source,month"; ERROR_QUERY for an unknown one. */
bool facet_parse(struct slice names, unsigned *facets, struct error *error);
/* Everything lives in the reader's arena. ERROR_TIMEOUT, ERROR_INDEX. */
bool facet_count(struct reader *reader, const struct search_request *request,
	const struct facet_marks *marks, struct search_results *results, struct error *error);

#endif
