/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/slice.h"

#include <string.h>

#include "base/banned.h"

struct slice slice_of(const char *string)
{
	return (struct slice){string, string ? strlen(string) : 0};
}

struct slice slice_make(const char *data, size_t size)
{
	return (struct slice){data, size};
}

struct slice slice_range(struct slice slice, size_t begin, size_t end)
{
	if (end > slice.size)
		end = slice.size;
	if (begin > end)
		begin = end;
	/* Nothing may be added to a NULL, not even 0. */
	return (struct slice){begin ? slice.data + begin : slice.data, end - begin};
}

bool slice_equal(struct slice a, struct slice b)
{
	return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool slice_equal_ignore_case(struct slice a, struct slice b)
{
	if (a.size != b.size)
		return false;
	for (size_t i = 0; i < a.size; i++) {
		if (lower(a.data[i]) != lower(b.data[i]))
			return false;
	}
	return true;
}

bool slice_equal_string(struct slice a, const char *string)
{
	return slice_equal(a, slice_of(string));
}

int slice_compare(struct slice a, struct slice b)
{
	const size_t shorter = a.size < b.size ? a.size : b.size;
	const int order = shorter ? memcmp(a.data, b.data, shorter) : 0;

	return order ? order : (a.size > b.size) - (a.size < b.size);
}

bool slice_starts_with(struct slice slice, struct slice prefix)
{
	return slice.size >= prefix.size && slice_equal(slice_range(slice, 0, prefix.size), prefix);
}

bool slice_ends_with(struct slice slice, struct slice suffix)
{
	return slice.size >= suffix.size &&
		slice_equal(slice_range(slice, slice.size - suffix.size, slice.size), suffix);
}

bool slice_find(struct slice slice, struct slice needle, size_t from, size_t *position)
{
	const char *found;

	if (from > slice.size || needle.size > slice.size - from)
		return false;
	if (needle.size == 0) {
		*position = from;
		return true;
	}
	/* glibc's memmem is linear (two-way), whatever the needle. */
	found = memmem(slice.data + from, slice.size - from, needle.data, needle.size);
	if (!found)
		return false;
	*position = (size_t)(found - slice.data);
	return true;
}

bool slice_find_byte(struct slice slice, char byte, size_t from, size_t *position)
{
	const char *found;

	if (from >= slice.size)
		return false;
	found = memchr(slice.data + from, byte, slice.size - from);
	if (!found)
		return false;
	*position = (size_t)(found - slice.data);
	return true;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice slice_trim(struct slice slice)
{
	size_t begin = 0;
	size_t end = slice.size;

	while (begin < end && is_space(slice.data[begin]))
		begin++;
	while (end > begin && is_space(slice.data[end - 1]))
		end--;
	return slice_range(slice, begin, end);
}

bool slice_split(struct slice *rest, char separator, struct slice *part)
{
	size_t position;

	if (!rest->data)
		return false;
	if (slice_find_byte(*rest, separator, 0, &position)) {
		*part = slice_range(*rest, 0, position);
		*rest = slice_range(*rest, position + 1, rest->size);
	} else {
		*part = *rest;
		*rest = (struct slice){NULL, 0};
	}
	return true;
}

bool slice_to_unsigned(struct slice slice, uint64_t *number)
{
	uint64_t value = 0;

	if (slice.size == 0)
		return false;
	for (size_t i = 0; i < slice.size; i++) {
		const char c = slice.data[i];

		if (c < '0' || c > '9' || __builtin_mul_overflow(value, (uint64_t)10, &value) ||
			__builtin_add_overflow(value, (uint64_t)(c - '0'), &value))
			return false;
	}
	*number = value;
	return true;
}

bool slice_to_signed(struct slice slice, int64_t *number)
{
	const bool negative = slice.size > 0 && slice.data[0] == '-';
	const bool has_sign = negative || (slice.size > 0 && slice.data[0] == '+');
	const uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1 : 0);
	uint64_t value;

	if (!slice_to_unsigned(slice_range(slice, has_sign ? 1 : 0, slice.size), &value) ||
		value > limit)
		return false;
	if (negative)
		*number = value == limit ? INT64_MIN : -(int64_t)value;
	else
		*number = (int64_t)value;
	return true;
}
