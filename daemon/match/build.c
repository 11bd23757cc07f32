/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/match/build.h"

#include <math.h>

#include "base/clock.h"
#include "base/memory.h"
#include "daemon/match/building.h"
#include "schema/term.h"
#include "schema/wire.h"
#include "text/accent.h"

#include "base/banned.h"

#define FUZZY_WEIGHT 0.5 /* of a word spelled otherwise, beside the word as it was written */
#define LEAST_IDF 0.05   /* a word in every article still tells one phrase from none */

static struct xc_query *build_node(struct build *build, const struct plan_node *node,
	struct error *error);

void build_init(struct build *build, struct reader *reader, enum search_scope scope,
	struct notes *notes, int64_t deadline_ns)
{
	const struct snapshot *snapshot = reader->snapshot;

	*build = (struct build){.reader = reader, .scope = scope, .notes = notes,
		.deadline_ns = deadline_ns};
	build->database = scope == SEARCH_IN_QUOTES ? snapshot->quotations : snapshot->articles;
	build->source.snapshot = snapshot;
	build->source.room = &reader->room;
	build->source.scope = scope;
	build->source.average_length = xc_database_average_length(build->database);
	if (build->source.average_length < 1)
		build->source.average_length = 1;
}

bool build_is_late(struct build *build)
{
	if (!build->is_late && build->deadline_ns)
		build->is_late = clock_monotonic_ns() >= build->deadline_ns;
	return build->is_late;
}

/* --- parts --- */

void build_drop(struct build_parts *parts)
{
	for (size_t i = 0; i < parts->count; i++)
		xc_query_free(parts->queries[i]);
	parts->count = 0;
}

bool build_add(struct build *build, struct build_parts *parts, struct xc_query *query)
{
	if (!query) {
		build_drop(parts);
		return false;
	}
	if (parts->count == parts->capacity) {
		size_t capacity = parts->capacity ? parts->capacity * 2 : 8;
		struct xc_query **queries = arena_allocate_array(&build->reader->arena, capacity,
			sizeof(struct xc_query *));

		for (size_t i = 0; i < parts->count; i++)
			queries[i] = parts->queries[i];
		parts->queries = queries;
		parts->capacity = capacity;
	}
	parts->queries[parts->count++] = query;
	return true;
}

struct xc_query *build_combine(struct build_parts *parts, enum xc_operator operation,
	struct error *error)
{
	size_t count = parts->count;

	parts->count = 0;
	if (count == 0)
		return xc_query_none(error);
	if (count == 1)
		return parts->queries[0];
	return xc_query_combine(operation, parts->queries, count, error);
}

/* Two queries that are taken over. */
static struct xc_query *combine_two(enum xc_operator operation, struct xc_query *first,
	struct xc_query *second, struct error *error)
{
	struct xc_query *both[] = {first, second};

	if (!first || !second) {
		xc_query_free(first);
		xc_query_free(second);
		return NULL;
	}
	return xc_query_combine(operation, both, 2, error);
}

/* --- words --- */

enum field build_term_field(enum field field)
{
	return field == FIELD_TITLE || field == FIELD_SUBTITLE ? field : FIELD_TEXT;
}

static enum leaf_region region_of_field(const struct build *build, enum field field)
{
	if (build->scope == SEARCH_IN_QUOTES)
		return LEAF_ANYWHERE;
	if (field == FIELD_TITLE)
		return LEAF_TITLE;
	if (field == FIELD_SUBTITLE)
		return LEAF_SUBTITLE;
	if (field == FIELD_BODY)
		return LEAF_BODY;
	return field == FIELD_QUOTE ? LEAF_QUOTE : LEAF_ANYWHERE;
}

struct slice build_term(struct build *build, enum field field, struct slice folded)
{
	struct buffer *scratch = &build->reader->scratch;

	term_word(field, folded, scratch);
	return arena_copy(&build->reader->arena, buffer_slice(scratch));
}

static double idf_of(const struct build *build, double frequency)
{
	double count = xc_database_document_count(build->database);
	double idf = log((count - frequency + 0.5) / (frequency + 0.5));

	return idf > LEAST_IDF ? idf : LEAST_IDF;
}

double build_idf(struct build *build, struct slice term)
{
	return idf_of(build, xc_database_frequency(build->database, term));
}

double build_rarest_idf(struct build *build, enum field field, const struct expansion *expansion)
{
	uint32_t rarest = UINT32_MAX;

	if (expansion->count == 0)
		return 0;
	for (size_t i = 0; i < expansion->count; i++) {
		const uint32_t frequency = expansion->frequencies ? expansion->frequencies[i] :
			xc_database_frequency(build->database,
				build_term(build, field, expansion->words[i]));

		rarest = frequency < rarest ? frequency : rarest;
	}
	return idf_of(build, rarest);
}

struct leaf *build_leaf(struct build *build, const struct plan_node *node, enum leaf_kind kind)
{
	struct leaf *leaf = arena_allocate_array(&build->reader->arena, 1, sizeof(*leaf));

	leaf->source = &build->source;
	leaf->node = node;
	leaf->kind = kind;
	leaf->region = region_of_field(build, node->field);
	leaf->weight = LEAST_IDF;
	leaf->boost = build->boost;
	if (build->is_unwanted)
		return leaf;
	if (build->leaf_count == build->leaf_capacity) {
		size_t capacity = build->leaf_capacity ? build->leaf_capacity * 2 : 16;
		const struct leaf **leaves = arena_allocate_array(&build->reader->arena, capacity,
			sizeof(struct leaf *));

		for (size_t i = 0; i < build->leaf_count; i++)
			leaves[i] = build->leaves[i];
		build->leaves = leaves;
		build->leaf_capacity = capacity;
	}
	build->leaves[build->leaf_count++] = leaf;
	return leaf;
}

void build_runs(struct build *build, struct leaf *leaf)
{
	const struct snapshot *snapshot = build->source.snapshot;
	const size_t segments = snapshot->manifest.segment_count;
	struct arena *arena = &build->reader->arena;
	struct token_run *runs = arena_allocate_array(arena, segments, sizeof(*runs));
	uint16_t *numbers = arena_allocate_array(arena, segments * leaf->count, sizeof(*numbers));

	for (size_t i = 0; i < segments; i++)
		runs[i] = token_run_of(&snapshot->tokens[i].numbering, leaf->hashes, leaf->count,
			numbers + i * leaf->count);
	leaf->runs = runs;
}

static const struct slice *arena_copy_terms(struct build *build, const struct slice *terms,
	size_t count)
{
	struct slice *copies = arena_allocate_array(&build->reader->arena, count, sizeof(*copies));

	for (size_t i = 0; i < count; i++)
		copies[i] = terms[i];
	return copies;
}

struct xc_query *build_leaf_query(struct build *build, struct leaf *leaf, const struct slice *terms,
	size_t term_count, struct error *error)
{
	const struct xc_phrase phrase = {terms, term_count, leaf_weigh, leaf_sift, leaf,
		leaf_weight_limit(leaf)};

	if (leaf->is_asked) /* for other documents already */
		return xc_query_phrase(&phrase, error);
	leaf->is_asked = true;
	leaf->term_count = term_count;
	leaf->terms = arena_copy_terms(build, terms, term_count);
	return xc_query_phrase(&phrase, error);
}

/* --- nodes --- */

/* Typed without accents, in an index with languages that are stemmed with theirs? */
static bool may_lack_accents(const struct build *build, const struct plan_word *word)
{
	bool matters = false;

	for (size_t i = 0; i < build->plan->language_count; i++)
		matters |= accent_matters(build->plan->languages[i]);
	for (size_t i = 0; i < word->written.size && matters; i++)
		matters = !(word->written.data[i] & 0x80);
	return matters;
}

/* "qualita" has another stem than "qualità": where more documents have the word than its stems,
 * they have it with accents, and it counts as it is. */
static struct xc_query *stem_query(struct build *build, enum field field,
	const struct plan_word *word, struct error *error)
{
	struct buffer *scratch = &build->reader->scratch;
	struct build_parts parts = {0};
	const bool is_bare = may_lack_accents(build, word);
	uint32_t stemmed = 0;

	for (size_t i = 0; i < word->stem_count; i++) {
		term_stem(field, word->stems[i], scratch);
		if (is_bare)
			stemmed += xc_database_frequency(build->database, buffer_slice(scratch));
		if (!build_add(build, &parts, xc_query_term(buffer_slice(scratch), error)))
			return NULL;
	}
	if (is_bare) {
		term_word(field, word->folded, scratch);
		if (xc_database_frequency(build->database, buffer_slice(scratch)) > stemmed &&
			!build_add(build, &parts, xc_query_term(buffer_slice(scratch), error)))
			return NULL;
	}
	return build_combine(&parts, XC_SYNONYM, error);
}

/* Words that the terms of a document do not tell from others, since they have to stand in the
 * body, or in a quotation. */
static struct xc_query *placed_words(struct build *build, const struct plan_node *node,
	const struct expansion *expansion, struct error *error)
{
	struct leaf *leaf = build_leaf(build, node, LEAF_PLACES);
	struct xc_query *words = build_any_word(build, FIELD_TEXT, expansion, error);

	leaf->places = build_places(build, expansion);
	leaf->count = 1;
	leaf->weight = build_idf(build, build_term(build, FIELD_TEXT, node->words[0].folded));
	return combine_two(XC_FILTER, build_leaf_query(build, leaf, NULL, 0, error), words, error);
}

/* Among quotations a word without a field may be who says it: "hegseth troops" is what Hegseth
 * said of troops. */
static struct xc_query *or_speaker(struct build *build, const struct plan_word *word,
	struct xc_query *said, struct error *error)
{
	struct slice speaker = build_term(build, FIELD_SPEAKER, word->folded);

	if (!said || xc_database_frequency(build->database, speaker) == 0)
		return said;
	return combine_two(XC_OR, said, xc_query_term(speaker, error), error);
}

static bool is_placed(const struct build *build, enum field field)
{
	enum leaf_region region = region_of_field(build, field);

	return region == LEAF_BODY || region == LEAF_QUOTE;
}

static struct xc_query *build_word(struct build *build, const struct plan_node *node,
	struct error *error)
{
	struct expansion forms;
	struct xc_query *query;

	if (!is_placed(build, node->field)) {
		struct leaf *leaf = build_leaf(build, node, LEAF_STEM);

		leaf->weight = build_idf(build,
			build_term(build, build_term_field(node->field), node->words[0].folded));
		query = stem_query(build, build_term_field(node->field), &node->words[0], error);
		if (build->scope == SEARCH_IN_QUOTES && node->field == FIELD_TEXT)
			query = or_speaker(build, &node->words[0], query, error);
		return query;
	}
	if (!build_expand(build, node, &node->words[0], &forms, error))
		return NULL;
	return placed_words(build, node, &forms, error);
}

static struct xc_query *build_exact(struct build *build, const struct plan_node *node,
	struct error *error)
{
	struct slice term = build_term(build, build_term_field(node->field), node->words[0].folded);
	struct leaf *leaf = build_leaf(build, node, LEAF_RUN);

	leaf->hashes = &node->words[0].hash;
	leaf->count = 1;
	build_runs(build, leaf);
	leaf->weight = build_idf(build, term);
	return is_placed(build, node->field) ? build_leaf_query(build, leaf, &term, 1, error) :
					       xc_query_term(term, error);
}

/* A pattern, or a word spelled nearly so: all of the words it stands for. */
static struct xc_query *build_expanded(struct build *build, const struct plan_node *node,
	struct error *error)
{
	enum field field = build_term_field(node->field);
	struct xc_query *query, *exact;
	struct expansion expansion;
	struct leaf *leaf;

	if (!build_expand(build, node, &node->words[0], &expansion, error))
		return NULL;
	if (is_placed(build, node->field))
		return placed_words(build, node, &expansion, error);
	leaf = build_leaf(build, node, LEAF_PLACES);
	leaf->places = build_places(build, &expansion);
	leaf->count = 1;
	query = build_any_word(build, field, &expansion, error);
	if (!query || node->kind != PLAN_FUZZY)
		return query;
	query = xc_query_scale(query, FUZZY_WEIGHT, error);
	exact = xc_query_term(build_term(build, field, node->words[0].folded), error);
	return combine_two(XC_OR, exact, query, error);
}

static struct xc_query *build_value(struct build *build, const struct plan_node *node,
	struct error *error)
{
	const struct expand_source source = {build->database, node->term, &build->reader->arena,
		build->deadline_ns};
	struct expansion expansion;
	struct xc_query *query;

	if (!node->is_prefix)
		return xc_query_scale(xc_query_term(node->term, error), 0, error);
	if (!expand_prefix(&source, &expansion, error))
		return NULL;
	build_note_expansion(build, node->term, &expansion);
	if (expansion.is_capped)
		notes_add(build->notes, "only the %d most frequent values that fit %.*s are searched for",
			WIRE_EXPANSION_LIMIT, SLICE_ARGS(node->term));
	query = build_listed(XC_OR, &expansion, error);
	return query ? xc_query_scale(query, 0, error) : NULL;
}

static struct xc_query *build_children(struct build *build, const struct plan_node *node,
	enum xc_operator operation, struct error *error)
{
	const bool was_unwanted = build->is_unwanted;
	struct build_parts parts = {0};

	for (const struct plan_node *child = node->first; child; child = child->next) {
		build->is_unwanted = was_unwanted || (operation == XC_AND_NOT && child != node->first);
		if (!build_add(build, &parts, build_node(build, child, error)))
			return NULL;
	}
	build->is_unwanted = was_unwanted;
	return build_combine(&parts, operation, error);
}

/* --- loose words --- */

/* Names of several words and groups of dates, too. */
static bool is_filter(const struct plan_node *node)
{
	if (node->kind != PLAN_AND && node->kind != PLAN_OR)
		return node->kind == PLAN_VALUE || node->kind == PLAN_RANGE;
	for (const struct plan_node *child = node->first; child; child = child->next) {
		if (!is_filter(child))
			return false;
	}
	return true;
}

static bool is_stopword(const struct plan_node *node)
{
	return node->kind == PLAN_WORD && node->occurrence == TREE_PLAIN && node->words[0].is_stopword;
}

/* "the" and "of" decide nothing where another word is asked for beside them. */
static bool has_telling_word(const struct plan_node *loose)
{
	for (const struct plan_node *child = loose->first; child; child = child->next) {
		if (child->occurrence != TREE_PROHIBITED && !is_filter(child) && !is_stopword(child))
			return true;
	}
	return false;
}

/* What of a loose group is needed, what is welcome, and what is not wanted. */
struct loose_parts {
	struct build_parts needed, welcome, unwanted;
};

static bool add_loose(struct build *build, const struct plan_node *child, struct loose_parts *loose,
	struct error *error)
{
	const bool was_unwanted = build->is_unwanted;
	const bool is_plain = child->occurrence == TREE_PLAIN && !is_filter(child);
	struct build_parts *parts = &loose->needed;
	struct xc_query *query;

	if (child->occurrence == TREE_PROHIBITED)
		parts = &loose->unwanted;
	else if (is_plain && build->needs_any && !build->is_unwanted)
		parts = &loose->welcome;
	build->is_unwanted = was_unwanted || parts == &loose->unwanted;
	query = build_node(build, child, error);
	build->is_unwanted = was_unwanted;
	return build_add(build, parts, query);
}

static struct xc_query *combine_loose(struct loose_parts *loose, bool has_required,
	struct error *error)
{
	struct xc_query *query, *welcome;

	if (loose->needed.count == 0 && loose->welcome.count == 0) {
		query = xc_query_all(error);
	} else if (loose->welcome.count == 0) {
		query = build_combine(&loose->needed, XC_AND, error);
	} else {
		welcome = build_combine(&loose->welcome, XC_OR, error);
		query = loose->needed.count == 0 ? welcome :
			has_required ? combine_two(XC_AND_MAYBE,
					       build_combine(&loose->needed, XC_AND, error), welcome, error) :
				       combine_two(XC_FILTER, welcome,
					       build_combine(&loose->needed, XC_AND, error), error);
	}
	if (loose->unwanted.count == 0)
		return query;
	return combine_two(XC_AND_NOT, query, build_combine(&loose->unwanted, XC_OR, error), error);
}

static struct xc_query *build_loose(struct build *build, const struct plan_node *node,
	struct error *error)
{
	const bool skips_stopwords = has_telling_word(node);
	struct loose_parts loose = {0};
	bool has_required = false;
	size_t plain = 0;

	for (const struct plan_node *child = node->first; child; child = child->next) {
		if (skips_stopwords && is_stopword(child))
			continue;
		has_required |= child->occurrence == TREE_REQUIRED;
		plain += child->occurrence == TREE_PLAIN && !is_filter(child);
		if (add_loose(build, child, &loose, error))
			continue;
		build_drop(&loose.needed);
		build_drop(&loose.welcome);
		build_drop(&loose.unwanted);
		return NULL;
	}
	/* What is not wanted is meant as it stands: looser words would take more away. */
	build->is_loose |= !build->is_unwanted && (plain > 1 || (plain > 0 && has_required));
	return combine_loose(&loose, has_required, error);
}

static struct xc_query *build_kind(struct build *build, const struct plan_node *node,
	struct error *error)
{
	switch (node->kind) {
	case PLAN_ALL:
		return xc_query_all(error);
	case PLAN_NONE:
		return xc_query_none(error);
	case PLAN_WORD:
		return build_word(build, node, error);
	case PLAN_EXACT:
		return build_exact(build, node, error);
	case PLAN_PATTERN:
	case PLAN_FUZZY:
		return build_expanded(build, node, error);
	case PLAN_PHRASE:
		return build_phrase(build, node, error);
	case PLAN_NEAR:
		return build_near(build, node, error);
	case PLAN_VALUE:
		return build_value(build, node, error);
	case PLAN_RANGE:
		return xc_query_range(node->slot, node->low, node->high, error);
	case PLAN_AND:
		return build_children(build, node, XC_AND, error);
	case PLAN_OR:
		return build_children(build, node, XC_OR, error);
	case PLAN_WITHOUT:
		return build_children(build, node, XC_AND_NOT, error);
	case PLAN_LOOSE:
		return build_loose(build, node, error);
	}
	return NULL;
}

static struct xc_query *build_node(struct build *build, const struct plan_node *node,
	struct error *error)
{
	const double boost = build->boost;
	struct xc_query *query;

	build->boost *= node->boost;
	query = build_kind(build, node, error);
	build->boost = boost;
	return query && node->boost != 1 ? xc_query_scale(query, node->boost, error) : query;
}

struct xc_query *build_run(struct build *build, const struct plan *plan, bool needs_any,
	struct error *error)
{
	build->leaf_count = 0;
	build->first_expansion = NULL;
	build->last_expansion = &build->first_expansion;
	build->boost = 1;
	build->plan = plan;
	build->needs_any = needs_any;
	build->is_loose = false;
	build->is_unwanted = false;
	build->language = plan->languages[0];
	return build_node(build, plan->root, error);
}
