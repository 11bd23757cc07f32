/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rank.h - step two of ranking: reorders the best hits by what only their words in order tell.
 */
#ifndef DAEMON_MATCH_RANK_H
#define DAEMON_MATCH_RANK_H

#include "daemon/match/match.h"

/* Hits that are read again, word by word; those behind keep their places. A single word has
 * only its form to tell by. Of a line with small words step one knows the less, having left
 * them out: "we have come a long way". */
#define RANK_DEPTH 50
#define RANK_DEPTH_OF_WORD 15
#define RANK_DEPTH_OF_LINE 200
#define RANK_DEPTH_OF_LONG 30 /* where feedback looks further down */

/* How many hits step two looks at, in one way or another: 0 where there are no loose words. */
uint32_t rank_depth(const struct plan *plan);
/* Reorders the first rank_depth hits and adds to their scores. Deterministic: the same
 * snapshot and query give the same order, so that pages do not overlap. */
void rank_run(struct build *build, struct match_hit *hits, size_t count);

#endif
