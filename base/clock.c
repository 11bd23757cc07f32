/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/clock.h"

#include <stddef.h>
#include <time.h>

#include "base/memory.h"

#include "base/banned.h"

#define DAY_SECONDS 86400
#define YEAR_MAX 9999

/* How far a date was named; a period ends where the next of its kind begins. */
enum precision {
	PRECISION_YEAR,
	PRECISION_MONTH,
	PRECISION_DAY,
	PRECISION_HOUR,
	PRECISION_MINUTE,
	PRECISION_SECOND,
};

struct date {
	int year, month, day; /* from 1 */
	int hour, minute, second;
	int offset; /* of the zone, seconds east of UTC */
	enum precision precision;
};

struct name_value {
	const char *name;
	int value;
};

static const char *const months[] = {"january", "february", "march", "april", "may", "june",
	"july", "august", "september", "october", "november", "december"};

static const char *const weekdays[] = {
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

/* RFC 5322 §4.3; hours east. */
static const struct name_value zones[] = {{"z", 0}, {"utc", 0}, {"gmt", 0}, {"ut", 0},
	{"est", -5}, {"edt", -4}, {"cst", -6}, {"cdt", -5}, {"mst", -7}, {"mdt", -6}, {"pst", -8},
	{"pdt", -7}};

static int64_t clock_read(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t clock_monotonic_ns(void)
{
	return clock_read(CLOCK_MONOTONIC);
}

int64_t clock_monotonic_ms(void)
{
	return clock_monotonic_ns() / 1000000;
}

int64_t clock_now(void)
{
	return clock_read(CLOCK_REALTIME) / 1000000000;
}

/* Days since 1970-01-01 of a date in the Gregorian calendar: years begin in March, so that
 * the leap day is the last, and 400 of them are an era of 146097 days. */
static int64_t days_from_date(int year, int month, int day)
{
	const int y = month <= 2 ? year - 1 : year;
	const int era = y / 400; /* y >= 0 */
	const int year_of_era = y % 400;
	const int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return (int64_t)era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
		day_of_year - 719468;
}

/* The inverse, for days of the years 0 to 9999. */
static void date_from_days(int64_t days, int *year, int *month, int *day)
{
	const int64_t shifted = days + 719468;
	const int era = (int)(shifted / 146097);
	const int day_of_era = (int)(shifted % 146097);
	const int year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	const int day_of_year =
		day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	const int march_month = (5 * day_of_year + 2) / 153;

	*day = day_of_year - (153 * march_month + 2) / 5 + 1;
	*month = march_month < 10 ? march_month + 3 : march_month - 9;
	*year = era * 400 + year_of_era + (*month <= 2 ? 1 : 0);
}

static int days_of_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return month == 2 && is_leap ? 29 : days[month - 1];
}

static bool date_is_valid(const struct date *date)
{
	return date->year >= 1 && date->year <= YEAR_MAX && date->month >= 1 &&
		date->month <= 12 && date->day >= 1 &&
		date->day <= days_of_month(date->year, date->month) && date->minute <= 59 &&
		date->second <= 60 &&
		(date->hour <= 23 ||
			(date->hour == 24 && date->minute == 0 && date->second == 0));
}

static int64_t range_begin(void)
{
	return days_from_date(1, 1, 1) * DAY_SECONDS;
}

/* Exclusive. */
static int64_t range_end(void)
{
	return days_from_date(YEAR_MAX + 1, 1, 1) * DAY_SECONDS;
}

static bool date_to_seconds(const struct date *date, int64_t *seconds)
{
	int64_t result;

	if (!date_is_valid(date))
		return false;
	result = days_from_date(date->year, date->month, date->day) * DAY_SECONDS +
		(int64_t)date->hour * 3600 + (int64_t)date->minute * 60 + date->second -
		date->offset;
	if (result < range_begin() || result >= range_end())
		return false;
	*seconds = result;
	return true;
}

bool clock_date_make(int year, int month, int day, int64_t *seconds)
{
	const struct date date = {.year = year, .month = month, .day = day};

	return date_to_seconds(&date, seconds);
}

static bool take_byte(struct slice *rest, char byte)
{
	if (rest->size == 0 || rest->data[0] != byte)
		return false;
	*rest = slice_range(*rest, 1, rest->size);
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t count_digits(struct slice rest)
{
	size_t count = 0;

	while (count < rest.size && is_digit(rest.data[count]))
		count++;
	return count;
}

/* Exactly `count` (at most 4) digits. */
static bool take_digits(struct slice *rest, size_t count, int *number)
{
	uint64_t value;

	if (rest->size < count || !slice_to_unsigned(slice_range(*rest, 0, count), &value))
		return false;
	*number = (int)value;
	*rest = slice_range(*rest, count, rest->size);
	return true;
}

static void skip_blanks(struct slice *rest)
{
	while (rest->size > 0 && (rest->data[0] == ' ' || rest->data[0] == '\t'))
		*rest = slice_range(*rest, 1, rest->size);
}

static struct slice take_letters(struct slice *rest)
{
	size_t end = 0;
	struct slice word;

	while (end < rest->size && ((rest->data[end] | 32) >= 'a' && (rest->data[end] | 32) <= 'z'))
		end++;
	word = slice_range(*rest, 0, end);
	*rest = slice_range(*rest, end, rest->size);
	return word;
}

/* A name, or its first three letters or more ("Sept"); its index or -1. */
static int find_name(struct slice word, const char *const *names, size_t count)
{
	for (size_t i = 0; word.size >= 3 && i < count; i++) {
		if (slice_equal_ignore_case(word, slice_range(slice_of(names[i]), 0, word.size)))
			return (int)i;
	}
	return -1;
}

/* +02:00 +0200 +02; a sign is in front. */
static bool take_offset(struct slice *rest, int *offset)
{
	const int sign = rest->data[0] == '-' ? -1 : 1;
	int hour;
	int minute = 0;

	*rest = slice_range(*rest, 1, rest->size);
	if (!take_digits(rest, 2, &hour))
		return false;
	if (take_byte(rest, ':') || count_digits(*rest) > 0) {
		if (!take_digits(rest, 2, &minute))
			return false;
	}
	*offset = sign * (hour * 3600 + minute * 60);
	return hour <= 23 && minute <= 59;
}

/* A zone, or nothing: UTC. */
static bool take_zone(struct slice *rest, int *offset)
{
	struct slice word;

	skip_blanks(rest);
	if (rest->size == 0 || rest->data[0] == '(')
		return true;
	if (rest->data[0] == '+' || rest->data[0] == '-')
		return take_offset(rest, offset);
	word = take_letters(rest);
	for (size_t i = 0; i < COUNT_OF(zones); i++) {
		if (slice_equal_ignore_case(word, slice_of(zones[i].name))) {
			*offset = zones[i].value * 3600;
			return true;
		}
	}
	return false;
}

/* 10:00, 10:00:00, 10:00:00.5 (the fraction is dropped), and without colons. */
static bool take_time(struct slice *rest, struct date *date)
{
	const bool is_basic = count_digits(*rest) > 2;

	if (!take_digits(rest, 2, &date->hour))
		return false;
	date->precision = PRECISION_HOUR;
	if (!take_byte(rest, ':') && !is_basic)
		return true;
	if (!take_digits(rest, 2, &date->minute))
		return false;
	date->precision = PRECISION_MINUTE;
	if (!take_byte(rest, ':') && !(is_basic && count_digits(*rest) > 0))
		return true;
	if (!take_digits(rest, 2, &date->second))
		return false;
	date->precision = PRECISION_SECOND;
	if (!take_byte(rest, '.') && !take_byte(rest, ','))
		return true;
	if (count_digits(*rest) == 0)
		return false;
	*rest = slice_range(*rest, count_digits(*rest), rest->size);
	return true;
}

/* ISO 8601 §5.2: the date, then perhaps a time. */
static bool parse_iso(struct slice rest, struct date *date)
{
	const bool is_basic = count_digits(rest) == 8;

	*date = (struct date){.month = 1, .day = 1, .precision = PRECISION_YEAR};
	if ((count_digits(rest) != 4 && !is_basic) || !take_digits(&rest, 4, &date->year))
		return false;
	if (rest.size == 0)
		return true;
	if ((!is_basic && !take_byte(&rest, '-')) || !take_digits(&rest, 2, &date->month))
		return false;
	date->precision = PRECISION_MONTH;
	if (rest.size == 0)
		return true;
	if ((!is_basic && !take_byte(&rest, '-')) || !take_digits(&rest, 2, &date->day))
		return false;
	date->precision = PRECISION_DAY;
	if (rest.size == 0)
		return true;
	if (!take_byte(&rest, 'T') && !take_byte(&rest, 't') && !take_byte(&rest, ' '))
		return false;
	return take_time(&rest, date) && take_zone(&rest, &date->offset) && rest.size == 0;
}

static bool take_month(struct slice *rest, int *month)
{
	*month = find_name(take_letters(rest), months, COUNT_OF(months)) + 1;
	take_byte(rest, '.');
	return *month > 0;
}

/* One or two digits, and what is said of them: 1, 01, 1st. */
static bool take_day(struct slice *rest, int *day)
{
	static const char *const endings[] = {"st", "nd", "rd", "th"};

	if (!take_digits(rest, count_digits(*rest) == 1 ? 1 : 2, day) || count_digits(*rest) > 0)
		return false;
	for (size_t i = 0; i < COUNT_OF(endings); i++) {
		if (slice_equal_ignore_case(slice_range(*rest, 0, 2), slice_of(endings[i]))) {
			*rest = slice_range(*rest, 2, rest->size);
			break;
		}
	}
	return true;
}

/* Four digits, or two of RFC 850 and RFC 5322 §4.3: 00 to 49 are of this century. */
static bool take_year(struct slice *rest, int *year)
{
	const size_t digits = count_digits(*rest);

	if ((digits != 4 && digits != 2) || !take_digits(rest, digits, year))
		return false;
	if (digits == 2)
		*year += *year < 50 ? 2000 : 1900;
	return true;
}

static void skip_separators(struct slice *rest)
{
	while (rest->size > 0 && (rest->data[0] == '-' || rest->data[0] == ','))
		*rest = slice_range(*rest, 1, rest->size);
	skip_blanks(rest);
}

/* "Wed, 01 May 2024", "Wednesday, 01-May-24", "May 1, 2024". */
static bool take_written_date(struct slice *rest, struct date *date)
{
	struct slice start = *rest;

	if (find_name(take_letters(&start), weekdays, COUNT_OF(weekdays)) >= 0) {
		*rest = start;
		take_byte(rest, '.');
		skip_separators(rest);
	}
	if (rest->size > 0 && is_digit(rest->data[0])) {
		if (!take_day(rest, &date->day))
			return false;
		skip_blanks(rest);
		skip_separators(rest);
		if (!take_month(rest, &date->month))
			return false;
	} else {
		if (!take_month(rest, &date->month))
			return false;
		skip_blanks(rest);
		if (!take_day(rest, &date->day))
			return false;
	}
	skip_blanks(rest);
	skip_separators(rest);
	return take_year(rest, &date->year);
}

static bool parse_written(struct slice rest, struct date *date)
{
	*date = (struct date){.precision = PRECISION_DAY};
	if (!take_written_date(&rest, date))
		return false;
	skip_separators(&rest);
	if (rest.size > 0 && !(take_time(&rest, date) && take_zone(&rest, &date->offset)))
		return false;
	skip_blanks(&rest);
	/* A comment: RFC 5322 §3.2.2. */
	return rest.size == 0 || (rest.data[0] == '(' && rest.data[rest.size - 1] == ')');
}

bool clock_parse_date(struct slice text, int64_t *seconds)
{
	struct date date;

	text = slice_trim(text);
	return (parse_iso(text, &date) || parse_written(text, &date)) &&
		date_to_seconds(&date, seconds);
}

/* The first moment after what was named. */
static int64_t period_end(const struct date *date, int64_t begin)
{
	switch (date->precision) {
	case PRECISION_YEAR:
		return days_from_date(date->year + 1, 1, 1) * DAY_SECONDS;
	case PRECISION_MONTH:
		return begin + (int64_t)days_of_month(date->year, date->month) * DAY_SECONDS;
	case PRECISION_DAY:
		return begin + DAY_SECONDS;
	case PRECISION_HOUR:
		return begin + 3600;
	case PRECISION_MINUTE:
		return begin + 60;
	case PRECISION_SECOND:
		break;
	}
	return begin + 1;
}

bool clock_parse_period(struct slice text, int64_t *begin, int64_t *end)
{
	struct date date;

	if (!parse_iso(slice_trim(text), &date) || !date_to_seconds(&date, begin))
		return false;
	*end = period_end(&date, *begin);
	return true;
}

static void put_digits(char *text, int number, int count)
{
	for (int i = count - 1; i >= 0; i--) {
		text[i] = (char)('0' + number % 10);
		number /= 10;
	}
}

/* False outside of the years 1 to 9999. */
static bool split_date(int64_t seconds, int *year, int *month, int *day)
{
	if (seconds < range_begin() || seconds >= range_end())
		return false;
	/* Shifted, for the division to round down. */
	date_from_days((seconds - range_begin()) / DAY_SECONDS + days_from_date(1, 1, 1), year, month,
		day);
	return true;
}

bool clock_month(int64_t seconds, uint32_t *month)
{
	int year, of_year, day;

	if (!split_date(seconds, &year, &of_year, &day))
		return false;
	*month = (uint32_t)(12 * (year - 1) + of_year - 1);
	return true;
}

void clock_format_date(int64_t seconds, char text[11])
{
	int year, month, day;

	text[0] = '\0';
	if (!split_date(seconds, &year, &month, &day))
		return;
	put_digits(text, year, 4);
	text[4] = '-';
	put_digits(text + 5, month, 2);
	text[7] = '-';
	put_digits(text + 8, day, 2);
	text[10] = '\0';
}

void clock_format_time(int64_t seconds, char text[21])
{
	int second;

	clock_format_date(seconds, text);
	if (text[0] == '\0')
		return;
	second = (int)((seconds - range_begin()) % DAY_SECONDS);
	text[10] = 'T';
	put_digits(text + 11, second / 3600, 2);
	text[13] = ':';
	put_digits(text + 14, second / 60 % 60, 2);
	text[16] = ':';
	put_digits(text + 17, second % 60, 2);
	text[19] = 'Z';
	text[20] = '\0';
}

int clock_compare_dates(int64_t first, int64_t second)
{
	if (first == second)
		return 0;
	if (first == CLOCK_DATE_NONE || second == CLOCK_DATE_NONE)
		return first == CLOCK_DATE_NONE ? 1 : -1;
	return first < second ? -1 : 1;
}
