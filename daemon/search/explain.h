/* SPDX-License-Identifier: GPL-2.0-or-later */
/* explain.h - a search that was run, as text for --explain: how it was read and what it cost. */
#ifndef DAEMON_SEARCH_EXPLAIN_H
#define DAEMON_SEARCH_EXPLAIN_H

#include "base/buffer.h"
#include "daemon/match/build.h"
#include "daemon/query/tree.h"
#include "daemon/search/search.h"

/* Appends tree (NULL: there is none) and plan; a line for each leaf with its weight, its terms and
 * in how many documents it was expected, looked for and found; what patterns and misspelt words
 * stand for; the times of the steps in the last line. */
void explain_search(struct build *build, const struct tree *tree, const struct search_times *times,
	struct buffer *output);

#endif
