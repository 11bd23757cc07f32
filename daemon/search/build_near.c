/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>

#include "daemon/search/build.h"

#include "base/banned.h"

/* Words and phrases near each other, while they are gathered. */
struct near {
	struct build *build;
	const struct plan_node *node;
	struct slice *terms;        /* that every such document has */
	size_t term_count;
	struct build_parts filters; /* what else it has to be in */
	double weight;
};

static bool is_single(const struct plan_node *node)
{
	if (node->kind == PLAN_PHRASE)
		return false;
	for (const struct plan_node *child = node->kind == PLAN_OR ? node->first : NULL; child;
		child = child->next) {
		if (!is_single(child))
			return false;
	}
	return true;
}

/* The words one child of NEAR stands for, taken as they are written. */
static bool child_words(struct near *near, const struct plan_node *node, struct expansion *expansion,
	struct error *error)
{
	struct arena *arena = &near->build->reader->arena;
	const struct plan_word *word = &node->words[0];
	struct slice *words;

	if (node->kind == PLAN_PATTERN)
		return build_expand(near->build, node, word, expansion, error);
	if (node->kind == PLAN_FUZZY && !build_expand(near->build, node, word, expansion, error))
		return false;
	if (node->kind != PLAN_FUZZY)
		*expansion = (struct expansion){0};
	words = arena_allocate_array(arena, expansion->count + 1, sizeof(*words));
	for (size_t i = 0; i < expansion->count; i++)
		words[i] = expansion->words[i];
	words[expansion->count++] = word->folded;
	expansion->words = words;
	return true;
}

/* All the words of a child that has no phrases, OR or not. */
static bool all_words(struct near *near, const struct plan_node *node, struct expansion *all,
	struct error *error)
{
	struct expansion some = {0};
	struct slice *words;

	if (node->kind != PLAN_OR)
		return child_words(near, node, all, error);
	*all = (struct expansion){0};
	for (const struct plan_node *child = node->first; child; child = child->next) {
		if (!all_words(near, child, &some, error))
			return false;
		words = arena_allocate_array(&near->build->reader->arena, all->count + some.count,
			sizeof(*words));
		for (size_t i = 0; i < all->count + some.count; i++)
			words[i] = i < all->count ? all->words[i] : some.words[i - all->count];
		*all = (struct expansion){words, all->count + some.count, false};
	}
	return true;
}

/* Documents need all of the words of a phrase, or one of a child's words. */
static bool need_words(struct near *near, const struct expansion *words, struct error *error)
{
	struct build *build = near->build;
	enum field field = build_term_field(near->node->field);
	double weight = 0;

	for (size_t i = 0; i < words->count; i++) {
		double idf = build_idf(build, build_term(build, field, words->words[i]));

		weight = idf > weight ? idf : weight;
	}
	near->weight += weight;
	if (words->count == 1) {
		near->terms[near->term_count++] = build_term(build, field, words->words[0]);
		return true;
	}
	return build_add(build, &near->filters, build_any_word(build, field, words, error));
}

static bool add_place(struct near *near, struct leaf *leaf, const struct plan_node *child,
	struct error *error)
{
	struct expansion words;

	if (!all_words(near, child, &words, error) || !need_words(near, &words, error))
		return false;
	leaf->places[leaf->count++] = build_place(near->build, &words);
	return true;
}

/* One alternative of one child of LEAF_SPANS. */
static bool fill_span(struct near *near, struct leaf *leaf, const struct plan_node *node,
	bool is_needed, struct error *error)
{
	struct arena *arena = &near->build->reader->arena;
	struct expansion words;

	leaf->source = &near->build->source;
	leaf->node = node;
	if (node->kind != PLAN_PHRASE) {
		leaf->kind = LEAF_PLACES;
		leaf->places = arena_allocate_array(arena, 1, sizeof(*leaf->places));
		leaf->count = 1;
		if (!all_words(near, node, &words, error))
			return false;
		leaf->places[0] = build_place(near->build, &words);
		return !is_needed || need_words(near, &words, error);
	}
	leaf->kind = node->distance ? LEAF_NEAR : LEAF_PLACES;
	leaf->is_ordered = true;
	leaf->places = arena_allocate_array(arena, node->word_count, sizeof(*leaf->places));
	for (; leaf->count < node->word_count; leaf->count++) {
		const struct plan_word *word = &node->words[leaf->count];

		words = (struct expansion){&word->folded, 1, false};
		if (word->place == PLAN_PLACE_ANY)
			continue;
		if (word->place == PLAN_PLACE_PATTERN &&
			!build_expand(near->build, node, word, &words, error))
			return false;
		leaf->places[leaf->count] = build_place(near->build, &words);
		if (is_needed && !need_words(near, &words, error))
			return false;
	}
	leaf->window = leaf->count + node->distance;
	return true;
}

/* The alternatives of a child, as a list that begins in *leaf. Returns the longest one's
 * words, 0 on an error. */
static uint32_t fill_spans(struct near *near, struct leaf *leaf, const struct plan_node *node,
	struct error *error)
{
	struct leaf *alternative = leaf;
	uint32_t longest = 0;

	if (node->kind != PLAN_OR)
		return fill_span(near, leaf, node, true, error) ? leaf->count + node->distance : 0;
	for (const struct plan_node *child = node->first; child; child = child->next) {
		if (!fill_span(near, alternative, child, false, error))
			return 0;
		longest = alternative->count > longest ? alternative->count : longest;
		if (child->next) {
			alternative->next = arena_allocate_array(&near->build->reader->arena, 1,
				sizeof(*alternative));
			alternative = alternative->next;
		}
	}
	return longest;
}

static bool fill_leaf(struct near *near, struct leaf *leaf, bool is_single_words, size_t count,
	struct error *error)
{
	struct arena *arena = &near->build->reader->arena;
	uint32_t length = 0;

	if (is_single_words)
		leaf->places = arena_allocate_array(arena, count, sizeof(*leaf->places));
	else
		leaf->children = arena_allocate_array(arena, count, sizeof(*leaf->children));
	for (const struct plan_node *child = near->node->first; child; child = child->next) {
		uint32_t words = 1;

		if (is_single_words && !add_place(near, leaf, child, error))
			return false;
		if (!is_single_words)
			words = fill_spans(near, &leaf->children[leaf->count++], child, error);
		if (words == 0)
			return false;
		length += words;
	}
	leaf->is_ordered = near->node->is_ordered;
	leaf->window = length - 1 + near->node->distance;
	leaf->weight = near->weight;
	return true;
}

static size_t count_words(const struct plan_node *node, size_t *children, bool *is_single_words)
{
	size_t words = 0;

	*children = 0;
	*is_single_words = true;
	for (const struct plan_node *child = node->first; child; child = child->next) {
		words += child->word_count + 1;
		++*children;
		*is_single_words = *is_single_words && is_single(child);
	}
	return words;
}

struct xc_query *build_near(struct build *build, const struct plan_node *node, struct error *error)
{
	struct near near = {.build = build, .node = node};
	bool is_single_words;
	size_t children, words = count_words(node, &children, &is_single_words);
	struct leaf *leaf = build_leaf(build, node, is_single_words ? LEAF_NEAR : LEAF_SPANS);
	struct xc_query *both[2];

	near.terms = arena_allocate_array(&build->reader->arena, words, sizeof(*near.terms));
	if (!fill_leaf(&near, leaf, is_single_words, children, error)) {
		build_drop(&near.filters);
		return NULL;
	}
	both[0] = build_leaf_query(build, leaf, near.terms, near.term_count, error);
	if (near.filters.count == 0)
		return both[0];
	if (!both[0]) {
		build_drop(&near.filters);
		return NULL;
	}
	both[1] = build_combine(&near.filters, XC_AND, error);
	if (both[1])
		return xc_query_combine(XC_FILTER, both, 2, error);
	xc_query_free(both[0]);
	return NULL;
}
