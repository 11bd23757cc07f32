/* SPDX-License-Identifier: GPL-2.0-or-later */
/* variants.h - the forms of one saying as JSON (docs/HTTP-API.md). */
#ifndef DAEMON_RENDER_VARIANTS_H
#define DAEMON_RENDER_VARIANTS_H

#include "base/buffer.h"
#include "daemon/index/variants.h"

/* Appends the document; at most `size` forms of all. `took_ns` is what finding them took. */
void variants_render(struct slice identity, const struct variants *variants, size_t size,
	int64_t took_ns, struct buffer *output);

#endif
