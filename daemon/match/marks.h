/* SPDX-License-Identifier: GPL-2.0-or-later */
/* marks.h - which documents a search has met: what facets are counted among. */
#ifndef DAEMON_MATCH_MARKS_H
#define DAEMON_MATCH_MARKS_H

#include "daemon/index/reader.h"
#include "daemon/query/request.h"

struct match_marks {
	bool *has;             /* by number in the snapshot; the reader's arena */
	uint32_t limit, count; /* no number reaches the limit; numbers marked */
	bool is_cut_short;     /* by the deadline: there may be more */
};

void match_marks_init(struct match_marks *marks, struct reader *reader, enum search_scope scope);
void match_marks_reset(struct match_marks *marks);
static inline void match_marks_add(struct match_marks *marks, uint32_t document)
{
	if (document < marks->limit && !marks->has[document]) {
		marks->has[document] = true;
		marks->count++;
	}
}

#endif
