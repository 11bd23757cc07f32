/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/match/spans.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/match/leaf.h"
#include "store/token_match.h"
#include "store/token_window.h"

#include "base/banned.h"

#define PLACES_AT_ONCE 128

static void fill(const struct leaf *leaf, const struct leaf_words *words, struct spans *spans,
	uint32_t *steps);

static int by_place(const void *a, const void *b)
{
	const struct span *first = a, *second = b;

	if (first->begin != second->begin)
		return first->begin < second->begin ? -1 : 1;
	return (first->end > second->end) - (first->end < second->end);
}

/* Places mostly come in order, each once. */
static bool is_sorted(const struct spans *spans)
{
	for (uint32_t i = 1; i < spans->count; i++) {
		if (by_place(&spans->items[i - 1], &spans->items[i]) >= 0)
			return false;
	}
	return true;
}

static void sort(struct spans *spans)
{
	uint32_t kept = 0;

	if (spans->count == 0 || is_sorted(spans))
		return;
	qsort(spans->items, spans->count, sizeof(*spans->items), by_place);
	for (uint32_t i = 1; i < spans->count; i++) {
		if (by_place(&spans->items[kept], &spans->items[i]) != 0)
			spans->items[++kept] = spans->items[i];
	}
	spans->count = kept + 1;
}

static void add(struct spans *spans, struct span span)
{
	/* Ways to join the same parts follow each other, mostly. */
	if (spans->count && by_place(&spans->items[spans->count - 1], &span) == 0)
		return;
	if (spans->count == SPANS_LIMIT)
		return;
	if (spans->count == spans->capacity) {
		uint32_t capacity = spans->capacity ? spans->capacity * 2 : 16;
		struct span *items = arena_allocate_array(spans->arena, capacity, sizeof(*items));

		if (spans->count)
			memcpy(items, spans->items, spans->count * sizeof(*items));
		spans->items = items;
		spans->capacity = capacity;
	}
	spans->items[spans->count++] = span;
}

/* Parts of a whole, while they are joined. */
struct joint {
	const struct leaf *leaf;
	const struct leaf_words *words;
	struct spans *into;
	struct span taken[TOKEN_MATCH_PLACES];
	uint32_t reach;    /* words that a whole can lie around its first part */
	uint32_t *steps;
};

/* A whole may not lie across a 0 between title, subtitle and body. */
static bool is_whole(const struct leaf_words *words, struct span span)
{
	for (uint32_t i = span.begin; i < span.end; i++) {
		if (words->hashes[i] == 0)
			return false;
	}
	return true;
}

/* The first place that begins at or after `begin`. */
static uint32_t first_at(const struct spans *spans, uint32_t begin)
{
	uint32_t low = 0, high = spans->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (spans->items[middle].begin < begin)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_apart(const struct joint *joint, uint32_t part, struct span span)
{
	for (uint32_t i = 0; i < part; i++) {
		if (span.begin < joint->taken[i].end && joint->taken[i].begin < span.end)
			return false;
	}
	return true;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* Tries all places of part number `part`; `hull` holds the parts before it, which have
 * `covered` words. */
static void join(struct joint *joint, uint32_t part, struct span hull, uint32_t covered)
{
	const struct leaf *leaf = joint->leaf;
	const struct spans *places;
	uint32_t low, high;

	if (part == leaf->count) {
		if (hull.end - hull.begin <= covered + leaf->gap && is_whole(joint->words, hull))
			add(joint->into, hull);
		return;
	}
	places = leaf->children[part].spans;
	low = leaf->is_ordered ? hull.end :
				 hull.begin - smaller(hull.begin, joint->reach);
	high = leaf->is_ordered ? hull.begin + covered + leaf->gap : hull.end + joint->reach;
	for (uint32_t i = first_at(places, low); i < places->count; i++) {
		const struct span span = places->items[i];

		if (span.begin > high || *joint->steps == 0)
			return;
		--*joint->steps;
		if (!leaf->is_ordered && !is_apart(joint, part, span))
			continue;
		joint->taken[part] = span;
		join(joint, part + 1,
			(struct span){smaller(hull.begin, span.begin), larger(hull.end, span.end)},
			covered + span.end - span.begin);
	}
}

static void fill_whole(const struct leaf *leaf, const struct leaf_words *words,
	struct spans *spans, uint32_t *steps)
{
	struct joint joint = {.leaf = leaf, .words = words, .into = spans, .reach = leaf->gap,
		.steps = steps};

	if (leaf->count > TOKEN_MATCH_PLACES)
		return;
	for (uint32_t i = 0; i < leaf->count; i++) {
		struct spans *part = leaf->children[i].spans;
		uint32_t longest = 0;

		part->count = 0;
		for (const struct leaf *either = &leaf->children[i]; either; either = either->next)
			fill(either, words, part, steps);
		sort(part);
		if (part->count == 0)
			return;
		for (uint32_t j = 0; j < part->count; j++)
			longest = larger(longest, part->items[j].end - part->items[j].begin);
		joint.reach += longest;
	}
	for (uint32_t i = 0; i < leaf->children[0].spans->count; i++) {
		const struct span span = leaf->children[0].spans->items[i];

		joint.taken[0] = span;
		join(&joint, 1, span, span.end - span.begin);
	}
}

/* All places of single words at once; phrases are found faster one by one. */
static void fill_places(const struct leaf *leaf, const struct leaf_words *words,
	struct spans *spans)
{
	uint32_t positions[PLACES_AT_ONCE], from = 0, count;

	do {
		count = token_match_places_all(words->hashes, words->count, leaf->places, from,
			positions, PLACES_AT_ONCE);
		for (uint32_t i = 0; i < count; i++)
			add(spans, (struct span){positions[i], positions[i] + 1});
		if (count)
			from = positions[count - 1] + 1;
	} while (count == PLACES_AT_ONCE && spans->count < SPANS_LIMIT);
}

/* Adds all places of one alternative of a part. */
static void fill(const struct leaf *leaf, const struct leaf_words *words, struct spans *spans,
	uint32_t *steps)
{
	struct span span = {0, 0};

	if (leaf->kind == LEAF_SPANS) {
		fill_whole(leaf, words, spans, steps);
		return;
	}
	if (leaf->kind == LEAF_PLACES && leaf->count == 1) {
		fill_places(leaf, words, spans);
		return;
	}
	while (spans->count < SPANS_LIMIT &&
		leaf_find(leaf, *words, span.begin, &span.begin, &span.end)) {
		add(spans, span);
		span.begin++;
	}
}

void spans_forget(const struct leaf *leaf)
{
	leaf->spans->hashes = NULL;
}

/* --- what every whole has --- */

#define NEEDED_LEAST 4 /* words: few windows have them all */

static uint32_t longest_of(const struct leaf *leaf)
{
	uint32_t sum = leaf->gap;

	if (leaf->kind == LEAF_NEAR)
		return leaf->window;
	if (leaf->kind != LEAF_SPANS)
		return leaf->count;
	for (uint32_t i = 0; i < leaf->count; i++) {
		uint32_t longest = 0;

		for (const struct leaf *either = &leaf->children[i]; either; either = either->next)
			longest = larger(longest, longest_of(either));
		sum += longest;
	}
	return sum;
}

/* Alternatives need nothing for sure, nor does a place of any word. */
static void gather_needed(const struct leaf *leaf, struct token_place *needed, uint32_t *count)
{
	for (uint32_t i = 0; leaf->kind == LEAF_PLACES && i < leaf->count; i++) {
		if (leaf->places->list[i].count && *count < TOKEN_MATCH_PLACES)
			needed[(*count)++] = leaf->places->list[i];
	}
	for (uint32_t i = 0; leaf->kind == LEAF_SPANS && i < leaf->count; i++) {
		if (!leaf->children[i].next)
			gather_needed(&leaf->children[i], needed, count);
	}
}

void spans_need(struct leaf *leaf)
{
	struct spans *spans = leaf->spans;
	struct token_place *needed =
		arena_allocate_array(spans->arena, TOKEN_MATCH_PLACES, sizeof(*needed));
	uint32_t count = 0;

	gather_needed(leaf, needed, &count);
	spans->width = longest_of(leaf);
	if (count < NEEDED_LEAST || spans->width > TOKEN_WINDOW_LIMIT)
		return;
	spans->needed = token_places_new(needed, count, spans->arena);
	spans->nearby = arena_allocate_array(spans->arena, 1, sizeof(*spans->nearby));
	spans->nearby->arena = spans->arena;
}

static void fill_stretch(const struct leaf *leaf, const struct leaf_words *words,
	struct token_stretch stretch, uint32_t *steps)
{
	const struct leaf_words inside = {words->hashes + stretch.begin, stretch.end - stretch.begin};
	struct spans *spans = leaf->spans, *nearby = spans->nearby;

	nearby->count = 0;
	fill_whole(leaf, &inside, nearby, steps);
	for (uint32_t i = 0; i < nearby->count; i++)
		add(spans, (struct span){stretch.begin + nearby->items[i].begin,
					 stretch.begin + nearby->items[i].end});
}

/* All wholes of a text, out of the stretches that may have some. */
static void fill_text(const struct leaf *leaf, const struct leaf_words *words, uint32_t *steps)
{
	struct spans *spans = leaf->spans;
	struct token_window window;
	struct token_stretch stretch;

	if (!spans->needed) {
		fill_whole(leaf, words, spans, steps);
		return;
	}
	token_window_init(&window, spans->needed, spans->width, words->hashes, words->count);
	while (token_window_next(&window)) {
		uint32_t position = window.chunk.begin;

		while (token_window_stretch(&window, &position, &stretch))
			fill_stretch(leaf, words, stretch, steps);
	}
}

bool spans_find(const struct leaf *leaf, const struct leaf_words *words, uint32_t from,
	uint32_t *begin, uint32_t *end)
{
	struct spans *spans = leaf->spans;
	uint32_t first, steps = SPANS_STEPS_LIMIT;

	/* One text is asked for place after place. */
	if (spans->hashes != words->hashes || spans->word_count != words->count) {
		spans->count = 0;
		fill_text(leaf, words, &steps);
		sort(spans);
		spans->hashes = words->hashes;
		spans->word_count = words->count;
	}
	first = first_at(spans, from);
	if (first == spans->count)
		return false;
	for (uint32_t i = first + 1; i < spans->count; i++) {
		if (spans->items[i].begin >= spans->items[first].end)
			break;
		if (spans->items[i].end <= spans->items[first].end)
			first = i;
	}
	*begin = spans->items[first].begin;
	*end = spans->items[first].end;
	return true;
}

static void show_part(const struct leaf *leaf, const struct leaf_words *words, struct span stretch,
	bool *shown)
{
	const struct leaf_words inside = {words->hashes,
		stretch.end < words->count ? stretch.end : words->count};
	struct span span = stretch;

	while (leaf_find(leaf, inside, span.begin, &span.begin, &span.end)) {
		for (uint32_t i = span.begin; i < span.end; i++)
			shown[i - stretch.begin] = true;
		span.begin++;
	}
}

void spans_show(const struct leaf *leaf, const struct leaf_words *words, struct span stretch,
	bool *shown)
{
	for (uint32_t i = 0; i < leaf->count; i++) {
		for (const struct leaf *part = &leaf->children[i]; part; part = part->next) {
			if (part->kind == LEAF_SPANS)
				spans_show(part, words, stretch, shown);
			else
				show_part(part, words, stretch, shown);
		}
	}
}
