/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/explain.h"

#include "daemon/query/print.h"
#include "schema/term.h"
#include "xapian-c/match.h"

#include "base/banned.h"

#define WORDS_SHOWN 5 /* of an expansion */

/* A term that the matcher weighs. */
static void explain_term(struct build *build, struct slice term, struct buffer *output)
{
	const uint32_t frequency = xc_database_frequency(build->database, term);

	buffer_printf(output, "\n  %.*s: in %u, idf %.3f", SLICE_ARGS(term), frequency,
		xc_match_idf(xc_database_document_count(build->database), frequency));
}

/* Loose words by their stems in each language of the index, which weigh as one. */
static void explain_stems(struct build *build, const struct leaf *leaf, struct buffer *output)
{
	const struct plan_word *word = &leaf->node->words[0];

	for (size_t i = 0; i < word->stem_count; i++) {
		term_stem(build_term_field(leaf->node->field), word->stems[i], &build->reader->scratch);
		explain_term(build, buffer_slice(&build->reader->scratch), output);
	}
}

/* What narrows a leaf down, the rarest of which says how many documents can have it. */
static void explain_terms(struct build *build, const struct leaf *leaf, struct buffer *output)
{
	uint32_t least = xc_database_document_count(build->database);

	for (size_t i = 0; i < leaf->term_count; i++) {
		const uint32_t frequency = xc_database_frequency(build->database, leaf->terms[i]);

		buffer_printf(output, "\n  %.*s: in %u, idf %.3f", SLICE_ARGS(leaf->terms[i]), frequency,
			build_idf(build, leaf->terms[i]));
		least = frequency < least ? frequency : least;
	}
	buffer_printf(output, "\n  at most in %u, looked at %u, found in %u", least, leaf->looked_at,
		leaf->found);
}

static void explain_leaf(struct build *build, const struct leaf *leaf, struct buffer *output)
{
	buffer_append_string(output, "\nleaf ");
	print_plan_node(leaf->node, output);
	if (leaf->boost != 1)
		buffer_printf(output, " boost %g", leaf->boost);
	if (leaf->is_asked)
		buffer_printf(output, " weight %.3f", leaf->weight);
	if (leaf->is_asked)
		explain_terms(build, leaf, output);
	else if (leaf->kind == LEAF_STEM)
		explain_stems(build, leaf, output);
	else if (leaf->kind == LEAF_RUN)
		explain_term(build, build_term(build, build_term_field(leaf->node->field),
					    leaf->node->words[0].folded), output);
}

/* The next most frequent word that was not shown yet: `last` was the one before. */
static size_t next_frequent(const struct expansion *expansion, size_t last)
{
	size_t best = expansion->count;

	for (size_t i = 0; i < expansion->count; i++) {
		const uint32_t here = expansion->frequencies[i];

		if (last < expansion->count && (here > expansion->frequencies[last] ||
						       (here == expansion->frequencies[last] && i <= last)))
			continue;
		if (best == expansion->count || here > expansion->frequencies[best])
			best = i;
	}
	return best;
}

static void explain_expansion(const struct build_expansion *made, struct buffer *output)
{
	const struct expansion *expansion = &made->expansion;
	size_t at = expansion->count;

	buffer_printf(output, "\nexpanded %.*s: %zu%s %s", SLICE_ARGS(made->written), expansion->count,
		expansion->is_capped ? " of more" : "", expansion->count == 1 ? "word" : "words");
	for (size_t i = 0; i < WORDS_SHOWN && i < expansion->count; i++) {
		at = next_frequent(expansion, at);
		buffer_printf(output, "%s %.*s (in %u)", i ? "," : ":",
			SLICE_ARGS(expansion->words[at]), expansion->frequencies[at]);
	}
	if (expansion->count > WORDS_SHOWN)
		buffer_append_string(output, ", ...");
}

/* Values decide without weight, and no leaf asks for them. */
static void explain_values(struct build *build, const struct plan_node *node, struct buffer *output)
{
	if (node->kind == PLAN_VALUE && !node->is_prefix)
		buffer_printf(output, "\nvalue %.*s: in %u", SLICE_ARGS(node->term),
			xc_database_frequency(build->database, node->term));
	for (const struct plan_node *child = node->first; child; child = child->next)
		explain_values(build, child, output);
}

static void explain_times(const struct search_times *times, struct buffer *output)
{
	buffer_printf(output, "\ntimes: plan %.3f ms, match %.3f ms, rank %.3f ms, collect %.3f ms\n",
		(double)times->plan / 1e6, (double)(times->match - times->rank) / 1e6,
		(double)times->rank / 1e6, (double)times->collect / 1e6);
}

void explain_search(struct build *build, const struct tree *tree, const struct search_times *times,
	struct buffer *output)
{
	if (tree) {
		buffer_append_string(output, "tree: ");
		print_tree(tree, output);
		buffer_append_byte(output, '\n');
	}
	buffer_append_string(output, "plan: ");
	print_plan(build->plan, output);
	for (size_t i = 0; i < build->leaf_count; i++)
		explain_leaf(build, build->leaves[i], output);
	explain_values(build, build->plan->root, output);
	for (const struct build_expansion *made = build->first_expansion; made; made = made->next)
		explain_expansion(made, output);
	explain_times(times, output);
}
