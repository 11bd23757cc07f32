/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * feedback.h - relevance feedback: what the best hits have in common, and others have not,
 * tells what a long query is about.
 */
#ifndef DAEMON_MATCH_FEEDBACK_H
#define DAEMON_MATCH_FEEDBACK_H

#include "daemon/match/match.h"

#define FEEDBACK_WORDS 5   /* that tell; a query of fewer is names, or a line half remembered */
#define FEEDBACK_DEPTH 80  /* hits looked at */

/* Adds to the scores of the first FEEDBACK_DEPTH `hits`, which are in order; they have to be put
 * in order again when it is true. False, and nothing done, where the query is short, hits are
 * few, or quotations are searched: there people look for one thing they know. Deterministic. */
bool feedback_run(struct build *build, struct match_hit *hits, size_t count);

#endif
