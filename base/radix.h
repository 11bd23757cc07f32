/* SPDX-License-Identifier: GPL-2.0-or-later */
/* radix.h - sorts numbers of 32 bits, each with one that goes along, in linear time. */
#ifndef BASE_RADIX_H
#define BASE_RADIX_H

#include <stddef.h>
#include <stdint.h>

struct radix_row {
	uint32_t key, value;
};

/* By key; equal ones stay in their order. `spare` has room for as many. */
void radix_sort(struct radix_row *rows, struct radix_row *spare, size_t count);

#endif
