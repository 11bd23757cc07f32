/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/spelling.h"

#include "base/clock.h"
#include "schema/wire.h"

#include "base/banned.h"

#define SHORTEST 3     /* letters: of a shorter word nearly every other is one edit away */
#define DOUBTS 6       /* words for which others are looked for */
#define TRIALS 5       /* rewritten queries that are run */
#define LOOSE_WORTH 1e-6 /* of a query that no document has all words of */
#define BUDGET_MS 100  /* for all of them, where the request has a deadline */

/* The words of the query that are wanted, in the order in which they were typed. */
struct words {
	struct spelling_word *words; /* room for WIRE_TERMS_LIMIT */
	size_t count;
};

/* Rewritten queries that were run, and the best of them. */
struct trials {
	const struct spelling *spelling;
	size_t left;
	double best;       /* how likely it is */
	bool has_stranger; /* a word that nobody has, nor any like it */
	struct search_proposal *proposal;
};

static uint32_t count_letters(struct slice word)
{
	uint32_t count = 0;

	for (size_t i = 0; i < word.size; i++)
		count += ((unsigned char)word.data[i] & 0xc0) != 0x80;
	return count;
}

/* Words that the query does not have as they stand cannot be rewritten. */
static bool find_place(const struct spelling *spelling, struct slice written, size_t *begin)
{
	const struct slice query = spelling->request->query;
	const uintptr_t at = (uintptr_t)written.data, start = (uintptr_t)query.data;

	if (!written.size || at < start || at + written.size > start + query.size)
		return false;
	*begin = at - start;
	return true;
}

static void take_word(const struct spelling *spelling, const struct plan_node *node,
	const struct plan_word *word, bool is_bound, struct words *words)
{
	const uint32_t letters = count_letters(word->folded);
	struct spelling_word *taken = &words->words[words->count];
	size_t begin;

	if (words->count == WIRE_TERMS_LIMIT || word->place != PLAN_PLACE_WORD ||
		!find_place(spelling, word->written, &begin))
		return;
	*taken = (struct spelling_word){.begin = begin, .end = begin + word->written.size,
		.node = node, .word = word, .letters = letters,
		.is_bound = is_bound || node->kind == PLAN_PHRASE};
	taken->count = spelling_count(spelling, taken, word);
	words->count++;
}

static void take_words(const struct spelling *spelling, const struct plan_node *node, bool is_bound,
	struct words *words)
{
	if (node->occurrence == TREE_PROHIBITED)
		return;
	switch (node->kind) {
	case PLAN_WORD:
	case PLAN_EXACT:
	case PLAN_PHRASE:
	case PLAN_VALUE:
		for (size_t i = 0; i < node->word_count; i++)
			take_word(spelling, node, &node->words[i], is_bound, words);
		break;
	case PLAN_WITHOUT:
		if (node->first)
			take_words(spelling, node->first, is_bound, words);
		break;
	case PLAN_NEAR:
	case PLAN_AND:
	case PLAN_OR:
	case PLAN_LOOSE:
		is_bound |= node->kind == PLAN_NEAR || node->kind == PLAN_AND;
		for (const struct plan_node *child = node->first; child; child = child->next)
			take_words(spelling, child, is_bound, words);
		break;
	case PLAN_ALL:
	case PLAN_NONE:
	case PLAN_PATTERN:
	case PLAN_FUZZY:
	case PLAN_RANGE:
		break;
	}
}

/* Who stands beside whom, as it was typed: with nothing but blanks and a hyphen between. */
static void find_neighbours(const struct spelling *spelling, struct words *words)
{
	const struct slice query = spelling->request->query;

	for (size_t i = 1; i < words->count; i++) {
		struct spelling_word *first = &words->words[i - 1], *second = first + 1;
		size_t at = first->end;

		while (at < second->begin && (query.data[at] == ' ' || query.data[at] == '-'))
			at++;
		if (at > first->end && at == second->begin && at - first->end <= SPELLING_GAP) {
			first->after = second;
			second->before = first;
		}
	}
}

bool spelling_try(const struct spelling *spelling, struct slice query, uint32_t *total,
	bool *is_loosened)
{
	struct search_request request = *spelling->request;
	struct search_results results;
	struct error ignored = {0};
	size_t position;

	if (request.deadline_ns) {
		const int64_t budget = clock_monotonic_ns() + BUDGET_MS * INT64_C(1000000);

		request.deadline_ns = budget < request.deadline_ns ? budget : request.deadline_ns;
	}
	/* Only how many there are is asked: ranked by nothing, and none shown. */
	request.query = query;
	request.sort = SEARCH_BY_DATE;
	request.from = request.size = 0;
	request.facets = 0;
	request.collapse = SEARCH_COLLAPSE_NONE;
	request.explain = false;
	request.is_trial = true;
	if (query.size > WIRE_QUERY_LIMIT ||
		!search_run(spelling->reader, &request, &results, &position, &ignored) ||
		results.timed_out)
		return false;
	*total = results.total;
	*is_loosened = results.is_loosened;
	return true;
}

/* The query with edits that are in order and apart. */
static struct slice rewrite(struct arena *arena, struct slice query,
	const struct spelling_edit *edits, size_t count)
{
	struct buffer text = {0};
	struct slice copy;
	size_t done = 0;

	for (size_t i = 0; i < count; i++) {
		buffer_append(&text, slice_range(query, done, edits[i].begin));
		buffer_append(&text, edits[i].text);
		done = edits[i].end;
	}
	buffer_append(&text, slice_range(query, done, query.size));
	copy = arena_copy(arena, buffer_slice(&text));
	buffer_clear(&text);
	return copy;
}

/* All words together are worth more than any of them, however many those find. Where no article
 * has all of them though all are known, what was put in speaks against itself. */
static bool is_better(const struct trials *trials, uint32_t total, bool is_loosened)
{
	const struct search_results *results = trials->spelling->results;

	if (is_loosened)
		return results->is_loosened && trials->has_stranger && total > results->total;
	return results->is_loosened ? total > 0 : total > results->total;
}

/* By its hits, and by how many documents have the words as they stand: a name nobody knows finds
 * much where its stem is that of a common word. */
static double worth(const struct spelling_edit *edits, size_t count, uint32_t total, bool is_loosened)
{
	double weight = is_loosened ? LOOSE_WORTH : 1;

	for (size_t i = 0; i < count; i++) {
		weight *= edits[i].weight;
		total = edits[i].count < total ? edits[i].count : total;
	}
	return weight * total;
}

static void try_edits(struct trials *trials, const struct spelling_edit *edits, size_t count)
{
	const struct spelling *spelling = trials->spelling;
	struct slice query;
	uint32_t total;
	bool is_loosened;
	double likely;

	if (trials->left == 0)
		return;
	trials->left--;
	query = rewrite(&spelling->reader->arena, spelling->request->query, edits, count);
	if (!spelling_try(spelling, query, &total, &is_loosened) ||
		!is_better(trials, total, is_loosened))
		return;
	likely = worth(edits, count, total, is_loosened);
	if (likely <= trials->best)
		return;
	trials->best = likely;
	*trials->proposal = (struct search_proposal){query, total};
}

/* A word that nobody has; where little was found, one that another could so far exceed. Of a
 * phrase or of words joined by AND there are always few: doubted where they are found nowhere. */
static bool is_doubted(const struct spelling *spelling, const struct spelling_word *word, bool is_few)
{
	const char first = word->word->folded.data[0];
	const uint32_t all = xc_database_document_count(spelling->reader->snapshot->articles);

	if (word->letters < SHORTEST || (first >= '0' && first <= '9') || first == '#')
		return false;
	if (word->count == 0)
		return true;
	return is_few && (!word->is_bound || spelling->results->total == 0) &&
	       spelling_least(word) <= all;
}

/* Each doubted word by its likeliest other; where there is one alone, by each of them. */
static void try_words(struct trials *trials, const struct words *words, bool is_few)
{
	struct spelling_edit edits[DOUBTS];
	struct spelling_choices choices, alone = {.count = 0};
	size_t count = 0, doubts = 0;

	for (size_t i = 0; i < words->count && doubts < DOUBTS; i++) {
		const struct spelling_word *word = &words->words[i];

		if (!is_doubted(trials->spelling, word, is_few))
			continue;
		doubts++;
		spelling_choose(trials->spelling, word, &choices);
		if (choices.count)
			edits[count++] = choices.edits[0];
		else if (word->count == 0)
			trials->has_stranger = true;
		if (count == 1 && choices.count)
			alone = choices;
	}
	if (count > 1)
		try_edits(trials, edits, count);
	for (size_t i = 0; count > 1 && trials->best == 0 && i < count; i++)
		try_edits(trials, &edits[i], 1);
	for (size_t i = 0; count == 1 && i < alone.count; i++)
		try_edits(trials, &alone.edits[i], 1);
}

static void try_joins(struct trials *trials, const struct words *words)
{
	for (size_t i = 0; i + 1 < words->count; i++) {
		struct spelling_edit edit;

		if (spelling_join(trials->spelling, &words->words[i], &edit))
			try_edits(trials, &edit, 1);
	}
}

/* Whether a word can be in no document though something was found. */
static bool can_hide(const struct plan_node *node)
{
	if (node->kind == PLAN_OR)
		return true;
	for (const struct plan_node *child = node->first; child; child = child->next) {
		if (can_hide(child))
			return true;
	}
	return false;
}

/* Whether so little was found that words are doubted that some document has. */
static bool has_few(const struct spelling *spelling)
{
	const struct plan_node *root = spelling->plan->root;
	const uint32_t total = spelling->results->total;

	if (root->kind == PLAN_PHRASE || root->kind == PLAN_AND || root->kind == PLAN_NEAR)
		return total == 0;
	return spelling->results->is_loosened ||
	       total < (root->word_count == 1 ? SPELLING_FEW : SPELLING_FEW_TOGETHER);
}

void spelling_propose(const struct spelling *spelling, struct search_proposal *proposal)
{
	const bool is_few = has_few(spelling);
	struct trials trials = {.spelling = spelling, .left = TRIALS, .proposal = proposal};
	struct words words = {0};

	*proposal = (struct search_proposal){.total = 0};
	/* Most queries end here: all that was asked for is there. */
	if (spelling->results->timed_out ||
		(!is_few && spelling->request->mode != SEARCH_MATCH_ANY &&
			!can_hide(spelling->plan->root)))
		return;
	words.words = arena_allocate_array(&spelling->reader->arena, WIRE_TERMS_LIMIT + 1,
		sizeof(*words.words));
	take_words(spelling, spelling->plan->root, false, &words);
	find_neighbours(spelling, &words);
	try_words(&trials, &words, is_few);
	if (is_few)
		try_joins(&trials, &words);
}
