/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * slice.h - borrowed bytes: a pointer and a size.
 *
 * A slice never owns and is not terminated. Text in a slice is valid UTF-8 once it
 * has passed text/utf8; slices that hold raw bytes say so where they are declared.
 */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct slice {
	const char *data;
	size_t size; /* bytes */
};

/* For printf("%.*s"); sizes over INT_MAX are cut. */
#define SLICE_ARGS(s) ((int)((s).size > 0x7fffffff ? 0x7fffffff : (s).size)), ((s).data)
#define SLICE_LITERAL(text) ((struct slice){(text), sizeof(text) - 1})

/* The bytes of a terminated string; NULL gives the empty slice. */
struct slice slice_of(const char *string);
struct slice slice_make(const char *data, size_t size);
/* Bytes [begin, end) of the slice; both are clipped to its size. */
struct slice slice_range(struct slice slice, size_t begin, size_t end);

bool slice_equal(struct slice a, struct slice b);
/* As slice_equal, with ASCII letters of either case the same. */
bool slice_equal_ignore_case(struct slice a, struct slice b);
bool slice_equal_string(struct slice a, const char *string);
/* Order by bytes, the shorter first: <0, 0, >0. */
int slice_compare(struct slice a, struct slice b);
bool slice_starts_with(struct slice slice, struct slice prefix);
bool slice_ends_with(struct slice slice, struct slice suffix);

/* Where `needle` begins at or after `from`; false when it is not there. */
bool slice_find(struct slice slice, struct slice needle, size_t from, size_t *position);
bool slice_find_byte(struct slice slice, char byte, size_t from, size_t *position);

/* Without ASCII white space at both ends. */
struct slice slice_trim(struct slice slice);
/* Cuts the part before `separator` off `rest` into `part` and moves `rest` behind it.
 * The last part has no separator; false when `rest` was used up (data NULL). */
bool slice_split(struct slice *rest, char separator, struct slice *part);

/* Decimal digits only, the whole slice; false on anything else or on overflow. */
bool slice_to_unsigned(struct slice slice, uint64_t *number);
/* The same with an optional sign in front. */
bool slice_to_signed(struct slice slice, int64_t *number);

#ifdef __cplusplus
}
#endif

#endif
