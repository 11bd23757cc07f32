/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * operator.h - operators, those of other search engines too.
 *
 * What legal databases write (w/5, pre/5, /5, /s, /p) is so unlike text that it tells who wrote
 * the query: there, small `and`, `or` and `and not` are operators as well, and word! is word*.
 */
#ifndef DAEMON_QUERY_OPERATOR_H
#define DAEMON_QUERY_OPERATOR_H

#include "daemon/query/token.h"

/* Whether `chunk`, which `rest` of the query begins with, is an operator: sets kind, distance and
 * is_legal of the token, and *size to the bytes of `rest` it takes. Notes what is read as
 * something else; `notes` may be NULL. */
bool operator_take(struct slice chunk, struct slice rest, bool is_legal, struct notes *notes,
	struct query_token *token, size_t *size);

/* atleast5( caps( and the like, which no index of ours can answer: what they hold is searched. */
bool operator_is_function(struct slice chunk, struct slice rest, struct notes *notes);

#endif
