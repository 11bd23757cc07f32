/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/missing.h"

#include <stdlib.h>

#include "schema/term.h"

#include "base/banned.h"

/* A hit and its place in the list: posting lists are walked in the order of documents. */
struct place {
	uint32_t document;
	size_t index;
};

static int by_document(const void *a, const void *b)
{
	const struct place *first = a, *second = b;

	return (first->document > second->document) - (first->document < second->document);
}

/* Marks the hits that a term's posting list has. */
static bool mark_term(struct build *build, struct slice term, const struct place *places,
	size_t count, bool *has, struct error *error)
{
	struct xc_postings *postings = xc_postings_open(build->database, term, error);
	uint32_t document = 0, times;
	struct error problem = {0};

	if (!postings)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (document < places[i].document &&
			!xc_postings_skip(postings, places[i].document, &document, &times, &problem))
			break;
		if (document == places[i].document)
			has[places[i].index] = true;
	}
	xc_postings_close(postings);
	if (problem.code)
		*error = problem;
	return problem.code == ERROR_NONE;
}

static bool find_word(struct build *build, const struct leaf *leaf, const struct place *places,
	size_t count, bool *has, struct error *error)
{
	const struct plan_word *word = &leaf->node->words[0];
	struct buffer *scratch = &build->reader->scratch;

	for (size_t i = 0; i < count; i++)
		has[i] = false;
	for (size_t i = 0; i < word->stem_count; i++) {
		term_stem(build_term_field(leaf->node->field), word->stems[i], scratch);
		if (!mark_term(build, buffer_slice(scratch), places, count, has, error))
			return false;
	}
	if (build->scope != SEARCH_IN_QUOTES || leaf->node->field != FIELD_TEXT)
		return true;
	return mark_term(build, build_term(build, FIELD_SPEAKER, word->folded), places, count, has,
		error);
}

bool missing_find(struct build *build, const struct match_hit *hits, size_t count,
	struct search_hit *results, struct error *error)
{
	struct arena *arena = &build->reader->arena;
	struct place *places = arena_allocate_array(arena, count, sizeof(*places));
	struct slice *words = arena_allocate_array(arena, count * build->leaf_count, sizeof(*words));
	bool *has = arena_allocate_array(arena, count, sizeof(*has));

	for (size_t i = 0; i < count; i++) {
		places[i] = (struct place){hits[i].document, i};
		results[i].missing = words + i * build->leaf_count;
	}
	if (count)
		qsort(places, count, sizeof(*places), by_document);
	for (size_t i = 0; i < build->leaf_count; i++) {
		const struct leaf *leaf = build->leaves[i];

		if (leaf->kind != LEAF_STEM)
			continue;
		if (!find_word(build, leaf, places, count, has, error))
			return false;
		for (size_t j = 0; j < count; j++) {
			if (!has[j])
				words[j * build->leaf_count + results[j].missing_count++] =
					leaf->node->words[0].written;
		}
	}
	return true;
}
