/* SPDX-License-Identifier: GPL-2.0-or-later */
/* missing.h - which of the loose words of a query a hit lacks, where not all were needed. */
#ifndef DAEMON_SEARCH_MISSING_H
#define DAEMON_SEARCH_MISSING_H

#include "daemon/match/match.h"
#include "daemon/search/search.h"

/* Sets `missing` and `missing_count` of results[i], which shows hits[i]. Words as typed, in
 * the order of the query; they live in the reader's arena. */
bool missing_find(struct build *build, const struct match_hit *hits, size_t count,
	struct search_hit *results, struct error *error);

#endif
