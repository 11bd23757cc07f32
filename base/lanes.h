/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lanes.h - four numbers side by side, for looking through many.
 *
 * GCC and clang turn these into SSE2 or NEON, and into plain code where there is neither; loops
 * stay readable and do not wait for -O3. Comparing gives all ones or all zeros in each lane.
 */
#ifndef BASE_LANES_H
#define BASE_LANES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define LANES 4

typedef uint32_t lanes __attribute__((vector_size(16)));
typedef uint64_t lane_pairs __attribute__((vector_size(16)));

static inline lanes lanes_load(const uint32_t *numbers)
{
	lanes loaded;

	memcpy(&loaded, numbers, sizeof(loaded));
	return loaded;
}

static inline lanes lanes_fill(uint32_t number)
{
	return (lanes){number, number, number, number};
}

static inline bool lanes_any(lanes found)
{
	lane_pairs pairs = (lane_pairs)found;

	return (pairs[0] | pairs[1]) != 0;
}

#endif
