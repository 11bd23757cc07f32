/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is understood is within the calendar and is understood again as it is printed. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice text = slice_make((const char *)data, size);
	int64_t seconds, begin, end;
	char printed[21];

	if (clock_parse_date(text, &seconds)) {
		clock_format_time(seconds, printed);
		assert(clock_parse_date(slice_of(printed), &begin) && begin == seconds);
	}
	if (clock_parse_period(text, &begin, &end))
		assert(begin < end);
	return 0;
}
