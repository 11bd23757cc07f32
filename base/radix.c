/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/radix.h"

#include <stdbool.h>
#include <string.h>

#include "base/banned.h"

#define DIGIT_BITS 11
#define DIGITS (1u << DIGIT_BITS)
#define PASSES 3

static uint32_t digit_of(uint32_t key, unsigned pass)
{
	return key >> (pass * DIGIT_BITS) & (DIGITS - 1);
}

/* False where all have one digit: nothing moves. */
static bool begins_of(const struct radix_row *rows, size_t count, unsigned pass,
	size_t begins[DIGITS])
{
	size_t sum = 0;

	memset(begins, 0, DIGITS * sizeof(*begins));
	for (size_t i = 0; i < count; i++)
		begins[digit_of(rows[i].key, pass)]++;
	if (begins[digit_of(rows[0].key, pass)] == count)
		return false;
	for (size_t i = 0; i < DIGITS; i++) {
		const size_t size = begins[i];

		begins[i] = sum;
		sum += size;
	}
	return true;
}

void radix_sort(struct radix_row *rows, struct radix_row *spare, size_t count)
{
	struct radix_row *from = rows, *to = spare;
	size_t begins[DIGITS];

	for (unsigned pass = 0; pass < PASSES && count > 1; pass++) {
		struct radix_row *const sorted = to;

		if (!begins_of(from, count, pass, begins))
			continue;
		for (size_t i = 0; i < count; i++)
			to[begins[digit_of(from[i].key, pass)]++] = from[i];
		to = from;
		from = sorted;
	}
	if (from != rows)
		memcpy(rows, from, count * sizeof(*rows));
}
