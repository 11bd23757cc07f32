/* SPDX-License-Identifier: GPL-2.0-or-later */
/* speakers.h - who is quoted, as JSON (docs/HTTP-API.md). */
#ifndef DAEMON_RENDER_SPEAKERS_H
#define DAEMON_RENDER_SPEAKERS_H

#include "base/buffer.h"
#include "daemon/index/speakers.h"

/* Appends the document. */
void speakers_render(struct slice prefix, const struct speakers_result *result, int64_t took_ns,
	struct buffer *output);

#endif
