/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan_text.h - the part of planning that turns chunks of text into words, phrases, patterns. */
#ifndef DAEMON_QUERY_PLAN_TEXT_H
#define DAEMON_QUERY_PLAN_TEXT_H

#include "daemon/query/plan.h"

/* The words of a chunk as the index has them, with their stems; arena. *all_pairs: every one
 * is a pair of characters of a script without spaces. */
struct plan_word *plan_text_words(const struct plan_setting *setting, struct slice text,
	size_t *count, bool *all_pairs);
/* The places of a phrase: words, * for any word, patterns with *. A * at an end is left out. */
struct plan_word *plan_text_places(const struct plan_setting *setting, struct slice text,
	size_t *count);
/* A pattern, folded, with its * and ?; empty where nothing but * is left before the first
 * letter, since that would ask for every word there is. */
struct slice plan_text_pattern(const struct plan_setting *setting, struct slice text);

#endif
