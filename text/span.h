/* SPDX-License-Identifier: GPL-2.0-or-later */
/* span.h - a half-open range [begin, end) of bytes of some text. */
#ifndef TEXT_SPAN_H
#define TEXT_SPAN_H

#include <stdint.h>

#include "base/slice.h"

struct span {
	uint32_t begin, end;
};

static inline struct slice span_of(struct slice text, struct span span)
{
	return (struct slice){text.data + span.begin, span.end - span.begin};
}

#endif
