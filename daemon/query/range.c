/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/query/range.h"

#include "base/clock.h"
#include "base/memory.h"

#define DAY 86400
#define AGE_LIMIT 100000 /* days and the like: beyond it dates lose their calendar */

static int64_t day_of(int64_t seconds)
{
	return seconds - (seconds % DAY + DAY) % DAY;
}

static const struct {
	char unit;
	int days;
} ages[] = {{'d', 1}, {'w', 7}, {'m', 30}, {'y', 365}};

static bool parse_age(struct slice text, int64_t now, struct range *range)
{
	uint64_t number;

	if (text.size < 2 || !slice_to_unsigned(slice_range(text, 0, text.size - 1), &number) ||
		number > AGE_LIMIT)
		return false;
	for (size_t i = 0; i < COUNT_OF(ages); i++) {
		if ((text.data[text.size - 1] | 0x20) != ages[i].unit)
			continue;
		*range = (struct range){now - (int64_t)number * ages[i].days * DAY, INT64_MAX};
		return true;
	}
	return false;
}

/* 2024/01/31, as many write it. */
static bool parse_slashed(struct slice text, int64_t *begin, int64_t *end)
{
	char copy[sizeof("2024-01-31") - 1];

	if (text.size > sizeof(copy))
		return false;
	for (size_t i = 0; i < text.size; i++)
		copy[i] = text.data[i] == '/' ? '-' : text.data[i];
	return clock_parse_period(slice_make(copy, text.size), begin, end);
}

static bool parse_period(struct slice text, int64_t now, struct range *range)
{
	int64_t end;

	if (slice_equal_ignore_case(text, SLICE_LITERAL("today"))) {
		*range = (struct range){day_of(now), day_of(now) + DAY - 1};
		return true;
	}
	if (slice_equal_ignore_case(text, SLICE_LITERAL("yesterday"))) {
		*range = (struct range){day_of(now) - DAY, day_of(now) - 1};
		return true;
	}
	if (parse_age(text, now, range))
		return true;
	if (!clock_parse_period(text, &range->low, &end) && !parse_slashed(text, &range->low, &end))
		return false;
	range->high = end - 1;
	return true;
}

static bool parse_number(struct slice text, int64_t now, struct range *range)
{
	uint64_t number;

	(void)now;
	if (!slice_to_unsigned(text, &number) || number > INT64_MAX)
		return false;
	*range = (struct range){(int64_t)number, (int64_t)number};
	return true;
}

typedef bool point_parser(struct slice text, int64_t now, struct range *range);

/* An empty or starred end is open. */
static bool parse_end(struct slice text, point_parser *parse, int64_t now, struct range *range)
{
	if (text.size == 0 || slice_equal_string(text, "*")) {
		*range = (struct range){INT64_MIN, INT64_MAX};
		return true;
	}
	return parse(text, now, range);
}

static bool join(struct slice low, struct slice high, point_parser *parse, int64_t now,
	struct range *range)
{
	struct range first, last;

	if (!parse_end(slice_trim(low), parse, now, &first) ||
		!parse_end(slice_trim(high), parse, now, &last))
		return false;
	*range = (struct range){first.low, last.high};
	return true;
}

/* [A TO B], {A TO B}, [A TO B} */
static bool parse_bracketed(struct slice text, point_parser *parse, int64_t now,
	struct range *range)
{
	const bool leaves_low = text.data[0] == '{';
	const bool leaves_high = text.data[text.size - 1] == '}';
	struct slice inner = slice_range(text, 1, text.size);
	struct range first, last;
	size_t to;

	if (inner.size && (inner.data[inner.size - 1] == ']' || inner.data[inner.size - 1] == '}'))
		inner.size--;
	if (!slice_find(inner, SLICE_LITERAL(" TO "), 0, &to))
		return parse_end(slice_trim(inner), parse, now, range);
	if (!parse_end(slice_trim(slice_range(inner, 0, to)), parse, now, &first) ||
		!parse_end(slice_trim(slice_range(inner, to + 4, inner.size)), parse, now, &last))
		return false;
	*range = (struct range){first.low, last.high};
	if (leaves_low && first.high != INT64_MAX)
		range->low = first.high + 1;
	if (leaves_high && last.low != INT64_MIN)
		range->high = last.low - 1;
	return true;
}

/* >A >=A <A <=A */
static bool parse_compared(struct slice text, point_parser *parse, int64_t now,
	struct range *range)
{
	bool is_above = text.data[0] == '>';
	bool is_inclusive = text.size > 1 && text.data[1] == '=';
	struct range point;

	if (!parse(slice_trim(slice_range(text, is_inclusive ? 2 : 1, text.size)), now, &point))
		return false;
	if (is_above)
		*range = (struct range){is_inclusive || point.high == INT64_MAX ? point.low
										: point.high + 1,
			INT64_MAX};
	else
		*range = (struct range){INT64_MIN, is_inclusive ? point.high : point.low - 1};
	return true;
}

static bool parse_range(struct slice text, point_parser *parse, int64_t now, struct range *range)
{
	size_t dots;

	text = slice_trim(text);
	if (text.size == 0)
		return false;
	if (text.data[0] == '[' || text.data[0] == '{')
		return parse_bracketed(text, parse, now, range);
	if (text.data[0] == '>' || text.data[0] == '<')
		return parse_compared(text, parse, now, range);
	if (slice_find(text, SLICE_LITERAL(".."), 0, &dots))
		return join(slice_range(text, 0, dots), slice_range(text, dots + 2, text.size),
			parse, now, range);
	return parse(text, now, range);
}

bool range_parse_date(struct slice text, int64_t now, struct range *range)
{
	return parse_range(text, parse_period, now, range);
}

bool range_parse_number(struct slice text, struct range *range)
{
	return parse_range(text, parse_number, 0, range);
}
