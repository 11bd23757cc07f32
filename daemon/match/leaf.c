/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/match/leaf.h"

#include "daemon/match/spans.h"
#include "store/token_match.h"

#include "base/banned.h"

#define OCCURRENCES_LIMIT 32 /* of one leaf in one document: more would not weigh more */

bool leaf_text_of(const struct snapshot *snapshot, enum search_scope scope, size_t segment,
	uint32_t local, struct token_text *text)
{
	const struct tokens_map *map = &snapshot->tokens[segment];

	/* A damaged posting list names what there is not. */
	if (local - 1 >= (scope == SEARCH_IN_QUOTES ? map->quotation_count : map->count))
		return false;
	*text = scope == SEARCH_IN_QUOTES ? tokens_quotation_words(map, local) :
					    tokens_get(map, local).words;
	return true;
}

/* --- finding --- */

static bool find_near(const struct leaf *leaf, struct leaf_words words, uint32_t from,
	uint32_t *begin, uint32_t *end)
{
	const struct token_near near = {leaf->places, leaf->window, leaf->is_ordered};
	struct token_stretch stretch;

	if (!token_near_find(words.hashes, words.count, &near, from, &stretch))
		return false;
	*begin = stretch.begin;
	*end = stretch.end;
	return true;
}

bool leaf_find(const struct leaf *leaf, struct leaf_words words, uint32_t from, uint32_t *begin,
	uint32_t *end)
{
	switch (leaf->kind) {
	case LEAF_STEM:
		return false;
	case LEAF_RUN:
		if (!token_match_find(words.hashes, words.count, leaf->hashes, leaf->count, from, begin))
			return false;
		break;
	case LEAF_PLACES:
		if (!token_match_places(words.hashes, words.count, leaf->places, from, begin))
			return false;
		break;
	case LEAF_NEAR:
		return find_near(leaf, words, from, begin, end);
	case LEAF_SPANS:
		return spans_find(leaf, &words, from, begin, end);
	}
	*end = *begin + leaf->count;
	return true;
}

/* --- weighing --- */

static unsigned count_in(const struct leaf *leaf, size_t segment, const struct token_text *text)
{
	const struct token_near near = {leaf->places, leaf->window, leaf->is_ordered};
	struct leaf_words words;
	uint32_t begin, end, from = 0;
	unsigned found = 0;

	if (leaf->kind == LEAF_RUN)
		return token_run_count(&leaf->runs[segment], text, OCCURRENCES_LIMIT);
	words = (struct leaf_words){token_room_fill(leaf->source->room, text), text->count};
	if (leaf->kind == LEAF_PLACES)
		return token_match_places_count(words.hashes, words.count, leaf->places,
			OCCURRENCES_LIMIT);
	if (leaf->kind == LEAF_NEAR)
		return token_near_count(words.hashes, words.count, &near, OCCURRENCES_LIMIT);
	spans_forget(leaf);
	while (found < OCCURRENCES_LIMIT && leaf_find(leaf, words, from, &begin, &end)) {
		found++;
		from = end;
	}
	return found;
}

static unsigned count_in_region(const struct leaf *leaf, size_t segment,
	const struct tokens_article *article, enum tokens_region region)
{
	const struct token_text text = tokens_region(article, region);

	return count_in(leaf, segment, &text);
}

static unsigned count_in_quotations(const struct leaf *leaf, size_t segment,
	const struct tokens_article *article)
{
	const struct tokens_map *map = &leaf->source->snapshot->tokens[segment];
	unsigned found = 0;

	for (uint32_t i = 0; i < article->quotation_count && found < OCCURRENCES_LIMIT; i++) {
		const struct token_text text =
			tokens_quotation_words(map, article->first_quotation + i);

		found += count_in(leaf, segment, &text);
	}
	return found;
}

/* How often the article has it; the title counts as the indexer counts it. */
static unsigned count_in_article(const struct leaf *leaf, size_t segment,
	const struct tokens_article *article)
{
	unsigned found, titled;

	switch (leaf->region) {
	case LEAF_ANYWHERE:
		found = count_in_region(leaf, segment, article, TOKENS_ANYWHERE);
		titled = found ? count_in_region(leaf, segment, article, TOKENS_TITLE) : 0;
		return found + titled * (ANALYSIS_TITLE_WEIGHT - 1);
	case LEAF_TITLE:
		return count_in_region(leaf, segment, article, TOKENS_TITLE);
	case LEAF_SUBTITLE:
		return count_in_region(leaf, segment, article, TOKENS_SUBTITLE);
	case LEAF_BODY:
		return count_in_region(leaf, segment, article, TOKENS_BODY);
	case LEAF_QUOTE:
		return count_in_quotations(leaf, segment, article);
	}
	return 0;
}

double leaf_weight_limit(const struct leaf *leaf)
{
	return leaf->weight * (LEAF_K1 + 1);
}

static double weight_of(const struct leaf *leaf, unsigned found, uint32_t length)
{
	double share = length / leaf->source->average_length;
	double norm = 1 - LEAF_B + LEAF_B * (share < LEAF_LEAST_LENGTH ? LEAF_LEAST_LENGTH : share);

	return leaf->weight * found * (LEAF_K1 + 1) / (found + LEAF_K1 * norm);
}

/* Takes out the documents that surely lack one of the pairs. */
static size_t sift_pairs(const struct leaf *leaf, const struct tokens_map *tokens,
	uint32_t *documents, size_t count)
{
	size_t left = 0;

	for (size_t i = 0; i < count; i++)
		tokens_expect_pair(tokens, documents[i], leaf->pairs[0]);
	for (size_t i = 0; i < count; i++) {
		const uint32_t document = documents[i];

		if (tokens_may_have(tokens, document, leaf->pairs, leaf->count - 1))
			documents[left++] = document;
	}
	return left;
}

/* Reading a document mostly waits for memory: all are asked for before any is read. */
size_t leaf_sift(void *context, unsigned shard, uint32_t *documents, size_t count)
{
	const struct leaf *leaf = context;
	const struct tokens_map *tokens = &leaf->source->snapshot->tokens[shard];

	if (leaf->source->scope != SEARCH_IN_ARTICLES)
		return count;
	for (size_t i = 0; i < count; i++)
		tokens_expect_row(tokens, documents[i]);
	if (leaf->kind == LEAF_RUN && leaf->pairs)
		count = sift_pairs(leaf, tokens, documents, count);
	for (size_t i = 0; i < count; i++)
		tokens_expect_words(tokens, documents[i]);
	return count;
}

static double weigh(const struct leaf *leaf, unsigned shard, uint32_t document)
{
	struct leaf_source *source = leaf->source;
	struct token_text text;
	unsigned found;

	if (source->scope == SEARCH_IN_ARTICLES) {
		const struct tokens_map *tokens = &source->snapshot->tokens[shard];
		struct tokens_article article;

		if (document > tokens->count) /* a damaged posting list */
			return 0;
		article = tokens_get(tokens, document);
		found = count_in_article(leaf, shard, &article);
		return found ? weight_of(leaf, found,
				       analysis_length(article.title, article.subtitle, article.body)) :
			       0;
	}
	if (!leaf_text_of(source->snapshot, source->scope, shard, document, &text))
		return 0;
	found = count_in(leaf, shard, &text);
	return found ? weight_of(leaf, found, text.count) : 0;
}

double leaf_weigh(void *context, unsigned shard, uint32_t document)
{
	struct leaf *leaf = context;
	const double weight = weigh(leaf, shard, document);

	leaf->looked_at++;
	leaf->found += weight > 0;
	return weight;
}
