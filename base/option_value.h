/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * option_value.h - one option's value: text to what the options struct holds.
 *
 * Part of options; nobody else needs it.
 */
#ifndef BASE_OPTION_VALUE_H
#define BASE_OPTION_VALUE_H

#include <stdbool.h>

#include "base/error.h"
#include "base/options.h"

/* Stores `text` into the row's field of `options`. `is_further` adds to a list or count that
 * the same source began; else they begin anew. Strings and lists keep `text` itself. A NULL
 * is the bare flag or count of a command line. ERROR_USAGE says what was expected, without
 * naming the option. */
bool option_value_set(const struct option_definition *row, void *options, const char *text,
	bool is_further, struct error *error);
/* Zero or empty; a list's memory is not freed. */
void option_value_clear(const struct option_definition *row, void *options);
/* Clears what option_value_set stored, frees a list's memory and, when they are its own,
 * the texts. */
void option_value_discard(const struct option_definition *row, void *options, bool owns_texts);

#endif
