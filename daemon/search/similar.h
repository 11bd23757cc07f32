/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * similar.h - more like this: the words that tell an article from all others, as a plan.
 *
 * The stored text is cut anew, so that no list of an article's terms has to be kept.
 */
#ifndef DAEMON_SEARCH_SIMILAR_H
#define DAEMON_SEARCH_SIMILAR_H

#include "daemon/index/reader.h"
#include "daemon/query/plan.h"

#define SIMILAR_WORDS 30 /* asked for */

/* Articles with words of the one that has this identity, but not itself. The plan lives in the
 * reader's arena. False with ERROR_NONE when there is no such article; ERROR_INDEX. */
bool similar_plan(struct reader *reader, struct slice identity, struct plan *plan,
	struct error *error);

#endif
