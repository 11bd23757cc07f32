/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parser.h - query text to syntax tree; docs/QUERY-LANGUAGE has the grammar.
 *
 * What people type is never an error: what cannot be understood is read as words, and a
 * note says so. Only the limits of schema/wire.h are errors.
 */
#ifndef DAEMON_QUERY_PARSER_H
#define DAEMON_QUERY_PARSER_H

#include "base/error.h"
#include "daemon/query/notes.h"
#include "daemon/query/tree.h"

/* `text` is valid UTF-8 and lives as long as the tree. ERROR_QUERY beyond a limit, with
 * *position the byte of the text at which it was passed. */
bool query_parse(struct slice text, struct arena *arena, struct notes *notes, struct tree **tree,
	size_t *position, struct error *error);

#endif
