/* SPDX-License-Identifier: GPL-2.0-or-later */
/* verify_segment.h - do the files of a segment fit one another? */
#ifndef STORE_VERIFY_SEGMENT_H
#define STORE_VERIFY_SEGMENT_H

#include "base/buffer.h"
#include "store/manifest.h"

/* Appends a line to `report` for each thing found; nothing when all is well. May crash where
 * Xapian does, on databases that are damaged. */
void verify_segment(const char *index, const struct manifest_segment *segment,
	struct buffer *report);

#endif
