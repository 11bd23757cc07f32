/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/parameters.h"

#include "text/utf8.h"

static int hexadecimal_digit(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	if (byte >= 'a' && byte <= 'f')
		return byte - 'a' + 10;
	if (byte >= 'A' && byte <= 'F')
		return byte - 'A' + 10;
	return -1;
}

bool percent_decode(struct slice text, bool plus_is_blank, struct arena *arena,
	struct slice *decoded, struct error *error)
{
	char *output = arena_allocate(arena, text.size + 1);
	size_t size = 0;

	for (size_t i = 0; i < text.size; i++) {
		char byte = text.data[i];

		if (byte == '%') {
			int high = i + 2 < text.size ? hexadecimal_digit(text.data[i + 1]) : -1;
			int low = i + 2 < text.size ? hexadecimal_digit(text.data[i + 2]) : -1;

			if (high < 0 || low < 0)
				return error_set(error, ERROR_QUERY,
					"'%%' is not followed by two hexadecimal digits");
			if (!high && !low)
				return error_set(error, ERROR_QUERY, "%%00 is not text");
			byte = (char)(high * 16 + low);
			i += 2;
		} else if (byte == '+' && plus_is_blank) {
			byte = ' ';
		}
		output[size++] = byte;
	}
	output[size] = '\0';
	*decoded = utf8_repair(slice_make(output, size), arena);
	return true;
}

static bool parse_one(struct slice part, struct arena *arena, struct parameters *parameters,
	struct error *error)
{
	struct parameter *row = &parameters->rows[parameters->count];
	struct slice name = {NULL, 0}, value = part;

	slice_split(&value, '=', &name);
	if (parameters->count == PARAMETERS_LIMIT)
		return error_set(error, ERROR_QUERY, "more than %d parameters", PARAMETERS_LIMIT);
	*row = (struct parameter){{NULL, 0}, {NULL, 0}, false};
	if (!percent_decode(name, true, arena, &row->name, error) ||
		!percent_decode(value, true, arena, &row->value, error))
		return false;
	for (size_t i = 0; i < parameters->count; i++) {
		if (slice_equal(parameters->rows[i].name, row->name))
			return error_set(error, ERROR_QUERY, "parameter '%.*s' is given twice",
				SLICE_ARGS(row->name));
	}
	parameters->count++;
	return true;
}

bool parameters_parse(struct slice query, struct arena *arena, struct parameters *parameters,
	struct error *error)
{
	struct slice part;

	parameters->count = 0;
	while (slice_split(&query, '&', &part)) {
		if (part.size && !parse_one(part, arena, parameters, error))
			return false;
	}
	return true;
}

static struct parameter *find(struct parameters *parameters, const char *name)
{
	for (size_t i = 0; i < parameters->count; i++) {
		if (slice_equal_string(parameters->rows[i].name, name)) {
			parameters->rows[i].is_known = true;
			return &parameters->rows[i];
		}
	}
	return NULL;
}

struct slice parameters_find(struct parameters *parameters, const char *name)
{
	const struct parameter *row = find(parameters, name);

	return row ? row->value : (struct slice){NULL, 0};
}

bool parameters_find_number(struct parameters *parameters, const char *name, uint32_t least,
	uint32_t most, uint32_t *number, struct error *error)
{
	const struct parameter *row = find(parameters, name);
	uint64_t value;

	if (!row)
		return true;
	if (!slice_to_unsigned(row->value, &value) || value < least || value > most)
		return error_set(error, ERROR_QUERY, "parameter '%s' is a number from %u to %u", name,
			least, most);
	*number = (uint32_t)value;
	return true;
}

bool parameters_find_choice(struct parameters *parameters, const char *name, const char *choices,
	unsigned *choice, struct error *error)
{
	const struct parameter *row = find(parameters, name);
	struct slice rest = slice_of(choices), word;

	if (!row)
		return true;
	for (unsigned i = 0; slice_split(&rest, '|', &word); i++) {
		if (slice_equal(word, row->value)) {
			*choice = i;
			return true;
		}
	}
	return error_set(error, ERROR_QUERY, "parameter '%s' is one of %s", name, choices);
}

bool parameters_check_known(const struct parameters *parameters, struct error *error)
{
	for (size_t i = 0; i < parameters->count; i++) {
		if (!parameters->rows[i].is_known)
			return error_set(error, ERROR_QUERY, "unknown parameter '%.*s'",
				SLICE_ARGS(parameters->rows[i].name));
	}
	return true;
}
