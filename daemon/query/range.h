/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * range.h - what stands behind date: and length: as the lowest and highest number meant.
 *
 * Dates are periods of ISO 8601 (2024, 2024-05, 2024-05-01), "today", "yesterday", or an age:
 * 30d, 2w, 6m, 1y mean the last so many days, weeks, months of 30 and years of 365 days.
 * Ranges: A..B, A.., ..B, >A, >=A, <A, <=A, [A TO B] and {A TO B} without its ends.
 */
#ifndef DAEMON_QUERY_RANGE_H
#define DAEMON_QUERY_RANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

struct range {
	int64_t low, high; /* both belong to it; INT64_MIN and INT64_MAX where it is open */
};

/* False when the text is no date or no range. */
bool range_parse_date(struct slice text, int64_t now, struct range *range);
/* Whole numbers. */
bool range_parse_number(struct slice text, struct range *range);

#endif
