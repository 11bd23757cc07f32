/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "base/clock.h"
#include "daemon/facet/facet_counting.h"
#include "schema/slot.h"

#include "base/banned.h"

#define YEARS 9999
#define MONTHS (12 * YEARS)
/* Where hits are fewer than one in so many documents, their dates are looked up one by one. */
#define SPARSE 25
#define STEPS_PER_LOOK 4096 /* values between two looks at the clock */

struct months {
	const struct counting *counting;
	uint32_t *counts;  /* arena; MONTHS */
	size_t steps;
	bool is_late;
};

static void count(struct months *months, struct slice value)
{
	uint32_t month;
	int64_t date;

	if (slot_decode_number(value, &date) && clock_month(date, &month))
		months->counts[month]++;
}

static bool take(void *context, uint32_t document, struct slice value)
{
	struct months *months = context;
	const struct match_marks *marks = months->counting->marks;

	if (++months->steps % STEPS_PER_LOOK == 0 && months->counting->deadline_ns)
		months->is_late = clock_monotonic_ns() > months->counting->deadline_ns;
	if (document < marks->limit && marks->has[document])
		count(months, value);
	return !months->is_late;
}

/* What lies far apart is not walked to. */
static void look_up(struct months *months)
{
	const struct match_marks *marks = months->counting->marks;
	struct buffer *scratch = &months->counting->reader->scratch;
	struct error ignored = {0};

	for (uint32_t i = 0; i < marks->limit; i++) {
		if (!marks->has[i])
			continue;
		buffer_reset(scratch);
		if (xc_database_value(months->counting->database, i, SLOT_DATE, scratch, &ignored))
			count(months, buffer_slice(scratch));
	}
}

static bool count_dates(struct counting *counting, struct months *months, struct error *error)
{
	const struct match_marks *marks = counting->marks;

	*months = (struct months){.counting = counting,
		.counts = arena_allocate_array(&counting->reader->arena, MONTHS,
			sizeof(*months->counts))};
	if (marks->count < marks->limit / SPARSE)
		look_up(months);
	else if (!xc_database_values(counting->database, SLOT_DATE, take, months, error))
		return false;
	return !months->is_late || error_set(error, ERROR_TIMEOUT, "counting facets took too long");
}

bool facet_count_years(struct counting *counting, struct error *error)
{
	struct months months;
	char text[8];

	if (!count_dates(counting, &months, error))
		return false;
	for (uint32_t year = 0; year < YEARS; year++) {
		uint32_t sum = 0;

		for (uint32_t month = 0; month < 12; month++)
			sum += months.counts[12 * year + month];
		snprintf(text, sizeof(text), "%04u", year + 1);
		if (facet_can_show(counting, sum))
			facet_offer(counting, slice_of(text), sum, 0);
	}
	return true;
}

bool facet_count_months(struct counting *counting, struct error *error)
{
	struct months months;
	char text[16];

	if (!count_dates(counting, &months, error))
		return false;
	for (uint32_t month = 0; month < MONTHS; month++) {
		if (!facet_can_show(counting, months.counts[month]))
			continue;
		snprintf(text, sizeof(text), "%04u-%02u", month / 12 + 1, month % 12 + 1);
		facet_offer(counting, slice_of(text), months.counts[month], 0);
	}
	return true;
}
