/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/match/feedback.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/digest.h"
#include "base/memory.h"
#include "text/stopword.h"

#include "base/banned.h"

/*
 * A relevance model (Lavrenko and Croft 2001) out of nothing but token files: words that
 * several of the best hits have, by how often and how few of all hits looked at have them, count
 * as if they had been asked for. Words as written, no stems: their hashes are all there is. The
 * hits at hand stand for the whole index, so that no word has to be looked up.
 */
#define SHARE 0.4       /* of the query's own weight, which all words found have together */
#define LEAST_HITS 50   /* or there is nothing to tell the best from */
#define BEST_COUNT 15   /* hits that words are taken from */
#define LEAST_SHARED 2  /* of them have the word */
#define FOUND_LIMIT 32  /* words that are counted in all hits */
#define ADDED_LIMIT 20  /* and those that count in the end */
#define WORDS_READ 192  /* of an article: what it is about stands in front */

#define SLOTS 4096      /* of words met: a power of two */
#define MET_LIMIT (SLOTS * 3 / 4) /* further words are passed by */
#define PLACES 4096     /* of words looked for, by their hashes: a power of two */
#define NOT_WANTED 255  /* in met.last: left out */

static_assert(BEST_COUNT < NOT_WANTED && FOUND_LIMIT < 256, "numbers do not fit their fields");
static_assert(LEAST_SHARED > 1, "a word is shared when it is met again");

/* A word of the best hits. */
struct met {
	float weight;      /* from the hits before `last` */
	uint16_t count;    /* in hit `last` */
	uint8_t last;      /* the last hit that has it, from 1 */
	uint8_t documents; /* that have it */
};

struct found {
	uint32_t hash;
	uint32_t documents; /* of all hits looked at */
	double weight;
	size_t number;      /* in `found`, of a word added */
};

/* Words that are left out: of the query, and stop words. A word is looked up without a branch,
 * for guessing would go wrong too often. */
struct left_out {
	uint8_t places[PLACES]; /* by the low bits of a hash: where in `hashes`; place 0 is free */
	uint32_t hashes[256];   /* from 1; the 0 of free places is that between title and text */
	size_t count;
};

struct feedback {
	struct build *build;
	struct match_hit *hits;
	size_t count;
	double total;                  /* idf of the query's words */
	double shares[BEST_COUNT + 1]; /* of each of the best hits, from 1 */
	double norms[FEEDBACK_DEPTH];  /* BM25's, of the length of each hit */
	struct left_out left_out;
	uint32_t hashes[SLOTS];        /* of words met; 0: free */
	size_t met_count, shared_count;
	struct found found[FOUND_LIMIT];
	size_t found_count;
	struct found added[ADDED_LIMIT];
	size_t added_count;
	uint8_t places[PLACES];        /* number of the word found that may stand there; or 0 */
	uint16_t counts[FEEDBACK_DEPTH][FOUND_LIMIT]; /* of words found in each hit */
	/* What follows is written before it is read, and not zeroed. */
	struct met met[SLOTS];
	uint16_t shared[MET_LIMIT];    /* slots of words that several hits have */
};

static double saturated(double count, double norm)
{
	return count * (LEAF_K1 + 1) / (count + LEAF_K1 * norm);
}

static size_t slot_of(const struct feedback *feedback, uint32_t hash)
{
	size_t slot = hash % SLOTS;

	while (feedback->hashes[slot] && feedback->hashes[slot] != hash)
		slot = (slot + 1) % SLOTS;
	return slot;
}

static bool is_left_out(const struct left_out *left_out, uint32_t hash)
{
	return left_out->hashes[left_out->places[hash % PLACES]] == hash;
}

/* True where it was not left out before. Where two want one place, the later is a word met. */
static bool leave_out(struct feedback *feedback, uint32_t hash)
{
	struct left_out *left_out = &feedback->left_out;
	uint8_t *place = &left_out->places[hash % PLACES];
	const size_t slot = slot_of(feedback, hash);

	if (is_left_out(left_out, hash) || feedback->hashes[slot])
		return false;
	if (hash % PLACES && !*place && left_out->count + 1 < COUNT_OF(left_out->hashes)) {
		*place = (uint8_t)++left_out->count;
		left_out->hashes[*place] = hash;
		return true;
	}
	if (feedback->met_count < MET_LIMIT) {
		feedback->met_count++;
		feedback->hashes[slot] = hash;
		feedback->met[slot] = (struct met){.last = NOT_WANTED};
	}
	return true;
}

/* The words of the query that tell, each once: how many? */
static size_t read_query(struct feedback *feedback)
{
	const struct build *build = feedback->build;
	size_t count = 0;

	for (size_t i = 0; i < build->leaf_count; i++) {
		const struct leaf *leaf = build->leaves[i];

		if (leaf->kind != LEAF_STEM || leaf->node->field != FIELD_TEXT ||
			!leave_out(feedback, leaf->node->words[0].hash))
			continue;
		feedback->total += leaf->weight;
		count++;
	}
	return count;
}

static void leave_out_stopwords(struct feedback *feedback)
{
	size_t count;
	const struct stopword *words = stopword_list(feedback->build->language, &count);

	for (size_t i = 0; i < count; i++) {
		if (words[i].is_stopword)
			leave_out(feedback, digest_word(slice_of(words[i].word)));
	}
}

/* The first words of a hit; none where the index is damaged. */
static struct leaf_words words_of(const struct feedback *feedback, size_t i)
{
	struct build *build = feedback->build;
	const struct match_hit *hit = &feedback->hits[i];
	struct token_text text;

	if (!leaf_text_of(build->source.snapshot, build->scope, hit->segment, hit->local, &text))
		return (struct leaf_words){NULL, 0};
	text = token_text_first(text, WORDS_READ);
	return (struct leaf_words){token_room_fill(build->source.room, &text), text.count};
}

static double norm_of(const struct feedback *feedback, size_t i)
{
	const struct leaf_source *source = &feedback->build->source;
	const struct match_hit *hit = &feedback->hits[i];
	const struct tokens_map *tokens = &source->snapshot->tokens[hit->segment];
	struct tokens_article article;
	double share;

	if (hit->local == 0 || hit->local > tokens->count)
		return 1;
	article = tokens_get(tokens, hit->local);
	share = analysis_length(article.title, article.subtitle, article.body) /
		source->average_length;
	return 1 - LEAF_B + LEAF_B * (share < LEAF_LEAST_LENGTH ? LEAF_LEAST_LENGTH : share);
}

/* What a word weighs for its last hit joins what it weighed before. */
static void settle(const struct feedback *feedback, struct met *met)
{
	met->weight += (float)(feedback->shares[met->last] *
		saturated(met->count, feedback->norms[met->last - 1]));
	met->count = 0;
}

/* A word stands in hit `last`. */
static void meet(struct feedback *feedback, uint32_t hash, uint8_t last)
{
	const size_t slot = slot_of(feedback, hash);
	struct met *met = &feedback->met[slot];

	if (!feedback->hashes[slot]) {
		if (feedback->met_count == MET_LIMIT)
			return;
		feedback->met_count++;
		feedback->hashes[slot] = hash;
		*met = (struct met){.last = last, .documents = 1};
	} else if (met->last != last) {
		if (met->last == NOT_WANTED)
			return;
		settle(feedback, met);
		met->last = last;
		if (++met->documents == LEAST_SHARED)
			feedback->shared[feedback->shared_count++] = (uint16_t)slot;
	}
	met->count++;
}

/* While the best hits are read, the words of all are fetched, part by part. */
static void expect_part(const struct feedback *feedback, size_t part)
{
	const struct tokens_map *tokens = feedback->build->source.snapshot->tokens;

	for (size_t i = part * feedback->count / BEST_COUNT;
		i < (part + 1) * feedback->count / BEST_COUNT; i++)
		tokens_expect_words(&tokens[feedback->hits[i].segment], feedback->hits[i].local);
}

static void read_best(struct feedback *feedback, size_t i)
{
	const struct leaf_words words = words_of(feedback, i);
	uint32_t telling[WORDS_READ + 1];
	size_t count = 0;

	feedback->shares[i + 1] = feedback->hits[i].score / feedback->hits[0].score;
	for (uint32_t position = 0; position < words.count; position++) {
		telling[count] = words.hashes[position];
		count += !is_left_out(&feedback->left_out, words.hashes[position]);
	}
	for (size_t j = 0; j < count; j++)
		meet(feedback, telling[j], (uint8_t)(i + 1));
}

static bool is_heavier(const struct found *a, const struct found *b)
{
	return a->weight != b->weight ? a->weight > b->weight : a->hash < b->hash;
}

/* Keeps the `limit` heaviest, in order. */
static void keep(struct found *kept, size_t *count, size_t limit, struct found found)
{
	size_t i = *count;

	if (i == limit) {
		if (!is_heavier(&found, &kept[i - 1]))
			return;
		i--;
	} else {
		++*count;
	}
	for (; i > 0 && is_heavier(&found, &kept[i - 1]); i--)
		kept[i] = kept[i - 1];
	kept[i] = found;
}

static void find_words(struct feedback *feedback)
{
	for (size_t i = 0; i < feedback->shared_count; i++) {
		const size_t slot = feedback->shared[i];
		struct met *met = &feedback->met[slot];

		settle(feedback, met);
		keep(feedback->found, &feedback->found_count, FOUND_LIMIT,
			(struct found){.hash = feedback->hashes[slot], .weight = met->weight});
	}
	/* Where two want one place, the heavier has it, and the other is not counted. */
	for (size_t i = feedback->found_count; i-- > 0;)
		feedback->places[feedback->found[i].hash % PLACES] = (uint8_t)(i + 1);
}

/* Guessing which word is one of those found would go wrong too often: candidates are put
 * aside without a branch, and counted then. */
static void count_found(struct feedback *feedback, size_t i)
{
	const struct leaf_words words = words_of(feedback, i);
	uint32_t candidates[WORDS_READ + 1];
	size_t count = 0;

	for (uint32_t position = 0; position < words.count; position++) {
		candidates[count] = words.hashes[position];
		count += feedback->places[words.hashes[position] % PLACES] != 0;
	}
	for (size_t j = 0; j < count; j++) {
		const size_t number = feedback->places[candidates[j] % PLACES] - 1u;

		if (feedback->found[number].hash == candidates[j])
			feedback->found[number].documents += feedback->counts[i][number]++ == 0;
	}
}

/* Words that all hits have say nothing. Of the others the heaviest are added to the query, with
 * their shares of its weight. */
static void add_words(struct feedback *feedback)
{
	double sum = 0;

	for (size_t i = 0; i < feedback->found_count; i++) {
		struct found found = feedback->found[i];

		if (found.documents == 0)
			continue;
		found.weight *= log((double)(feedback->count + 1) / found.documents);
		found.number = i;
		keep(feedback->added, &feedback->added_count, ADDED_LIMIT, found);
	}
	for (size_t i = 0; i < feedback->added_count; i++)
		sum += feedback->added[i].weight;
	for (size_t i = 0; i < feedback->added_count; i++)
		feedback->added[i].weight *= SHARE * feedback->total / sum;
}

static double bonus(const struct feedback *feedback, size_t i)
{
	double sum = 0;

	for (size_t j = 0; j < feedback->added_count; j++) {
		const struct found *added = &feedback->added[j];

		sum += added->weight * saturated(feedback->counts[i][added->number], feedback->norms[i]);
	}
	return sum;
}

bool feedback_run(struct build *build, struct match_hit *hits, size_t count)
{
	struct feedback *feedback;

	if (build->scope != SEARCH_IN_ARTICLES || build->leaf_count < FEEDBACK_WORDS || count < LEAST_HITS)
		return false;
	feedback = arena_allocate(&build->reader->arena, sizeof(*feedback));
	memset(feedback, 0, offsetof(struct feedback, met));
	feedback->build = build;
	feedback->hits = hits;
	feedback->count = count < FEEDBACK_DEPTH ? count : FEEDBACK_DEPTH;
	if (read_query(feedback) < FEEDBACK_WORDS)
		return false;
	leave_out_stopwords(feedback);
	for (size_t i = 0; i < feedback->count; i++)
		tokens_expect_row(&build->source.snapshot->tokens[hits[i].segment], hits[i].local);
	for (size_t i = 0; i < feedback->count; i++)
		feedback->norms[i] = norm_of(feedback, i);
	for (size_t i = 0; i < BEST_COUNT; i++) {
		expect_part(feedback, i);
		read_best(feedback, i);
	}
	find_words(feedback);
	for (size_t i = 0; i < feedback->count; i++)
		count_found(feedback, i);
	add_words(feedback);
	for (size_t i = 0; i < feedback->count; i++)
		hits[i].score += bonus(feedback, i);
	return true;
}
