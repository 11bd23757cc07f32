/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spans.h - where phrases, groups and nearness within nearness stand: all places of each part,
 * joined from the inside out.
 *
 * A whole is its parts, none over another, with at most `gap` words between them that belong
 * to no part. What lies between the parts of a part belongs to it: that is what makes
 * `a NEAR/5 b BEFORE/2 c` mean that c comes soon after the pair, however far apart that is.
 */
#ifndef DAEMON_MATCH_SPANS_H
#define DAEMON_MATCH_SPANS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "text/span.h"

struct leaf;
struct leaf_words;

#define SPANS_LIMIT 16384       /* places of one part in one text; further ones are not seen */
#define SPANS_STEPS_LIMIT 400000 /* tries to join parts in one text: some milliseconds */

/* Places of one part in the text that was looked at last, in order of their begin. */
struct spans {
	struct arena *arena;     /* grows in it; as long as the query */
	struct span *items;
	uint32_t count, capacity;
	const uint32_t *hashes;  /* that text; NULL: none yet */
	uint32_t word_count;
	const struct token_places *needed; /* words that every whole has; NULL: too few to tell */
	uint32_t width;          /* of the longest whole */
	struct spans *nearby;    /* places in a part of the text, counted from its begin */
};

/* Learns what stretches of a text need not be looked through: once, before a leaf is asked. */
void spans_need(struct leaf *leaf);

/* The first stretch of a LEAF_SPANS at or after `from` that holds no other. */
bool spans_find(const struct leaf *leaf, const struct leaf_words *words, uint32_t from,
	uint32_t *begin, uint32_t *end);
/* Another text may lie where the last one did. */
void spans_forget(const struct leaf *leaf);
/* Sets shown[i] for each word i of `stretch` that belongs to a part, counted from its begin. */
void spans_show(const struct leaf *leaf, const struct leaf_words *words, struct span stretch,
	bool *shown);

#endif
