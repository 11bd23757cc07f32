/* SPDX-License-Identifier: GPL-2.0-or-later */
/* collect.h - from matched documents to what an answer shows of them. */
#ifndef DAEMON_SEARCH_COLLECT_H
#define DAEMON_SEARCH_COLLECT_H

#include "daemon/match/match.h"
#include "daemon/search/search.h"

/* Records, snippets and marks of the hits; only theirs are read. The result lives in the
 * reader's arena. Past the deadline articles come without passages, and quotations no more, but
 * for the first: found->count is what came. */
bool collect_run(struct build *build, const struct search_request *request,
	struct match_hits *found, const struct search_hit **hits, struct error *error);

#endif
