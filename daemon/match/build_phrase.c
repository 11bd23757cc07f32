/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "daemon/match/building.h"
#include "schema/term.h"

#include "base/banned.h"

/* Terms that every document with the phrase has. */
struct term_set {
	struct slice *terms;
	size_t count;
};

static void add_term(struct term_set *set, struct slice term)
{
	for (size_t i = 0; i < set->count; i++) {
		if (slice_equal(set->terms[i], term))
			return;
	}
	set->terms[set->count++] = term;
}

static struct term_set word_terms(struct build *build, const struct plan_node *node)
{
	enum field field = build_term_field(node->field);
	struct term_set set = {arena_allocate_array(&build->reader->arena, node->word_count,
				       sizeof(struct slice)), 0};

	for (size_t i = 0; i < node->word_count; i++) {
		if (node->words[i].place == PLAN_PLACE_WORD)
			add_term(&set, build_term(build, field, node->words[i].folded));
	}
	return set;
}

/* Pairs of common neighbours, and the words that are in none of them. */
static struct term_set pair_terms(struct build *build, const struct plan_node *node)
{
	struct buffer *scratch = &build->reader->scratch;
	struct term_set set = {arena_allocate_array(&build->reader->arena, node->word_count,
				       sizeof(struct slice)), 0};
	bool is_paired = false;

	for (size_t i = 0; i < node->word_count; i++) {
		const struct plan_word *word = &node->words[i];
		bool was_paired = is_paired;

		is_paired = word->is_common && i + 1 < node->word_count && word[1].is_common;
		if (is_paired) {
			term_pair(word->folded, word[1].folded, scratch);
			add_term(&set, arena_copy(&build->reader->arena, buffer_slice(scratch)));
		} else if (!was_paired && word->place == PLAN_PLACE_WORD) {
			add_term(&set, build_term(build, FIELD_TEXT, word->folded));
		}
	}
	return set;
}

static bool has_pair(const struct plan_node *node)
{
	for (size_t i = 1; i < node->word_count; i++) {
		if (node->words[i - 1].is_common && node->words[i].is_common)
			return true;
	}
	return false;
}

/* Documents in other languages than the one whose common words are paired; NULL without an
 * error when the index has none. */
static struct xc_query *other_languages(struct build *build, struct error *error)
{
	const uint32_t *articles = build->source.snapshot->manifest.language_articles;
	struct buffer *scratch = &build->reader->scratch;
	struct build_parts parts = {0};

	for (enum language i = LANGUAGE_NONE; i < LANGUAGE_COUNT; i++) {
		if (articles[i] == 0 || i == build->language)
			continue;
		term_value(FIELD_LANGUAGE, slice_of(i ? language_code(i) : ARTICLE_NO_LANGUAGE), scratch);
		if (!build_add(build, &parts, xc_query_term(buffer_slice(scratch), error)))
			return NULL;
	}
	return parts.count ? build_combine(&parts, XC_OR, error) : NULL;
}

static struct xc_query *filtered(struct xc_query *query, struct xc_query *filter,
	struct error *error)
{
	struct xc_query *both[] = {query, filter};

	if (query)
		return xc_query_combine(XC_FILTER, both, 2, error);
	xc_query_free(filter);
	return NULL;
}

/* Pairs are rare where their words are not, but they are of one language's words: articles in
 * other languages are looked through by single words. */
static struct xc_query *paired_query(struct build *build, struct leaf *leaf,
	const struct term_set *words, struct error *error)
{
	struct term_set pairs = pair_terms(build, leaf->node);
	struct build_parts parts = {0};
	struct error problem = {0};
	struct xc_query *others;

	if (!build_add(build, &parts, build_leaf_query(build, leaf, pairs.terms, pairs.count, error)))
		return NULL;
	others = other_languages(build, &problem);
	if (!others && !problem.code)
		return build_combine(&parts, XC_MAX, error);
	if (!others) {
		build_drop(&parts);
		*error = problem;
		return NULL;
	}
	others = filtered(build_leaf_query(build, leaf, words->terms, words->count, error), others,
		error);
	return build_add(build, &parts, others) ? build_combine(&parts, XC_MAX, error) : NULL;
}

static bool fill_places(struct build *build, struct leaf *leaf, struct build_parts *filters,
	struct error *error)
{
	const struct plan_node *node = leaf->node;
	struct token_place *places = arena_allocate_array(&build->reader->arena, node->word_count,
		sizeof(*places));

	for (size_t i = 0; i < node->word_count; i++) {
		const struct plan_word *word = &node->words[i];
		struct expansion expansion;

		if (word->place == PLAN_PLACE_WORD)
			places[i] = (struct token_place){&word->hash, 1};
		if (word->place != PLAN_PLACE_PATTERN)
			continue;
		if (!build_expand(build, node, word, &expansion, error))
			return false;
		places[i] = build_place(build, &expansion);
		if (!build_is_everywhere(build, &expansion) &&
			!build_add(build, filters, build_any_word(build, build_term_field(node->field),
						       &expansion, error)))
			return false;
	}
	leaf->places = token_places_new(places, leaf->count, &build->reader->arena);
	return true;
}

static bool is_plain(const struct plan_node *node)
{
	for (size_t i = 0; i < node->word_count; i++) {
		if (node->words[i].place != PLAN_PLACE_WORD)
			return false;
	}
	return true;
}

static void weigh_words(struct build *build, struct leaf *leaf, const struct term_set *words)
{
	leaf->weight = 0;
	for (size_t i = 0; i < words->count; i++)
		leaf->weight += build_idf(build, words->terms[i]);
	if (words->count == 0)
		leaf->weight = 1;
}

static void take_pairs(struct build *build, struct leaf *leaf)
{
	if (leaf->count < 2)
		return;
	leaf->pairs = arena_allocate_array(&build->reader->arena, leaf->count - 1,
		sizeof(*leaf->pairs));
	for (uint32_t i = 0; i + 1 < leaf->count; i++)
		leaf->pairs[i] = pairs_probe_of(leaf->hashes[i], leaf->hashes[i + 1]);
}

/* What a phrase is found by in a text; *filters are documents it must be in. */
static struct leaf *phrase_leaf(struct build *build, const struct plan_node *node,
	struct build_parts *filters, struct error *error)
{
	struct leaf *leaf = build_leaf(build, node, LEAF_PLACES);

	leaf->count = (uint32_t)node->word_count;
	if (is_plain(node) && node->distance == 0) {
		leaf->kind = LEAF_RUN;
		leaf->hashes = arena_allocate_array(&build->reader->arena, node->word_count,
			sizeof(*leaf->hashes));
		for (size_t i = 0; i < node->word_count; i++)
			leaf->hashes[i] = node->words[i].hash;
		take_pairs(build, leaf);
		build_runs(build, leaf);
		return leaf;
	}
	if (node->distance) {
		leaf->kind = LEAF_NEAR;
		leaf->window = leaf->count + node->distance;
		leaf->is_ordered = true;
	}
	return fill_places(build, leaf, filters, error) ? leaf : NULL;
}

struct xc_query *build_phrase(struct build *build, const struct plan_node *node,
	struct error *error)
{
	struct term_set words = word_terms(build, node);
	struct build_parts filters = {0};
	struct leaf *leaf = phrase_leaf(build, node, &filters, error);
	struct xc_query *query;

	if (!leaf) {
		build_drop(&filters);
		return NULL;
	}
	weigh_words(build, leaf, &words);
	query = leaf->kind == LEAF_RUN && has_pair(node) && build_term_field(node->field) == FIELD_TEXT ?
			paired_query(build, leaf, &words, error) :
			build_leaf_query(build, leaf, words.terms, words.count, error);
	if (filters.count == 0)
		return query;
	if (!query) {
		build_drop(&filters);
		return NULL;
	}
	return filtered(query, build_combine(&filters, XC_AND, error), error);
}
