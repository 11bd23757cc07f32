/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * segment_fixture.h - segments of made-up articles, each following from its number.
 *
 * Article 7 is "a00007": some forty words out of few hundred, in English or none, with a date
 * and up to two quotations. The same numbers give the same segment.
 */
#ifndef TESTS_SUPPORT_SEGMENT_FIXTURE_H
#define TESTS_SUPPORT_SEGMENT_FIXTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "store/block.h"
#include "store/update.h"

/* "a00007"; valid until the next eight calls. */
struct slice segment_fixture_identity(unsigned number);
/* How many quotations an article has. */
uint32_t segment_fixture_quotations(unsigned number);
/* Articles first..last but those `skip` (by number; may be NULL) is true of, into a block. */
void segment_fixture_fill(struct block *block, unsigned first, unsigned last, const bool *skip);
/* The same as a segment added to an update; its number. */
uint64_t segment_fixture_add(struct update *update, const char *index, unsigned first,
	unsigned last, const bool *skip);

/* The index opened for writing. */
struct update *segment_fixture_open(const char *index, bool rebuild);
/* Publishes, or merges and publishes; a failure ends the test. */
void segment_fixture_publish(struct update *update);
void segment_fixture_merge(struct update *update, bool optimize);
/* Buries an article that was published. */
void segment_fixture_bury(struct update *update, unsigned number);
/* The index on disk is whole, and of articles 1..count has exactly those that live[number]. */
void segment_fixture_assert(const char *index, const bool *lives, unsigned count);

#endif
