/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * clock.h - monotonic time and dates.
 *
 * Dates are seconds since 1970-01-01 00:00 UTC, the Gregorian calendar carried back to year
 * 1 and on to 9999; no time zone of the machine is ever asked for.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CLOCK_DATE_NONE INT64_MIN

/* Since some fixed moment; never goes back. */
int64_t clock_monotonic_ms(void);
int64_t clock_monotonic_ns(void);
/* Seconds since 1970 UTC. */
int64_t clock_now(void);

/* ISO 8601 dates and times (2024, 2024-05, 2024-05-01, 2024-05-01T10:00:00.5+02:00, basic
 * form 20240501), RFC 5322 §3.3 ("Wed, 01 May 2024 10:00:00 +0200"), RFC 850, and
 * "May 1, 2024" / "1 May 2024". A missing month or day is the first; no zone is UTC. */
bool clock_parse_date(struct slice text, int64_t *seconds);
/* The same for ISO 8601 dates, with the end of what was named, exclusive: "2024-05" gives
 * all of May. */
bool clock_parse_period(struct slice text, int64_t *begin, int64_t *end);
/* "2024-05-01"; `text` is empty for CLOCK_DATE_NONE. */
void clock_format_date(int64_t seconds, char text[11]);
/* Months since January of the year 1; false where clock_format_date gives nothing. */
bool clock_month(int64_t seconds, uint32_t *month);
/* "2024-05-01T10:00:00Z" */
void clock_format_time(int64_t seconds, char text[21]);
/* As memcmp: the earlier first, those without a date last. */
int clock_compare_dates(int64_t first, int64_t second);
bool clock_date_make(int year, int month, int day, int64_t *seconds);

#ifdef __cplusplus
}
#endif

#endif
