/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of the index that complete the one being typed. */
#include <assert.h>
#include <stdlib.h>

#include "daemon/index/context.h"
#include "daemon/index/dictionary.h"
#include "daemon/match/build.h"
#include "daemon/query/typed.h"
#include "daemon/suggest/suggest.h"
#include "schema/term.h"
#include "text/fold.h"
#include "text/stopword.h"

#include "base/banned.h"

#define CANDIDATES 192 /* of which those that fit what stands before are put first */
#define STOPWORDS 40   /* that begin alike, at most */

static_assert(SUGGEST_LIMIT + STOPWORDS <= CANDIDATES, "what is asked for has no room");

struct candidate {
	struct slice word;
	uint32_t count, beside;
};

static struct slice fold(struct arena *arena, struct slice text)
{
	struct buffer folded = {0};
	struct slice copy;

	fold_append(text, &folded);
	copy = arena_copy(arena, buffer_slice(&folded));
	buffer_clear(&folded);
	return copy;
}

/* Those the field has at all. Stop words say nothing but in a phrase. */
static size_t take_candidates(const struct suggesting *suggesting, const struct dictionary_list *list,
	struct candidate *candidates)
{
	const struct snapshot *snapshot = suggesting->reader->snapshot;
	const enum field field = build_term_field(suggesting->typed->field);
	struct buffer *scratch = &suggesting->reader->scratch;
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct candidate candidate = {.word = list->words[i].word,
			.count = list->words[i].count};

		if (!suggesting->typed->is_in_mark && stopword_is(suggesting->language, candidate.word))
			continue;
		if (field != FIELD_TEXT) {
			term_word(field, candidate.word, scratch);
			candidate.count =
				xc_database_frequency(snapshot->articles, buffer_slice(scratch));
		}
		if (candidate.count)
			candidates[count++] = candidate;
	}
	return count;
}

static void count_beside(const struct suggesting *suggesting, struct candidate *candidates,
	size_t count)
{
	const struct typed *typed = suggesting->typed;
	struct slice words[CANDIDATES];
	uint32_t counts[CANDIDATES];

	if (typed->count < 2 || count == 0)
		return;
	for (size_t i = 0; i < count; i++)
		words[i] = candidates[i].word;
	context_count(suggesting->reader,
		fold(&suggesting->reader->arena, typed->words[typed->count - 2]), CONTEXT_AFTER, words,
		count, counts);
	for (size_t i = 0; i < count; i++)
		candidates[i].beside = counts[i];
}

static int by_rank(const void *a, const void *b)
{
	const struct candidate *first = a, *second = b;

	if (first->beside != second->beside)
		return first->beside > second->beside ? -1 : 1;
	if (first->count != second->count)
		return first->count > second->count ? -1 : 1;
	return slice_compare(first->word, second->word);
}

void suggest_words(struct suggesting *suggesting)
{
	const struct typed *typed = suggesting->typed;
	const struct slice written = typed->words[typed->count - 1];
	const size_t begin = (size_t)(written.data - suggesting->request->typed.data);
	const struct slice prefix = fold(&suggesting->reader->arena, written);
	struct buffer *scratch = &suggesting->reader->scratch;
	struct candidate candidates[CANDIDATES];
	struct dictionary_list list;
	size_t count;

	if (prefix.size == 0)
		return;
	list = dictionary_begin(suggesting->reader->snapshot, prefix,
		typed->field == FIELD_TEXT && typed->count < 2 ? suggesting->request->size + STOPWORDS
							       : CANDIDATES,
		&suggesting->reader->arena);
	count = take_candidates(suggesting, &list, candidates);
	count_beside(suggesting, candidates, count);
	if (count)
		qsort(candidates, count, sizeof(*candidates), by_rank);
	for (size_t i = 0; i < count && suggesting->count < suggesting->request->size; i++) {
		term_word(build_term_field(typed->field), candidates[i].word, scratch);
		if (suggest_finds(suggesting, suggesting->reader->snapshot->articles,
			    buffer_slice(scratch)))
			suggesting->suggestions[suggesting->count++] = (struct suggestion){
				SUGGESTION_WORD, candidates[i].word,
				suggest_complete(suggesting, begin, candidates[i].word),
				candidates[i].count};
	}
}
