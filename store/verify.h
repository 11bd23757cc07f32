/* SPDX-License-Identifier: GPL-2.0-or-later */
/* verify.h - is this index whole? Sizes, digests, counts, and Xapian's own check in a child
 * that may crash without harm. */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include "base/buffer.h"
#include "base/error.h"

/* True: whole. False: `report` has a line for each thing found, the error the first. */
bool verify_run(const char *index, struct buffer *report, struct error *error);

#endif
