/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lanes.h - four numbers side by side, or eight short ones, for looking through many.
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
#define BYTE_LANES 16

typedef uint32_t lanes __attribute__((vector_size(16)));
#define SHORT_LANES 8

typedef uint16_t short_lanes __attribute__((vector_size(16)));
typedef uint64_t lane_pairs __attribute__((vector_size(16)));
typedef uint8_t byte_lanes __attribute__((vector_size(16)));

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

static inline byte_lanes byte_lanes_load(const uint8_t *bytes)
{
	byte_lanes loaded;

	memcpy(&loaded, bytes, sizeof(loaded));
	return loaded;
}

static inline void byte_lanes_store(byte_lanes stored, uint8_t *bytes)
{
	memcpy(bytes, &stored, sizeof(stored));
}

static inline bool lanes_any(lanes found)
{
	lane_pairs pairs = (lane_pairs)found;

	return (pairs[0] | pairs[1]) != 0;
}

static inline short_lanes short_lanes_load(const uint16_t *numbers)
{
	short_lanes loaded;

	memcpy(&loaded, numbers, sizeof(loaded));
	return loaded;
}

static inline short_lanes short_lanes_fill(uint16_t number)
{
	return (short_lanes){number, number, number, number, number, number, number, number};
}

static inline bool short_lanes_any(short_lanes found)
{
	return lanes_any((lanes)found);
}

#endif
