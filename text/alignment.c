/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/alignment.h"

#include <string.h>

/* Costs and gains of one word of full weight. A changed word costs less than adding one, at the
 * ends of the source too, where leaving words out is free, and less than leaving one out
 * and adding the other, so that replacements are shown as such. */
#define GAIN_SAME 1.0f
#define COST_CHANGED 0.9f
#define COST_LEFT_OUT 0.5f
#define COST_ADDED 1.0f
#define WEIGHT_LEAST 0.2f

#define LIKENESS_SPELLING 0.9f
#define LIKENESS_STEM 0.6f
#define LIKENESS_SPELLED_NEARLY 0.5f
#define LETTERS_SHORT 4   /* one edit from here on */
#define LETTERS_SMALL 3   /* the same where the source has a small word: tbe for the */
#define LETTERS_LONG 8    /* two */
#define WORD_SIZE_LIMIT 64

/* Joined: one word of the claim for two of the source; split: the other way. */
enum move { MOVE_START, MOVE_BOTH, MOVE_SOURCE, MOVE_CLAIM, MOVE_JOINED, MOVE_SPLIT };

static bool has_digit(struct slice word)
{
	for (size_t i = 0; i < word.size; i++) {
		if (word.data[i] >= '0' && word.data[i] <= '9')
			return true;
	}
	return false;
}

static size_t least(size_t a, size_t b, size_t c)
{
	size_t smaller = a < b ? a : b;

	return smaller < c ? smaller : c;
}

/* Levenshtein's distance in bytes of the folded words, one row at a time. */
static size_t distance(struct slice a, struct slice b)
{
	size_t row[WORD_SIZE_LIMIT + 1];

	for (size_t j = 0; j <= b.size; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.size; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.size; j++) {
			size_t above = row[j];

			row[j] = least(above + 1, row[j - 1] + 1,
				diagonal + (a.data[i - 1] != b.data[j - 1]));
			diagonal = above;
		}
	}
	return row[b.size];
}

static bool is_spelled_nearly(struct slice a, struct slice b)
{
	size_t shorter = a.size < b.size ? a.size : b.size;
	size_t longer = a.size < b.size ? b.size : a.size;
	size_t edits = shorter >= LETTERS_LONG ? 2 : 1;

	/* 485 and 458 are two numbers, not one misspelled. */
	if (shorter < LETTERS_SHORT || longer > WORD_SIZE_LIMIT || longer - shorter > edits)
		return false;
	return distance(a, b) <= edits;
}

/* What a scanner takes for one another, letters first: "c1ose" is read as "close" before its
 * "cl" is held for a "d", as that of "close" itself is. */
static const struct {
	char read, meant;
} misread_letters[] = {{'0', 'o'}, {'1', 'l'}, {'i', 'l'}, {'5', 's'}, {'8', 'b'}};

static const struct {
	char first, second, meant;
} misread_pairs[] = {{'r', 'n', 'm'}, {'v', 'v', 'w'}, {'c', 'l', 'd'}};

#define COUNT_OF_ROWS(table) (sizeof(table) / sizeof((table)[0]))

static char outline_letter(char letter)
{
	for (size_t k = 0; k < COUNT_OF_ROWS(misread_letters); k++) {
		if (letter == misread_letters[k].read)
			return misread_letters[k].meant;
	}
	return letter;
}

/* A word as a scanner sees it; words that are misread for one another have one outline. */
static size_t outline(struct slice word, char text[WORD_SIZE_LIMIT])
{
	size_t size = 0;

	for (size_t i = 0; i < word.size; i++) {
		char letter = outline_letter(word.data[i]);
		char next = i + 1 < word.size ? outline_letter(word.data[i + 1]) : 0;

		for (size_t k = 0; k < COUNT_OF_ROWS(misread_pairs); k++) {
			if (letter == misread_pairs[k].first && next == misread_pairs[k].second) {
				letter = misread_pairs[k].meant;
				i++;
				break;
			}
		}
		text[size++] = letter;
	}
	return size;
}

/* One letter wrong, missing, too many, or two neighbours swapped, between the first letter and
 * the last: possible is no slip for impossible, nor house for houses. */
static bool is_slip(struct slice a, struct slice b)
{
	size_t front = 0, back = 0, shorter = a.size < b.size ? a.size : b.size;
	size_t longer = a.size < b.size ? b.size : a.size;

	while (front < shorter && a.data[front] == b.data[front])
		front++;
	while (back < shorter - front && a.data[a.size - 1 - back] == b.data[b.size - 1 - back])
		back++;
	if (front == 0 || back == 0)
		return false;
	if (longer != shorter)
		return longer - shorter == 1 && front + back == shorter;
	return shorter - front - back == 1 ||
	       (shorter - front - back == 2 && a.data[front] == b.data[front + 1] &&
		       a.data[front + 1] == b.data[front]);
}

/* Not another word of the writer's, but this one as a pen or a scanner spoils it. */
static bool is_spoiled(const struct alignment_word *claim, const struct alignment_word *source)
{
	const size_t letters = source->weight < 1 ? LETTERS_SMALL : LETTERS_SHORT;
	const struct slice a = claim->folded, b = source->folded;
	char outlines[2][WORD_SIZE_LIMIT];
	struct slice first, second;

	/* No row of the table makes a word shorter than its half. */
	if (claim->is_known || a.size > WORD_SIZE_LIMIT || b.size > WORD_SIZE_LIMIT ||
		a.size > 2 * b.size + 1 || b.size > 2 * a.size + 1)
		return false;
	first = slice_make(outlines[0], outline(a, outlines[0]));
	second = slice_make(outlines[1], outline(b, outlines[1]));
	if (slice_equal(first, second))
		return true;
	/* 485 and 458 are two numbers, not one misspelled. */
	return first.size >= letters && second.size >= letters && is_slip(first, second) &&
	       !(has_digit(a) && has_digit(b)) && !slice_equal(claim->stem, source->stem);
}

/* How alike two words are: 1 the same, 0 not at all. */
static float likeness_of_words(const struct alignment_word *claim,
	const struct alignment_word *source)
{
	if (claim->hash == source->hash)
		return 1;
	if (is_spoiled(claim, source))
		return LIKENESS_SPELLING;
	if (slice_equal(claim->stem, source->stem))
		return LIKENESS_STEM;
	if (!has_digit(claim->folded) && is_spelled_nearly(claim->folded, source->folded))
		return LIKENESS_SPELLED_NEARLY;
	return 0;
}

static float weight_of(const struct alignment_word *word)
{
	return word->weight < WEIGHT_LEAST ? WEIGHT_LEAST : word->weight;
}

struct table {
	const struct alignment_word *claim, *source;
	size_t claim_count, source_count;
	unsigned char *moves; /* (claim_count + 1) * (source_count + 1) */
	float *rows[3];       /* this, the one above, the one above that */
	size_t best_end;      /* of the source */
};

/* Whether words of the source may be passed over for free before claim word `i`. */
static bool may_skip(const struct table *table, size_t i)
{
	return i > 0 && i < table->claim_count &&
	       (table->claim[i].follows_ellipsis || table->claim[i].is_own ||
		       table->claim[i - 1].is_own);
}

static float gain_both(const struct alignment_word *claim, const struct alignment_word *source)
{
	float likeness;

	if (claim->is_own)
		return 0;
	likeness = likeness_of_words(claim, source);
	if (likeness > 0)
		return likeness * GAIN_SAME * weight_of(claim);
	return -COST_CHANGED * (weight_of(claim) > weight_of(source) ? weight_of(claim)
								       : weight_of(source));
}

/* Two words written as one: "rebuildthe", or a hyphen that got lost. */
static bool is_joined(const struct alignment_word *whole, const struct alignment_word *parts)
{
	const struct slice first = parts[0].folded, second = parts[1].folded;

	return whole->folded.size == first.size + second.size &&
	       slice_starts_with(whole->folded, first) && slice_ends_with(whole->folded, second);
}

/* The better of what the cell has and of a word for two. */
static void try_joined(const struct table *table, size_t i, size_t j, float *best,
	unsigned char *move)
{
	const struct alignment_word *claim = &table->claim[i - 1], *source = &table->source[j - 1];

	if (claim->is_own)
		return;
	if (j > 1 && is_joined(claim, source - 1)) {
		float gain = LIKENESS_SPELLING * GAIN_SAME * weight_of(claim) +
			table->rows[(i + 2) % 3][j - 2];

		if (gain > *best) {
			*best = gain;
			*move = MOVE_JOINED;
		}
	}
	if (i > 1 && !claim[-1].is_own && is_joined(source, claim - 1)) {
		float gain = LIKENESS_SPELLING * GAIN_SAME * weight_of(source) +
			table->rows[(i + 1) % 3][j - 1];

		if (gain > *best) {
			*best = gain;
			*move = MOVE_SPLIT;
		}
	}
}

static void fill_row(struct table *table, size_t i)
{
	const struct alignment_word *claim = &table->claim[i - 1];
	const float *above = table->rows[(i - 1) % 3];
	float *row = table->rows[i % 3];
	unsigned char *moves = table->moves + i * (table->source_count + 1);
	float cost_added = claim->is_own ? 0 : COST_ADDED * weight_of(claim);
	bool skips = may_skip(table, i);

	row[0] = above[0] - cost_added;
	moves[0] = MOVE_CLAIM;
	for (size_t j = 1; j <= table->source_count; j++) {
		const struct alignment_word *source = &table->source[j - 1];
		float both = above[j - 1] + gain_both(claim, source);
		float added = above[j] - cost_added;
		float left_out = row[j - 1] - (skips ? 0 : COST_LEFT_OUT * weight_of(source));

		row[j] = both;
		moves[j] = MOVE_BOTH;
		if (left_out > row[j]) {
			row[j] = left_out;
			moves[j] = MOVE_SOURCE;
		}
		if (added > row[j]) {
			row[j] = added;
			moves[j] = MOVE_CLAIM;
		}
		try_joined(table, i, j, &row[j], &moves[j]);
	}
}

static void fill(struct table *table)
{
	const float *last;

	for (size_t j = 0; j <= table->source_count; j++) {
		table->rows[0][j] = 0;
		table->moves[j] = MOVE_START;
	}
	for (size_t i = 1; i <= table->claim_count; i++)
		fill_row(table, i);
	last = table->rows[table->claim_count % 3];
	for (size_t j = 1; j <= table->source_count; j++) {
		if (last[j] > last[table->best_end])
			table->best_end = j;
	}
}

static enum alignment_step step_of(const struct alignment_word *claim,
	const struct alignment_word *source)
{
	if (claim->is_own)
		return ALIGNMENT_OWN;
	if (claim->hash == source->hash)
		return ALIGNMENT_SAME;
	return likeness_of_words(claim, source) >= LIKENESS_SPELLING ? ALIGNMENT_SPELLING
								      : ALIGNMENT_CHANGED;
}

/* From the end back to the start; the pairs come out in reverse. */
static size_t trace(const struct table *table, struct alignment_pair *pairs, size_t *source_begin)
{
	size_t i = table->claim_count, j = table->best_end, count = 0;

	while (i > 0) {
		struct alignment_pair *pair = &pairs[count++];

		switch ((enum move)table->moves[i * (table->source_count + 1) + j]) {
		case MOVE_BOTH:
			i--;
			j--;
			*pair = (struct alignment_pair){
				step_of(&table->claim[i], &table->source[j]), (uint32_t)i, (uint32_t)j};
			break;
		case MOVE_SOURCE:
			j--;
			*pair = (struct alignment_pair){may_skip(table, i) ? ALIGNMENT_SKIPPED
									   : ALIGNMENT_LEFT_OUT,
				ALIGNMENT_NO_WORD, (uint32_t)j};
			break;
		case MOVE_JOINED:
			i--;
			j -= 2;
			pair[0] = (struct alignment_pair){ALIGNMENT_SPELLING, ALIGNMENT_NO_WORD,
				(uint32_t)j + 1};
			pair[1] = (struct alignment_pair){ALIGNMENT_SPELLING, (uint32_t)i, (uint32_t)j};
			count++;
			break;
		case MOVE_SPLIT:
			i -= 2;
			j--;
			pair[0] = (struct alignment_pair){ALIGNMENT_SPELLING, (uint32_t)i + 1,
				ALIGNMENT_NO_WORD};
			pair[1] = (struct alignment_pair){ALIGNMENT_SPELLING, (uint32_t)i, (uint32_t)j};
			count++;
			break;
		case MOVE_CLAIM:
		case MOVE_START:
			i--;
			*pair = (struct alignment_pair){table->claim[i].is_own ? ALIGNMENT_OWN
									       : ALIGNMENT_ADDED,
				(uint32_t)i, ALIGNMENT_NO_WORD};
			break;
		}
	}
	*source_begin = j;
	return count;
}

static float lesser(float a, float b)
{
	return a < b ? a : b;
}

/* Of two words that stand for one: the first of them counts for both. */
static bool is_second_half(const struct alignment_pair *pair)
{
	return pair->step == ALIGNMENT_SPELLING &&
	       (pair->claim == ALIGNMENT_NO_WORD || pair->source == ALIGNMENT_NO_WORD);
}

/* F1 over weights: how much of the claim is in the source, and of the stretch in the claim. */
static void score(const struct table *table, struct alignment *alignment)
{
	float alike = 0, claimed = 0, sourced = 0;

	alignment->is_verbatim = true;
	for (size_t k = 0; k < alignment->pair_count; k++) {
		const struct alignment_pair *pair = &alignment->pairs[k];
		const struct alignment_word *claim =
			pair->claim != ALIGNMENT_NO_WORD ? &table->claim[pair->claim] : NULL;
		const struct alignment_word *source =
			pair->source != ALIGNMENT_NO_WORD ? &table->source[pair->source] : NULL;

		if (pair->step == ALIGNMENT_OWN || pair->step == ALIGNMENT_SKIPPED ||
			is_second_half(pair))
			continue;
		if (claim)
			claimed += weight_of(claim);
		if (source)
			sourced += weight_of(source);
		if (claim && source)
			alike += lesser(weight_of(claim), weight_of(source)) *
				 (pair->step == ALIGNMENT_SPELLING ? LIKENESS_SPELLING
								   : likeness_of_words(claim, source));
		if (pair->step != ALIGNMENT_SAME && pair->step != ALIGNMENT_SPELLING)
			alignment->is_verbatim = false;
	}
	alignment->score = claimed + sourced > 0 ? 2 * alike / (claimed + sourced) : 0;
	if (alignment->score > 1)
		alignment->score = 1;
	if (alike <= 0)
		alignment->is_verbatim = false;
}

bool alignment_run(const struct alignment_word *claim, size_t claim_count,
	const struct alignment_word *source, size_t source_count, struct arena *arena,
	struct alignment *alignment)
{
	struct table table = {.claim = claim, .source = source, .claim_count = claim_count,
		.source_count = source_count};
	struct alignment_pair *pairs;
	size_t begin = 0;

	if (claim_count == 0 || source_count == 0 ||
		claim_count + 1 > ALIGNMENT_CELL_LIMIT / (source_count + 1))
		return false;
	table.moves = arena_allocate(arena, (claim_count + 1) * (source_count + 1));
	for (size_t k = 0; k < 3; k++)
		table.rows[k] = arena_allocate(arena, (source_count + 1) * sizeof(float));
	fill(&table);
	pairs = arena_allocate_array(arena, claim_count + source_count, sizeof(*pairs));
	*alignment = (struct alignment){.pairs = pairs};
	alignment->pair_count = trace(&table, pairs, &begin);
	for (size_t a = 0, b = alignment->pair_count; a + 1 < b; a++) {
		struct alignment_pair swapped = pairs[a];

		pairs[a] = pairs[--b];
		pairs[b] = swapped;
	}
	alignment->source_begin = (uint32_t)begin;
	alignment->source_end = (uint32_t)table.best_end;
	score(&table, alignment);
	return true;
}
