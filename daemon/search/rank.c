/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/rank.h"

#include <stdlib.h>

#include "base/banned.h"

/* Shares of a word's idf that are added, each times how often it is so, saturated as in BM25. */
#define EXACT_SHARE 0.1    /* the word as it was written, not another form of it */
#define ORDERED_SHARE 0.3  /* two neighbours of the query side by side, in its order */
#define NEAR_SHARE 0.15    /* both within NEAR_WINDOW words, in any order */
#define NEAR_WINDOW 8

#define WORDS_LIMIT 16     /* of a query: further ones are ranked by step one alone */
#define PLACES_LIMIT 32    /* of a word in a document: more do not weigh more */

struct rank_word {
	uint32_t hash;
	double idf;
	bool follows; /* the word before stands right before it in the query */
};

struct ranker {
	struct build *build;
	struct rank_word words[WORDS_LIMIT];
	size_t count;
};

struct places {
	uint32_t positions[PLACES_LIMIT];
	size_t count;
};

static double saturated(unsigned count)
{
	return count * (LEAF_K1 + 1) / (count + LEAF_K1);
}

/* Loose words of all text in the order of the query. */
static void ranker_init(struct ranker *ranker, struct build *build)
{
	const struct plan_node *before = NULL;

	ranker->build = build;
	ranker->count = 0;
	for (size_t i = 0; i < build->leaf_count && ranker->count < WORDS_LIMIT; i++) {
		const struct leaf *leaf = build->leaves[i];

		if (leaf->kind != LEAF_STEM || leaf->region != LEAF_ANYWHERE)
			continue;
		ranker->words[ranker->count++] = (struct rank_word){leaf->node->words[0].hash,
			leaf->weight, before && before->next == leaf->node};
		before = leaf->node;
	}
}

static void find_places(struct leaf_words words, uint32_t hash, struct places *places)
{
	uint32_t position = 0;

	places->count = 0;
	while (places->count < PLACES_LIMIT &&
		token_match_find(words.hashes, words.count, &hash, 1, position, &position))
		places->positions[places->count++] = position++;
}

/* How often `second` stands right behind `first`, and how often near it. */
static void count_near(const struct places *first, const struct places *second, unsigned *ordered,
	unsigned *near)
{
	size_t j = 0;

	*ordered = *near = 0;
	for (size_t i = 0; i < first->count; i++) {
		const uint32_t here = first->positions[i];

		while (j < second->count && second->positions[j] + NEAR_WINDOW <= here)
			j++;
		if (j < second->count && second->positions[j] < here + NEAR_WINDOW)
			++*near;
		for (size_t k = j; k < second->count && second->positions[k] <= here + 1; k++)
			*ordered += second->positions[k] == here + 1;
	}
}

static double bonus(const struct ranker *ranker, struct leaf_words words)
{
	struct places places[2];
	double sum = 0;

	for (size_t i = 0; i < ranker->count; i++) {
		const struct rank_word *word = &ranker->words[i];
		unsigned ordered, near;
		double idf;

		find_places(words, word->hash, &places[i % 2]);
		sum += EXACT_SHARE * word->idf * saturated((unsigned)places[i % 2].count);
		if (!word->follows)
			continue;
		count_near(&places[(i + 1) % 2], &places[i % 2], &ordered, &near);
		idf = word[-1].idf < word->idf ? word[-1].idf : word->idf;
		sum += idf * (ORDERED_SHARE * saturated(ordered) + NEAR_SHARE * saturated(near));
	}
	return sum;
}

static int by_score(const void *a, const void *b)
{
	const struct match_hit *first = a, *second = b;

	if (first->score != second->score)
		return first->score < second->score ? 1 : -1;
	return (first->document > second->document) - (first->document < second->document);
}

void rank_run(struct build *build, struct match_hit *hits, size_t count)
{
	struct ranker ranker;

	count = count < RANK_DEPTH ? count : RANK_DEPTH;
	ranker_init(&ranker, build);
	if (ranker.count == 0 || count < 2)
		return;
	for (size_t i = 0; i < count; i++) {
		struct leaf_words words;

		if (leaf_words_of(build->source.snapshot, build->scope, hits[i].segment, hits[i].local,
			    &build->source.record, &words))
			hits[i].score += bonus(&ranker, words);
	}
	qsort(hits, count, sizeof(*hits), by_score);
}
