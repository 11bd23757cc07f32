/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * term_order.h - sorts many short byte strings.
 *
 * Radix sort from the first byte on (McIlroy, Bostic and McIlroy 1993) that keeps the eight
 * bytes in hand beside the reference, so that nearly all work stays within the array. Time
 * is linear in the bytes that tell the strings apart, whatever the strings are.
 */
#ifndef STORE_TERM_ORDER_H
#define STORE_TERM_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* One string; the caller sets all but `word`. */
struct term_key {
	uint64_t word;              /* the eight bytes in hand, big-endian */
	const unsigned char *bytes; /* borrowed */
	uint32_t size;
	uint32_t number;            /* the caller's */
};

/* Sorts strings that all differ by bytes, the shorter first, as slice_compare does. `scratch`
 * has room for `count`. */
void term_order_sort(struct term_key *keys, struct term_key *scratch, size_t count);

#endif
