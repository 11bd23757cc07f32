/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/option_value.h"

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/slice.h"

#include "base/banned.h"

struct unit {
	const char *name; /* in lower case; "" is the number alone */
	uint64_t factor;
};

static const struct unit size_units[] = {
	{"", 1},
	{"b", 1},
	{"k", (uint64_t)1 << 10},
	{"kb", (uint64_t)1 << 10},
	{"kib", (uint64_t)1 << 10},
	{"m", (uint64_t)1 << 20},
	{"mb", (uint64_t)1 << 20},
	{"mib", (uint64_t)1 << 20},
	{"g", (uint64_t)1 << 30},
	{"gb", (uint64_t)1 << 30},
	{"gib", (uint64_t)1 << 30},
	{"t", (uint64_t)1 << 40},
	{"tb", (uint64_t)1 << 40},
	{"tib", (uint64_t)1 << 40},
	{NULL, 0},
};

static const struct unit duration_units[] = {
	{"", 1000},
	{"ms", 1},
	{"s", 1000},
	{"m", 60 * 1000},
	{"min", 60 * 1000},
	{"h", 60 * 60 * 1000},
	{"d", 24 * 60 * 60 * 1000},
	{NULL, 0},
};

static const struct unit plain_unit[] = {{"", 1}, {NULL, 0}};

/* A number with one of the units, at most `limit`. */
static bool parse_quantity(const char *text, const struct unit *units, uint64_t limit,
	uint64_t *quantity)
{
	const struct slice whole = slice_trim(slice_of(text));
	struct slice name;
	uint64_t number;
	size_t digits = 0;

	while (digits < whole.size && whole.data[digits] >= '0' && whole.data[digits] <= '9')
		digits++;
	if (!slice_to_unsigned(slice_range(whole, 0, digits), &number))
		return false;
	name = slice_trim(slice_range(whole, digits, whole.size));
	for (; units->name; units++) {
		if (slice_equal_ignore_case(name, slice_of(units->name)))
			return !__builtin_mul_overflow(number, units->factor, quantity) &&
				*quantity <= limit;
	}
	return false;
}

static bool set_flag(bool *flag, const char *text, struct error *error)
{
	static const char *const words[] = {
		"false", "true", "no", "yes", "off", "on", "0", "1"};

	for (size_t i = 0; text && i < COUNT_OF(words); i++) {
		if (slice_equal_ignore_case(slice_of(text), slice_of(words[i]))) {
			*flag = i % 2 == 1;
			return true;
		}
	}
	if (text)
		return error_set(error, ERROR_USAGE, "'%s' is neither yes nor no", text);
	*flag = true;
	return true;
}

static bool set_count(int *count, const char *text, bool is_further, struct error *error)
{
	uint64_t number = 1;

	if (text && !parse_quantity(text, plain_unit, INT_MAX / 2, &number))
		return error_set(error, ERROR_USAGE, "'%s' is not a number", text);
	if (!is_further)
		*count = 0;
	if (*count < INT_MAX / 2)
		*count += (int)number;
	return true;
}

static void add_to_list(struct option_list *list, const char *text, bool is_further)
{
	if (!is_further)
		*list = (struct option_list){0};
	list->values = memory_resize(list->values,
		memory_multiply(list->count + 1, sizeof(*list->values)));
	list->values[list->count++] = text;
}

static bool set_choice(int *choice, const char *choices, const char *text, struct error *error)
{
	struct slice rest = slice_of(choices);
	struct slice name;

	for (int i = 0; slice_split(&rest, '|', &name); i++) {
		if (slice_equal_string(name, text)) {
			*choice = i;
			return true;
		}
	}
	return error_set(error, ERROR_USAGE, "'%s' is none of %s", text, choices);
}

/* A field of the options struct is written through its own type. */
static bool set_quantity(const struct option_definition *row, void *field, const char *text,
	struct error *error)
{
	uint64_t quantity = 0;

	switch (row->kind) {
	case OPTION_UNSIGNED:
		if (!parse_quantity(text, plain_unit, UINT_MAX, &quantity))
			return error_set(error, ERROR_USAGE, "'%s' is not a number (0 to %u)", text,
				UINT_MAX);
		*(unsigned *)field = (unsigned)quantity;
		break;
	case OPTION_SIZE:
		if (!parse_quantity(text, size_units, SIZE_MAX, &quantity))
			return error_set(error, ERROR_USAGE,
				"'%s' is not a size such as 300, 64K, 256M or 2G", text);
		*(size_t *)field = (size_t)quantity;
		break;
	case OPTION_DURATION:
		if (!parse_quantity(text, duration_units, UINT_MAX, &quantity))
			return error_set(error, ERROR_USAGE,
				"'%s' is not a duration such as 500ms, 2s or 10m", text);
		*(unsigned *)field = (unsigned)quantity;
		break;
	case OPTION_FLAG:
	case OPTION_COUNT:
	case OPTION_STRING:
	case OPTION_LIST:
	case OPTION_CHOICE:
		break;
	}
	return true;
}

bool option_value_set(const struct option_definition *row, void *options, const char *text,
	bool is_further, struct error *error)
{
	void *field = (char *)options + row->offset;

	if (text && !text[0] && (row->kind == OPTION_STRING || row->kind == OPTION_LIST))
		return error_set(error, ERROR_USAGE, "a value that is not empty is wanted");
	switch (row->kind) {
	case OPTION_FLAG:
		return set_flag(field, text, error);
	case OPTION_COUNT:
		return set_count(field, text, is_further, error);
	case OPTION_STRING:
		*(const char **)field = text;
		return true;
	case OPTION_LIST:
		add_to_list(field, text, is_further);
		return true;
	case OPTION_CHOICE:
		return set_choice(field, row->choices, text, error);
	case OPTION_UNSIGNED:
	case OPTION_SIZE:
	case OPTION_DURATION:
		break;
	}
	return set_quantity(row, field, text, error);
}

void option_value_clear(const struct option_definition *row, void *options)
{
	void *field = (char *)options + row->offset;

	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)field = false;
		break;
	case OPTION_COUNT:
	case OPTION_CHOICE:
		*(int *)field = 0;
		break;
	case OPTION_STRING:
		*(const char **)field = NULL;
		break;
	case OPTION_LIST:
		*(struct option_list *)field = (struct option_list){0};
		break;
	case OPTION_UNSIGNED:
	case OPTION_DURATION:
		*(unsigned *)field = 0;
		break;
	case OPTION_SIZE:
		*(size_t *)field = 0;
		break;
	}
}

/* Texts of others are const; those that were copied for the options are not. */
static void free_text(const char *text)
{
	memory_free((void *)(uintptr_t)text);
}

void option_value_discard(const struct option_definition *row, void *options, bool owns_texts)
{
	void *field = (char *)options + row->offset;

	if (row->kind == OPTION_LIST) {
		const struct option_list *list = field;

		for (size_t i = 0; owns_texts && i < list->count; i++)
			free_text(list->values[i]);
		memory_free(list->values);
	} else if (row->kind == OPTION_STRING && owns_texts) {
		free_text(*(const char **)field);
	}
	option_value_clear(row, options);
}
