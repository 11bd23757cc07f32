/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>

#include "daemon/match/building.h"
#include "daemon/match/spans.h"

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
	if (node->kind == PLAN_PHRASE || node->kind == PLAN_NEAR)
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
	const struct plan_word *word = &node->words[0];
	struct slice *words;

	if (node->kind == PLAN_PATTERN || node->kind == PLAN_FUZZY)
		return build_expand(near->build, node, word, expansion, error);
	words = arena_allocate_array(&near->build->reader->arena, 1, sizeof(*words));
	*words = word->folded;
	*expansion = (struct expansion){.words = words, .count = 1};
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
		*all = (struct expansion){.words = words, .count = all->count + some.count};
	}
	return true;
}

/* Documents need all of the words of a phrase, or one of a child's words. */
static bool need_words(struct near *near, const struct expansion *words, struct error *error)
{
	struct build *build = near->build;
	enum field field = build_term_field(near->node->field);

	near->weight += build_rarest_idf(build, field, words);
	if (words->count == 1) {
		near->terms[near->term_count++] = build_term(build, field, words->words[0]);
		return true;
	}
	return build_is_everywhere(build, words) ||
	       build_add(build, &near->filters, build_any_word(build, field, words, error));
}

static struct spans *new_spans(struct near *near)
{
	struct arena *arena = &near->build->reader->arena;
	struct spans *spans = arena_allocate_array(arena, 1, sizeof(*spans));

	spans->arena = arena;
	return spans;
}

/* A child that is one word of several. */
static bool fill_word(struct near *near, struct leaf *leaf, const struct plan_node *node,
	bool is_needed, struct error *error)
{
	struct expansion words;

	leaf->kind = LEAF_PLACES;
	leaf->count = 1;
	if (!all_words(near, node, &words, error))
		return false;
	leaf->places = build_places(near->build, &words);
	return !is_needed || need_words(near, &words, error);
}

static bool fill_phrase_place(struct near *near, struct token_place *place,
	const struct plan_node *node, const struct plan_word *word, bool is_needed,
	struct error *error)
{
	struct expansion words = {.words = &word->folded, .count = 1};

	if (word->place == PLAN_PLACE_ANY)
		return true;
	if (word->place == PLAN_PLACE_PATTERN &&
		!build_expand(near->build, node, word, &words, error))
		return false;
	*place = build_place(near->build, &words);
	return !is_needed || need_words(near, &words, error);
}

static bool fill_phrase(struct near *near, struct leaf *leaf, const struct plan_node *node,
	bool is_needed, struct error *error)
{
	struct arena *arena = &near->build->reader->arena;
	const size_t count = node->word_count;
	struct token_place *places = arena_allocate_array(arena, count, sizeof(*places));

	for (size_t i = 0; i < count; i++) {
		if (!fill_phrase_place(near, &places[i], node, &node->words[i], is_needed, error))
			return false;
	}
	leaf->places = token_places_new(places, (uint32_t)count, arena);
	leaf->kind = LEAF_PLACES;
	leaf->count = (uint32_t)count;
	if (node->distance == 0)
		return true;
	/* Words in order with others between them: each a part of its own. */
	leaf->kind = LEAF_SPANS;
	leaf->gap = node->distance;
	leaf->is_ordered = true;
	leaf->children = arena_allocate_array(arena, count, sizeof(*leaf->children));
	for (size_t i = 0; i < count; i++)
		leaf->children[i] = (struct leaf){.kind = LEAF_PLACES, .count = 1,
			.places = token_places_new(&places[i], 1, arena), .spans = new_spans(near)};
	return true;
}

static bool fill_part(struct near *near, struct leaf *leaf, const struct plan_node *node,
	bool is_needed, struct error *error);

/* One alternative behind the other. */
static bool fill_either(struct near *near, struct leaf *leaf, const struct plan_node *node,
	struct error *error)
{
	for (const struct plan_node *child = node->first; child; child = child->next) {
		if (!fill_part(near, leaf, child, false, error))
			return false;
		while (leaf->next)
			leaf = leaf->next;
		if (!child->next)
			break;
		leaf->next = arena_allocate_array(&near->build->reader->arena, 1, sizeof(*leaf));
		leaf = leaf->next;
	}
	return true;
}

static bool fill_parts(struct near *near, struct leaf *leaf, const struct plan_node *node,
	bool is_needed, struct error *error)
{
	size_t count = 0;

	for (const struct plan_node *child = node->first; child; child = child->next)
		count++;
	leaf->kind = LEAF_SPANS;
	leaf->gap = node->distance - 1;
	leaf->is_ordered = node->is_ordered;
	leaf->spans = new_spans(near);
	leaf->children =
		arena_allocate_array(&near->build->reader->arena, count, sizeof(*leaf->children));
	for (const struct plan_node *child = node->first; child; child = child->next) {
		struct leaf *part = &leaf->children[leaf->count++];

		part->spans = new_spans(near);
		if (!fill_part(near, part, child, is_needed, error))
			return false;
	}
	return true;
}

static bool fill_part(struct near *near, struct leaf *leaf, const struct plan_node *node,
	bool is_needed, struct error *error)
{
	leaf->source = &near->build->source;
	leaf->node = node;
	if (node->kind == PLAN_NEAR)
		return fill_parts(near, leaf, node, is_needed, error);
	if (node->kind == PLAN_PHRASE)
		return fill_phrase(near, leaf, node, is_needed, error);
	if (is_single(node))
		return fill_word(near, leaf, node, is_needed, error);
	return fill_either(near, leaf, node, error);
}

/* All parts are single words: token_match knows a faster way. */
static bool fill_words(struct near *near, struct leaf *leaf, size_t count, struct error *error)
{
	struct arena *arena = &near->build->reader->arena;
	struct token_place *places = arena_allocate_array(arena, count, sizeof(*places));

	for (const struct plan_node *child = near->node->first; child; child = child->next) {
		struct expansion words;

		if (!all_words(near, child, &words, error) || !need_words(near, &words, error))
			return false;
		places[leaf->count++] = build_place(near->build, &words);
	}
	leaf->places = token_places_new(places, leaf->count, arena);
	leaf->is_ordered = near->node->is_ordered;
	leaf->window = leaf->count - 1 + near->node->distance;
	return true;
}

/* Words in all of it, at least. */
static size_t count_words(const struct plan_node *node)
{
	size_t words = node->word_count;

	for (const struct plan_node *child = node->first; child; child = child->next)
		words += count_words(child);
	return words;
}

static bool is_of_words(const struct plan_node *node, size_t *children)
{
	bool all = true;

	*children = 0;
	for (const struct plan_node *child = node->first; child; child = child->next) {
		++*children;
		all = all && is_single(child);
	}
	return all;
}

struct xc_query *build_near(struct build *build, const struct plan_node *node, struct error *error)
{
	struct near near = {.build = build, .node = node};
	size_t children;
	bool has_words = is_of_words(node, &children);
	struct leaf *leaf = build_leaf(build, node, has_words ? LEAF_NEAR : LEAF_SPANS);
	struct xc_query *both[2];

	near.terms = arena_allocate_array(&build->reader->arena, count_words(node),
		sizeof(*near.terms));
	if (!(has_words ? fill_words(&near, leaf, children, error) :
			  fill_parts(&near, leaf, node, true, error))) {
		build_drop(&near.filters);
		return NULL;
	}
	if (!has_words)
		spans_need(leaf);
	/* Groups of phrases need no single word, and still weigh something. */
	if (near.weight > leaf->weight)
		leaf->weight = near.weight;
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
