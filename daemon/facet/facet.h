/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * facet.h - how often each source, speaker, month ... is among all hits of a query.
 *
 * The matcher marks what it met; each value's posting list is then counted against the marks,
 * those that cannot reach the best any more unread.
 */
#ifndef DAEMON_FACET_FACET_H
#define DAEMON_FACET_FACET_H

#include "daemon/match/marks.h"
#include "daemon/query/request.h"

#define FACET_VALUES 10       /* shown of each facet */

struct facet_value {
	struct slice value;
	uint32_t count;            /* of all hits, not only those shown */
};

struct facet {
	const char *name;
	const struct facet_value *values; /* most frequent first */
	size_t count;
	bool is_exact;             /* false where the search was cut short */
};

/* A list of names, "source,month"; ERROR_QUERY for an unknown one. */
bool facet_parse(struct slice names, unsigned *facets, struct error *error);
/* Those that the request asks for, of the documents marked. Everything lives in the reader's arena.
 * ERROR_TIMEOUT, ERROR_INDEX. */
bool facet_count(struct reader *reader, const struct search_request *request,
	const struct match_marks *marks, const struct facet **facets, size_t *count,
	struct error *error);

#endif
