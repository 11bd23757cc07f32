/* SPDX-License-Identifier: GPL-2.0-or-later */
/* check.h - the verdict on a quotation as JSON (docs/HTTP-API.md). */
#ifndef DAEMON_RENDER_CHECK_H
#define DAEMON_RENDER_CHECK_H

#include "base/buffer.h"
#include "daemon/check/check.h"

/* Appends the document. */
void check_render(const struct check_request *request, const struct check_result *result,
	int64_t took_ns, struct buffer *output);

#endif
