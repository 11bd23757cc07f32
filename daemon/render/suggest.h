/* SPDX-License-Identifier: GPL-2.0-or-later */
/* suggest.h - what a query may become, as JSON (docs/HTTP-API.md). */
#ifndef DAEMON_RENDER_SUGGEST_H
#define DAEMON_RENDER_SUGGEST_H

#include "base/buffer.h"
#include "daemon/suggest/suggest.h"

/* Appends the document. */
void suggest_render(struct slice typed, const struct suggest_result *result, int64_t took_ns,
	struct buffer *output);

#endif
