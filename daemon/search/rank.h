/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rank.h - step two of ranking: reorders the best hits by what only their words in order tell.
 */
#ifndef DAEMON_SEARCH_RANK_H
#define DAEMON_SEARCH_RANK_H

#include "daemon/search/match.h"

/* Hits that are looked at again; those behind keep their places. A single word has only its
 * form to tell by. */
#define RANK_DEPTH 200
#define RANK_DEPTH_OF_WORD 50

/* How many hits a query has looked at again: 0 where it has no loose words. */
uint32_t rank_depth(const struct plan *plan);
/* Reorders the first rank_depth hits and adds to their scores. Deterministic: the same
 * snapshot and query give the same order, so that pages do not overlap. */
void rank_run(struct build *build, struct match_hit *hits, size_t count);

#endif
