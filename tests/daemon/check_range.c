/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/query/range.h"

#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "tests/support/suite.h"

#define TODAY 1714564800 /* 2024-05-01, noon */

static const struct {
	const char *text, *low, *high; /* days; "" is open */
} dates[] = {
	{"2024", "2024-01-01", "2024-12-31"},
	{"2024-02", "2024-02-01", "2024-02-29"},
	{"2023-02", "2023-02-01", "2023-02-28"},
	{"2024-02-10", "2024-02-10", "2024-02-10"},
	{"2024-02..2024-03", "2024-02-01", "2024-03-31"},
	{"2024..", "2024-01-01", ""},
	{"..2024", "", "2024-12-31"},
	{">2024-02", "2024-03-01", ""},
	{">=2024-02", "2024-02-01", ""},
	{"<2024-02", "", "2024-01-31"},
	{"<=2024-02", "", "2024-02-29"},
	{"[2024-01 TO 2024-03]", "2024-01-01", "2024-03-31"},
	{"{2024-01 TO 2024-03}", "2024-02-01", "2024-02-29"},
	{"[* TO 2024]", "", "2024-12-31"},
	{"today", "2024-05-01", "2024-05-01"},
	{"Yesterday", "2024-04-30", "2024-04-30"},
	{"1d", "2024-04-30", ""},
	{"2W", "2024-04-17", ""},
	{"1y", "2023-05-02", ""},
};

static void assert_day(const char *expected, int64_t seconds, int64_t open)
{
	char day[11];

	if (!expected[0]) {
		ck_assert_int_eq(seconds, open);
		return;
	}
	clock_format_date(seconds, day);
	ck_assert_str_eq(day, expected);
}

START_TEST(dates_mean_the_days_they_name)
{
	struct range range;

	ck_assert(range_parse_date(slice_of(dates[_i].text), TODAY, &range));
	assert_day(dates[_i].low, range.low, INT64_MIN);
	assert_day(dates[_i].high, range.high, INT64_MAX);
}
END_TEST

static const char *const no_dates[] = {"", "soon", "2024-13", "2024-02-30", "..", ">", "d", "[", "{ TO }x",
	"99999999999999999999d", "1e3"};

START_TEST(other_text_is_no_date)
{
	struct range range;
	bool is_date = range_parse_date(slice_of(no_dates[_i]), TODAY, &range);

	/* Only ".." and brackets without ends are ranges of everything. */
	if (strcmp(no_dates[_i], "..") == 0 || strcmp(no_dates[_i], "[") == 0)
		ck_assert(is_date && range.low == INT64_MIN && range.high == INT64_MAX);
	else
		ck_assert_msg(!is_date, "%s", no_dates[_i]);
}
END_TEST

static const struct {
	const char *text;
	int64_t low, high;
} numbers[] = {
	{"500", 500, 500},
	{">500", 501, INT64_MAX},
	{">=500", 500, INT64_MAX},
	{"<500", INT64_MIN, 499},
	{"100..200", 100, 200},
	{"100..", 100, INT64_MAX},
	{"[100 TO 200]", 100, 200},
	{"{100 TO 200}", 101, 199},
};

START_TEST(numbers_mean_the_range_they_name)
{
	struct range range;

	ck_assert(range_parse_number(slice_of(numbers[_i].text), &range));
	ck_assert_int_eq(range.low, numbers[_i].low);
	ck_assert_int_eq(range.high, numbers[_i].high);
	ck_assert(!range_parse_number(SLICE_LITERAL("many"), &range));
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("daemon/query/range");
	TCase *ranges = tcase_create("ranges");

	tcase_add_loop_test(ranges, dates_mean_the_days_they_name, 0, COUNT_OF(dates));
	tcase_add_loop_test(ranges, other_text_is_no_date, 0, COUNT_OF(no_dates));
	tcase_add_loop_test(ranges, numbers_mean_the_range_they_name, 0, COUNT_OF(numbers));
	suite_add_tcase(suite, ranges);
	return suite;
}
