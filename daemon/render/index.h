/* SPDX-License-Identifier: GPL-2.0-or-later */
/* index.h - the field table and the state of the index as JSON (docs/HTTP-API.md). */
#ifndef DAEMON_RENDER_INDEX_H
#define DAEMON_RENDER_INDEX_H

#include "base/buffer.h"
#include "store/snapshot.h"

struct index_status {
	const char *index;       /* folder */
	const struct snapshot *snapshot;
	int64_t started;         /* seconds since 1970 UTC */
	int64_t uptime;          /* seconds */
	unsigned worker_count;
};

void fields_render(struct buffer *output);
void status_render(const struct index_status *status, struct buffer *output);

#endif
