/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/match/marks.h"

#include <string.h>

#include "xapian-c/database.h"

#include "base/banned.h"

void match_marks_init(struct match_marks *marks, struct reader *reader, enum search_scope scope)
{
	const struct snapshot *snapshot = reader->snapshot;

	marks->limit = xc_database_last_document(scope == SEARCH_IN_QUOTES ? snapshot->quotations :
									      snapshot->articles) + 1;
	marks->has = arena_allocate_array(&reader->arena, marks->limit, sizeof(*marks->has));
	marks->count = 0;
	marks->is_cut_short = false;
}

void match_marks_reset(struct match_marks *marks)
{
	memset(marks->has, 0, marks->limit * sizeof(*marks->has));
	marks->count = 0;
}
