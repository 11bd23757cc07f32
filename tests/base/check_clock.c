/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

START_TEST(monotonic_time_does_not_go_back)
{
	int64_t before = clock_monotonic_ns();

	for (int round = 0; round < 1000; round++) {
		const int64_t now = clock_monotonic_ns();

		ck_assert_int_ge(now, before);
		before = now;
	}
	ck_assert_int_le(clock_monotonic_ms() - before / 1000000, 60000);
}
END_TEST

START_TEST(now_is_after_this_was_written)
{
	ck_assert_int_gt(clock_now(), 1700000000);
}
END_TEST

/* Each text, and the moment it names as clock_format_time writes it; "" is refused. */
static const struct {
	const char *text;
	const char *time;
} dates[] = {
	/* ISO 8601 */
	{"2024", "2024-01-01T00:00:00Z"},
	{"2024-05", "2024-05-01T00:00:00Z"},
	{"2024-05-09", "2024-05-09T00:00:00Z"},
	{"20240509", "2024-05-09T00:00:00Z"},
	{"2024-02-29", "2024-02-29T00:00:00Z"},
	{"2000-02-29", "2000-02-29T00:00:00Z"},
	{"0001-01-01", "0001-01-01T00:00:00Z"},
	{"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
	{"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
	{"2024-05-01T10:00", "2024-05-01T10:00:00Z"},
	{"2024-05-01T10", "2024-05-01T10:00:00Z"},
	{"2024-05-01T10:00:05", "2024-05-01T10:00:05Z"},
	{"2024-05-01T10:00:00.5+02:00", "2024-05-01T08:00:00Z"},
	{"2024-05-01T10:00:00,123456Z", "2024-05-01T10:00:00Z"},
	{"2024-05-01t10:00:00z", "2024-05-01T10:00:00Z"},
	{"2024-05-01 10:00:00 +0200", "2024-05-01T08:00:00Z"},
	{"2024-05-01T00:30:00+01", "2024-04-30T23:30:00Z"},
	{"2024-12-31T23:00:00-0330", "2025-01-01T02:30:00Z"},
	{"20240501T100000Z", "2024-05-01T10:00:00Z"},
	{"20240501T1000", "2024-05-01T10:00:00Z"},
	{"2024-05-01T24:00:00", "2024-05-02T00:00:00Z"},
	{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
	{"  2024-05-01\n", "2024-05-01T00:00:00Z"},
	/* RFC 5322, RFC 850 */
	{"Wed, 01 May 2024 10:00:00 +0200", "2024-05-01T08:00:00Z"},
	{"Wed, 1 May 2024 10:00 GMT", "2024-05-01T10:00:00Z"},
	{"1 May 2024 10:00:00 EST", "2024-05-01T15:00:00Z"},
	{"1 May 24 10:00:00 pdt", "2024-05-01T17:00:00Z"},
	{"Wed, 01 May 2024 10:00:00 +0000 (UTC)", "2024-05-01T10:00:00Z"},
	{"Wednesday, 01-May-24 10:00:00 GMT", "2024-05-01T10:00:00Z"},
	{"Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z"},
	{"Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"},
	/* as people write */
	{"May 1, 2024", "2024-05-01T00:00:00Z"},
	{"1 May 2024", "2024-05-01T00:00:00Z"},
	{"september 30, 2023", "2023-09-30T00:00:00Z"},
	{"Sept. 30, 2023", "2023-09-30T00:00:00Z"},
	{"30th September, 2023", "2023-09-30T00:00:00Z"},
	{"Tuesday, May 21st 2024", "2024-05-21T00:00:00Z"},
	{"DEC 31 1999", "1999-12-31T00:00:00Z"},
	/* no dates */
	{"", ""},
	{" ", ""},
	{"yesterday", ""},
	{"24", ""},
	{"202405", ""},
	{"02024-05-01", ""},
	{"0000-01-01", ""},
	{"2024-00-01", ""},
	{"2024-13-01", ""},
	{"2024-05-00", ""},
	{"2024-04-31", ""},
	{"2023-02-29", ""},
	{"1900-02-29", ""},
	{"2024-5-1", ""},
	{"2024-05-", ""},
	{"2024-05-01T", ""},
	{"2024-05-01T25:00", ""},
	{"2024-05-01T24:00:01", ""},
	{"2024-05-01T10:60", ""},
	{"2024-05-01T10:00:61", ""},
	{"2024-05-01T10:00:00.", ""},
	{"2024-05-01T10:00:00+2", ""},
	{"2024-05-01T10:00:00+24:00", ""},
	{"2024-05-01T10:00:00+02:60", ""},
	{"2024-05-01T10:00:00 Mars", ""},
	{"2024-05-01x", ""},
	{"2024-05-01T10:00:00Zx", ""},
	{"-2024-05-01", ""},
	{"0001-01-01T00:00:00+01:00", ""},
	{"9999-12-31T23:59:59-00:01", ""},
	{"32 May 2024", ""},
	{"30 February 2024", ""},
	{"May 2024", ""},
	{"1 Ma 2024", ""},
	{"1 Mayor 2024", ""},
	{"1 May 024", ""},
	{"1 May", ""},
	{"Wed, 01 May 2024 10:00:00 +0000 (UTC", ""},
	{"Wed", ""},
};

START_TEST(date_is_the_moment_it_names)
{
	int64_t seconds = 42;
	char time[21];

	ck_assert_msg(clock_parse_date(slice_of(dates[_i].text), &seconds) ==
			(dates[_i].time[0] != '\0'),
		"'%s'", dates[_i].text);
	if (dates[_i].time[0] == '\0') {
		ck_assert_int_eq(seconds, 42);
		return;
	}
	clock_format_time(seconds, time);
	ck_assert_msg(strcmp(time, dates[_i].time) == 0, "'%s' gave %s", dates[_i].text, time);
}
END_TEST

static const struct {
	const char *text;
	const char *begin, *end;
} periods[] = {
	{"2024", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"},
	{"2024-05", "2024-05-01T00:00:00Z", "2024-06-01T00:00:00Z"},
	{"2024-02", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"},
	{"2024-12", "2024-12-01T00:00:00Z", "2025-01-01T00:00:00Z"},
	{"2024-05-31", "2024-05-31T00:00:00Z", "2024-06-01T00:00:00Z"},
	{"20240531", "2024-05-31T00:00:00Z", "2024-06-01T00:00:00Z"},
	{"2024-05-31T23", "2024-05-31T23:00:00Z", "2024-06-01T00:00:00Z"},
	{"2024-05-01T10:30", "2024-05-01T10:30:00Z", "2024-05-01T10:31:00Z"},
	{"2024-05-01T10:30:59Z", "2024-05-01T10:30:59Z", "2024-05-01T10:31:00Z"},
};

START_TEST(period_ends_where_the_next_begins)
{
	int64_t begin, end;
	char time[21];

	ck_assert(clock_parse_period(slice_of(periods[_i].text), &begin, &end));
	clock_format_time(begin, time);
	ck_assert_str_eq(time, periods[_i].begin);
	clock_format_time(end, time);
	ck_assert_str_eq(time, periods[_i].end);
}
END_TEST

START_TEST(periods_are_iso_only)
{
	int64_t begin = 1, end = 2;

	ck_assert(!clock_parse_period(slice_of("May 1, 2024"), &begin, &end));
	ck_assert(!clock_parse_period(slice_of("2024-13"), &begin, &end));
	ck_assert_int_eq(begin, 1);
	ck_assert_int_eq(end, 2);
	/* The last moment there is has an end too. */
	ck_assert(clock_parse_period(slice_of("9999"), &begin, &end));
	ck_assert_int_gt(end, begin);
}
END_TEST

/* Walks the whole calendar day by day beside a plain count. */
START_TEST(every_day_has_its_number)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t expected = -62135596800; /* 0001-01-01 */
	char written[32], text[11];
	int64_t seconds;
	uint32_t of_all;

	for (int year = 1; year <= 9999; year++) {
		const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

		for (int month = 1; month <= 12; month++) {
			const int length = lengths[month - 1] + (month == 2 && is_leap);

			for (int day = 1; day <= length; day++, expected += 86400) {
				if (!clock_date_make(year, month, day, &seconds) ||
					seconds != expected)
					ck_abort_msg("%d-%d-%d", year, month, day);
				clock_format_date(seconds + 86399, text);
				snprintf(written, sizeof(written), "%04d-%02d-%02d", year, month,
					day);
				if (strcmp(text, written) != 0)
					ck_abort_msg("%s is not %s", text, written);
				if (!clock_month(seconds + 86399, &of_all) ||
					of_all != (uint32_t)(12 * (year - 1) + month - 1))
					ck_abort_msg("%s is of another month", text);
			}
			ck_assert(!clock_date_make(year, month, length + 1, &seconds));
		}
	}
}
END_TEST

START_TEST(formatted_times_are_parsed_back)
{
	struct suite_random random = {7};
	char time[21];

	for (int round = 0; round < 50000; round++) {
		const int64_t seconds = -62135596800 +
			(int64_t)suite_random_below(&random, 3652059) * 86400 +
			suite_random_below(&random, 86400);
		int64_t parsed = 0;

		clock_format_time(seconds, time);
		if (!clock_parse_date(slice_of(time), &parsed) || parsed != seconds)
			ck_abort_msg("%s", time);
	}
}
END_TEST

START_TEST(no_date_is_empty)
{
	char text[21] = "x";
	uint32_t month;

	clock_format_date(CLOCK_DATE_NONE, text);
	ck_assert_str_eq(text, "");
	ck_assert(!clock_month(CLOCK_DATE_NONE, &month) && !clock_month(INT64_MAX, &month));
	clock_format_time(CLOCK_DATE_NONE, text);
	ck_assert_str_eq(text, "");
	clock_format_time(INT64_MAX, text);
	ck_assert_str_eq(text, "");
}
END_TEST

/* Whatever stands there: an answer, within the calendar. */
START_TEST(any_bytes_are_survived)
{
	static const char *const parts[] = {"2024", "05", "1", "-", ":", "T", " ", "May", "Wed", ",",
		"+", "Z", "(", ")", "99", ".", "th", "\xc3"};
	struct suite_random random = {8};
	char text[64];

	for (int round = 0; round < 200000; round++) {
		const unsigned count = suite_random_below(&random, 12);
		int64_t seconds = 0;
		size_t size = 0;

		for (unsigned i = 0; i < count; i++) {
			const char *part = parts[suite_random_below(&random, COUNT_OF(parts))];

			memcpy(text + size, part, strlen(part));
			size += strlen(part);
		}
		if (clock_parse_date(slice_make(text, size), &seconds) &&
			(seconds < -62135596800 || seconds >= 253402300800))
			ck_abort_msg("%.*s", (int)size, text);
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("base/clock");
	TCase *cases = tcase_create("clock");

	tcase_set_timeout(cases, 60);
	tcase_add_test(cases, monotonic_time_does_not_go_back);
	tcase_add_test(cases, now_is_after_this_was_written);
	tcase_add_loop_test(cases, date_is_the_moment_it_names, 0, COUNT_OF(dates));
	tcase_add_loop_test(cases, period_ends_where_the_next_begins, 0, COUNT_OF(periods));
	tcase_add_test(cases, periods_are_iso_only);
	tcase_add_test(cases, every_day_has_its_number);
	tcase_add_test(cases, formatted_times_are_parsed_back);
	tcase_add_test(cases, no_date_is_empty);
	tcase_add_test(cases, any_bytes_are_survived);
	suite_add_tcase(suite, cases);
	return suite;
}
