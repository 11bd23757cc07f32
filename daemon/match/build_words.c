/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/digest.h"
#include "daemon/match/building.h"
#include "schema/wire.h"

#include "base/banned.h"

#define EVERYWHERE 4 /* words of a pattern in a document, in the mean */

struct token_place build_place(struct build *build, const struct expansion *expansion)
{
	/* A place of no words would be any word: 0 is no word's hash. */
	uint32_t count = expansion->count ? (uint32_t)expansion->count : 1;
	uint32_t *hashes = arena_allocate_array(&build->reader->arena, count, sizeof(*hashes));

	for (size_t i = 0; i < expansion->count; i++)
		hashes[i] = digest_word(expansion->words[i]);
	return (struct token_place){hashes, count};
}

const struct token_places *build_places(struct build *build, const struct expansion *expansion)
{
	struct arena *arena = &build->reader->arena;
	struct token_place *place = arena_allocate_array(arena, 1, sizeof(*place));

	*place = build_place(build, expansion);
	return token_places_new(place, 1, arena);
}

static bool expand_word(struct build *build, const struct expand_source *source,
	const struct plan_node *node, const struct plan_word *word, struct expansion *expansion,
	struct error *error)
{
	const struct expand_form form = {build->reader->analysis, build->language, word->folded,
		word->stem_count ? word->stems[0] : word->folded};

	if (word->place == PLAN_PLACE_PATTERN)
		return expand_pattern(source, word->folded, expansion, error);
	if (node->kind == PLAN_FUZZY)
		return expand_fuzzy(source, word->folded, node->distance, expansion, error);
	/* Forms in the most frequent language: what is stored of a text has no stems. */
	return expand_stem(source, &form, expansion, error);
}

static void add_itself(struct build *build, const struct plan_word *word,
	struct expansion *expansion)
{
	struct slice *words = arena_allocate_array(&build->reader->arena, expansion->count + 1,
		sizeof(*words));

	for (size_t i = 0; i < expansion->count; i++)
		words[i] = expansion->words[i];
	words[expansion->count++] = word->folded;
	*expansion = (struct expansion){.words = words, .count = expansion->count,
		.is_capped = expansion->is_capped};
}

void build_note_expansion(struct build *build, struct slice written,
	const struct expansion *expansion)
{
	struct build_expansion *made = arena_allocate_array(&build->reader->arena, 1, sizeof(*made));

	made->written = written;
	made->expansion = *expansion;
	*build->last_expansion = made;
	build->last_expansion = &made->next;
}

bool build_expand(struct build *build, const struct plan_node *node, const struct plan_word *word,
	struct expansion *expansion, struct error *error)
{
	const char *prefix = field_get(build_term_field(node->field))->prefix;
	const struct expand_source source = {build->database, slice_of(prefix),
		&build->reader->arena, build->deadline_ns};

	if (!expand_word(build, &source, node, word, expansion, error))
		return false;
	build_note_expansion(build, word->written, expansion);
	if (node->kind == PLAN_FUZZY && word->place == PLAN_PLACE_WORD)
		add_itself(build, word, expansion);
	if (expansion->is_capped)
		notes_add(build->notes, "only the %d most frequent words that fit %.*s are searched for",
			WIRE_EXPANSION_LIMIT, SLICE_ARGS(word->written));
	return true;
}

bool build_is_everywhere(const struct build *build, const struct expansion *expansion)
{
	uint64_t postings = 0;

	for (size_t i = 0; expansion->frequencies && i < expansion->count; i++)
		postings += expansion->frequencies[i];
	return postings > (uint64_t)xc_database_document_count(build->database) * EVERYWHERE;
}

struct xc_query *build_listed(enum xc_operator operation, const struct expansion *expansion,
	struct error *error)
{
	const struct xc_listed listed = {expansion->terms, expansion->frequencies, expansion->places,
		expansion->count};

	return xc_query_listed(operation, &listed, error);
}

struct xc_query *build_any_word(struct build *build, enum field field,
	const struct expansion *expansion, struct error *error)
{
	struct build_parts parts = {0};

	if (expansion->terms)
		return build_listed(XC_SYNONYM, expansion, error);
	for (size_t i = 0; i < expansion->count; i++) {
		struct slice term = build_term(build, field, expansion->words[i]);

		if (!build_add(build, &parts, xc_query_term(term, error)))
			return NULL;
	}
	return build_combine(&parts, XC_SYNONYM, error);
}
