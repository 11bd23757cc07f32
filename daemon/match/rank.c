/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/match/rank.h"

#include <string.h>

#include "base/lanes.h"
#include "daemon/match/feedback.h"

#include "base/banned.h"

/*
 * What is added to BM25, as shares of a word's idf. Set by hand on judged collections, one
 * setting for all (docs/PERFORMANCE has the table). The first three are the sequential
 * dependence of Metzler and Croft (2005); a passage that has most of the query says more than
 * an article that has its words far apart; and who types a whole line wants that line.
 */
#define EXACT_SHARE 0.1    /* the word as it was written, not another form of it */
#define ORDERED_SHARE 0.2  /* two neighbours of the query side by side, in its order */
#define NEAR_SHARE 0.2     /* both within NEAR_WINDOW words, in any order */
#define PASSAGE_SHARE 0.6  /* the words that one passage has, times its part of the query squared */
#define LINE_SHARE 1.5     /* a run of the query's words, small ones too */
#define NEAR_WINDOW 16
#define PASSAGE_WINDOW 40
#define LINE_LEAST 0.7     /* of the query: shorter runs are its pairs' affair */

#define WORDS_LIMIT 32     /* of a query: further ones are ranked by step one alone */
#define FILTER_SIZE 1024
#define ROWS_AHEAD 12       /* documents whose rows of the token file are fetched */
#define WORDS_AHEAD 4       /* and whose words */
#define HITS_PER_LOOK 8     /* read between two looks at the clock */

#define STRIDE (2 * SHORT_LANES) /* words looked at before one branch */
#define LANES_WORDS 8       /* of a query; with more, a table of what to pass by is faster */

struct rank_word {
	uint32_t hash;
	double idf;
	bool is_small; /* a stop word: it counts in a line and in pairs */
	bool follows;  /* the word before stands right before it in the query */
};

/* The words as a segment has them. */
struct rank_numbers {
	bool is_made;
	uint16_t numbers[WORDS_LIMIT];
	unsigned char next[WORDS_LIMIT];    /* with the same place in the filter, from 1; 0: none */
	short_lanes many[LANES_WORDS];      /* each of a few, as often as lanes are wide */
	unsigned char filter[FILTER_SIZE];  /* by the low bits of a number: its last word, from 1 */
};

struct ranker {
	struct build *build;
	struct rank_word words[WORDS_LIMIT];
	size_t count;
	double total;                       /* idf of the words that are not small */
	struct rank_numbers *segments;      /* made where they are wanted */
};

/* What one document has of the query. Positions count from 1; 0 is nowhere yet. */
struct tally {
	uint32_t counts[WORDS_LIMIT], ordered[WORDS_LIMIT], near[WORDS_LIMIT];
	uint32_t last[WORDS_LIMIT];         /* where the word stood last */
	uint32_t runs[WORDS_LIMIT];         /* words of the run that ends there */
	double run_idf[WORDS_LIMIT];
	double passage, line;               /* the best so far */
};

static double saturated(uint32_t count)
{
	return count * (LEAF_K1 + 1) / (count + LEAF_K1);
}

/* Step one has looked most words up already. */
static double idf_of(struct build *build, const struct plan_node *node)
{
	for (size_t i = 0; i < build->leaf_count; i++) {
		if (build->leaves[i]->node == node && build->leaves[i]->kind == LEAF_STEM)
			return build->leaves[i]->weight;
	}
	return build_idf(build, build_term(build, FIELD_TEXT, node->words[0].folded));
}

static void add_word(struct ranker *ranker, const struct plan_node *node, bool follows)
{
	const struct plan_word *word = &node->words[0];
	struct rank_word *added = &ranker->words[ranker->count];

	if (node->field != FIELD_TEXT || ranker->count == WORDS_LIMIT)
		return;
	added->hash = word->hash;
	added->idf = idf_of(ranker->build, node);
	added->is_small = word->is_stopword;
	added->follows = follows && ranker->count > 0;
	if (!added->is_small)
		ranker->total += added->idf;
	ranker->count++;
}

static void make_numbers(const struct ranker *ranker, const struct numbering *numbering,
	struct rank_numbers *made)
{
	for (size_t i = 0; i < ranker->count; i++) {
		const uint16_t number = numbering_number(numbering, ranker->words[i].hash);
		unsigned char *filtered = &made->filter[number % FILTER_SIZE];

		made->numbers[i] = number;
		made->next[i] = *filtered;
		*filtered = (unsigned char)(i + 1);
		if (i < LANES_WORDS)
			made->many[i] = short_lanes_fill(number);
	}
	made->is_made = true;
}

static bool has_words_within(const struct plan_node *node)
{
	return node->kind == PLAN_LOOSE || node->kind == PLAN_AND || node->kind == PLAN_OR;
}

/* Loose words that are wanted: those that tell, and the small ones that step one leaves out. */
struct word_counts {
	uint32_t telling, small;
};

static void count_words(const struct plan_node *node, struct word_counts *counts)
{
	if (node->occurrence == TREE_PROHIBITED)
		return;
	if (node->kind == PLAN_WORD && node->field == FIELD_TEXT) {
		counts->small += node->words[0].is_stopword;
		counts->telling += !node->words[0].is_stopword;
	}
	for (const struct plan_node *child = has_words_within(node) ? node->first : NULL; child;
		child = child->next)
		count_words(child, counts);
}

/* How many hits are read word by word. */
static uint32_t reading_depth(struct word_counts counts)
{
	if (counts.telling + counts.small < 2)
		return counts.telling + counts.small ? RANK_DEPTH_OF_WORD : 0;
	if (counts.telling >= FEEDBACK_WORDS)
		return RANK_DEPTH_OF_LONG;
	return counts.small ? RANK_DEPTH_OF_LINE : RANK_DEPTH;
}

uint32_t rank_depth(const struct plan *plan)
{
	struct word_counts counts = {0};

	if (plan->is_profile)
		return 0;
	count_words(plan->root, &counts);
	return counts.telling < FEEDBACK_WORDS ? reading_depth(counts) : FEEDBACK_DEPTH;
}

/* The loose words that are wanted, in the order of the query. */
static void gather(struct ranker *ranker, const struct plan_node *node, bool follows)
{
	const struct plan_node *before = NULL;

	if (node->occurrence == TREE_PROHIBITED)
		return;
	if (node->kind == PLAN_WORD) {
		add_word(ranker, node, follows);
		return;
	}
	if (!has_words_within(node))
		return;
	for (const struct plan_node *child = node->first; child; child = child->next) {
		gather(ranker, child,
			node->kind == PLAN_LOOSE && before && before->kind == PLAN_WORD);
		before = child;
	}
}

/* Two neighbours of the query, the second of which is `i`: how far apart do they stand now
 * that one of them is at `here`? */
static void count_pair(struct tally *tally, size_t i, uint32_t other, uint32_t here)
{
	if (other && other != here && here - other < NEAR_WINDOW)
		tally->near[i]++;
}

/* Word `i` of the query stands at `here`. Words behind it in the query come first, so that
 * what is said of the word before is still about an earlier place. */
static void meet(const struct ranker *ranker, struct tally *tally, size_t i, uint32_t here)
{
	const struct rank_word *word = &ranker->words[i];
	double part;

	tally->counts[i]++;
	tally->runs[i] = 1;
	tally->run_idf[i] = word->idf;
	if (i + 1 < ranker->count && word[1].follows)
		count_pair(tally, i + 1, tally->last[i + 1], here);
	if (word->follows) {
		count_pair(tally, i, tally->last[i - 1], here);
		if (tally->last[i - 1] && tally->last[i - 1] + 1 == here) {
			tally->ordered[i]++;
			tally->runs[i] += tally->runs[i - 1];
			tally->run_idf[i] += tally->run_idf[i - 1];
		}
	}
	tally->last[i] = here;
	part = (double)tally->runs[i] / (double)ranker->count;
	if (tally->runs[i] > 1 && part > LINE_LEAST) {
		double line = tally->run_idf[i] * (part - LINE_LEAST) / (1 - LINE_LEAST);

		tally->line = line > tally->line ? line : tally->line;
	}
}

static bool is_in_passage(const struct tally *tally, size_t i, uint32_t here)
{
	return tally->last[i] && here - tally->last[i] < PASSAGE_WINDOW;
}

/* The words that the passage which ends at `here` has. */
static void measure_passage(const struct ranker *ranker, struct tally *tally, uint32_t here)
{
	double sum = 0;

	for (size_t i = 0; i < ranker->count; i++) {
		if (is_in_passage(tally, i, here) && !ranker->words[i].is_small)
			sum += ranker->words[i].idf;
	}
	tally->passage = sum > tally->passage ? sum : tally->passage;
}

/* Whether one of STRIDE words may be one of the query. */
static inline bool may_meet(const struct rank_numbers *query, size_t count, const uint16_t *words)
{
	const short_lanes first = short_lanes_load(words);
	const short_lanes second = short_lanes_load(words + SHORT_LANES);
	short_lanes found = {0};

	if (count > LANES_WORDS) {
		unsigned char any = 0;

		for (size_t i = 0; i < STRIDE; i++)
			any |= query->filter[words[i] % FILTER_SIZE];
		return any;
	}
	for (size_t i = 0; i < count; i++)
		found |= (short_lanes)(first == query->many[i]) | (short_lanes)(second == query->many[i]);
	return short_lanes_any(found);
}

/* The first word from `position` on that may be one of the query. */
static uint32_t next_candidate(const struct rank_numbers *query, size_t count,
	const struct token_text *text, uint32_t position)
{
	while (position + STRIDE <= text->count && !may_meet(query, count, text->numbers + position))
		position += STRIDE;
	while (position < text->count && !query->filter[text->numbers[position] % FILTER_SIZE])
		position++;
	return position;
}

static void read_words(const struct ranker *ranker, const struct rank_numbers *query,
	const struct token_text *text, struct tally *tally)
{
	for (uint32_t position = 0;
		(position = next_candidate(query, ranker->count, text, position)) < text->count;
		position++) {
		const uint16_t number = text->numbers[position];
		bool is_richer = false;

		for (size_t i = query->filter[number % FILTER_SIZE]; i-- > 0; i = query->next[i]) {
			if (query->numbers[i] != number ||
				(numbering_is_rare(number) &&
					token_text_hash(text, position) != ranker->words[i].hash))
				continue;
			is_richer |= !is_in_passage(tally, i, position + 1) && !ranker->words[i].is_small;
			meet(ranker, tally, i, position + 1);
		}
		/* Else it has no word that one measured before had not. */
		if (is_richer)
			measure_passage(ranker, tally, position + 1);
	}
}

static double bonus(const struct ranker *ranker, size_t segment, const struct token_text *text)
{
	struct rank_numbers *query = &ranker->segments[segment];
	struct tally tally;
	double sum, part;

	if (!query->is_made)
		make_numbers(ranker, text->numbering, query);

	memset(&tally, 0, sizeof(tally));
	read_words(ranker, query, text, &tally);
	part = ranker->total > 0 ? tally.passage / ranker->total : 0;
	sum = PASSAGE_SHARE * tally.passage * part * part + LINE_SHARE * tally.line;
	for (size_t i = 0; i < ranker->count; i++) {
		const struct rank_word *word = &ranker->words[i];
		double idf;

		if (!word->is_small)
			sum += EXACT_SHARE * word->idf * saturated(tally.counts[i]);
		if (!word->follows)
			continue;
		idf = word[-1].idf < word->idf ? word[-1].idf : word->idf;
		sum += idf * (ORDERED_SHARE * saturated(tally.ordered[i]) +
				     NEAR_SHARE * saturated(tally.near[i]));
	}
	return sum;
}

static bool is_better(const struct match_hit *a, const struct match_hit *b)
{
	return a->score != b->score ? a->score > b->score : a->document < b->document;
}

/* By insertion: they are few, and nearly in order. */
static void sort_hits(struct match_hit *hits, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		const struct match_hit hit = hits[i];
		size_t place = i;

		for (; place > 0 && is_better(&hit, &hits[place - 1]); place--)
			hits[place] = hits[place - 1];
		hits[place] = hit;
	}
}

/* Reading a document's words mostly waits for memory: while hit `i` of `count` is read, those
 * that come next are fetched. */
static void expect_next(const struct build *build, const struct match_hit *hits, size_t count,
	size_t i)
{
	const struct tokens_map *tokens = build->source.snapshot->tokens;
	const size_t row = i + ROWS_AHEAD, words = i + WORDS_AHEAD;

	if (build->scope != SEARCH_IN_ARTICLES)
		return;
	for (size_t j = i ? row : 1; j <= row && j < count; j++)
		tokens_expect_row(&tokens[hits[j].segment], hits[j].local);
	for (size_t j = i ? words : 1; j <= words && j < count; j++)
		tokens_expect_words(&tokens[hits[j].segment], hits[j].local);
}

void rank_run(struct build *build, struct match_hit *hits, size_t count)
{
	struct ranker ranker = {.build = build};
	struct word_counts counts = {0};
	size_t depth;

	if (rank_depth(build->plan) == 0)
		return;
	count_words(build->plan->root, &counts);
	depth = reading_depth(counts);
	depth = depth < count ? depth : count;
	gather(&ranker, build->plan->root, false);
	if (ranker.count == 0 || count < 2)
		return;
	ranker.segments = arena_allocate_array(&build->reader->arena,
		build->source.snapshot->manifest.segment_count, sizeof(*ranker.segments));
	for (size_t i = 0; i < depth; i++) {
		struct token_text text;

		/* Half a ranking is none: the order of step one stays. */
		if (i % HITS_PER_LOOK == 0 && build_is_late(build))
			return;
		expect_next(build, hits, depth, i);
		if (leaf_text_of(build->source.snapshot, build->scope, hits[i].segment, hits[i].local,
			    &text))
			hits[i].score += bonus(&ranker, hits[i].segment, &text);
	}
	sort_hits(hits, depth);
	if (!build_is_late(build) && feedback_run(build, hits, count))
		sort_hits(hits, count < FEEDBACK_DEPTH ? count : FEEDBACK_DEPTH);
}
