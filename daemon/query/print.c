/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/query/print.h"

#include "base/clock.h"

static const char *const tree_names[] = {
	[TREE_LOOSE] = "loose",
	[TREE_AND] = "and",
	[TREE_OR] = "or",
	[TREE_WITHOUT] = "without",
	[TREE_NEAR] = "near",
	[TREE_WORD] = "word",
	[TREE_EXACT] = "exact",
	[TREE_PATTERN] = "pattern",
	[TREE_FUZZY] = "fuzzy",
	[TREE_PHRASE] = "phrase",
	[TREE_RANGE] = "range",
	[TREE_EMPTY] = "empty",
};

static const char *const plan_names[] = {
	[PLAN_ALL] = "all",
	[PLAN_NONE] = "none",
	[PLAN_WORD] = "word",
	[PLAN_EXACT] = "exact",
	[PLAN_PATTERN] = "pattern",
	[PLAN_FUZZY] = "fuzzy",
	[PLAN_PHRASE] = "phrase",
	[PLAN_NEAR] = "near",
	[PLAN_VALUE] = "value",
	[PLAN_RANGE] = "range",
	[PLAN_AND] = "and",
	[PLAN_OR] = "or",
	[PLAN_WITHOUT] = "without",
	[PLAN_LOOSE] = "loose",
};

/* What both kinds of node show in front: sign, name, field, distance, boost. */
static void print_head(const char *name, enum tree_occurrence occurrence, enum field field,
	double boost, struct buffer *output)
{
	if (occurrence != TREE_PLAIN)
		buffer_append_byte(output, occurrence == TREE_REQUIRED ? '+' : '-');
	buffer_append_byte(output, '(');
	buffer_append_string(output, name);
	if (field != FIELD_TEXT)
		buffer_printf(output, " %s:", field_get(field)->name);
	if (boost != 1)
		buffer_printf(output, " ^%g", boost);
}

static void print_distance(unsigned distance, bool is_ordered, struct buffer *output)
{
	if (is_ordered)
		buffer_append_string(output, " ordered");
	if (distance)
		buffer_printf(output, " ~%u", distance);
}

void print_tree(const struct tree *tree, struct buffer *output)
{
	print_head(tree_names[tree->kind], tree->occurrence, tree->field, tree->boost, output);
	print_distance(tree->distance, tree->is_ordered, output);
	if (tree->text.size)
		buffer_printf(output, tree->kind == TREE_PHRASE ? " \"%.*s\"" : " %.*s",
			SLICE_ARGS(tree->text));
	for (const struct tree *child = tree->first; child; child = child->next) {
		buffer_append_byte(output, ' ');
		print_tree(child, output);
	}
	buffer_append_byte(output, ')');
}

static void print_words(const struct plan_node *node, struct buffer *output)
{
	for (size_t i = 0; i < node->word_count; i++) {
		const struct plan_word *word = &node->words[i];

		buffer_append_byte(output, ' ');
		if (word->place == PLAN_PLACE_ANY)
			buffer_append_byte(output, '*');
		else if (node->kind != PLAN_WORD)
			buffer_append(output, word->folded);
		for (size_t j = 0; node->kind == PLAN_WORD && j < word->stem_count; j++)
			buffer_printf(output, "%s%.*s", j ? "|" : "", SLICE_ARGS(word->stems[j]));
	}
}

static void print_bound(enum slot slot, struct slice bytes, struct buffer *output)
{
	int64_t number;
	char date[11];

	if (!slot_decode_number(bytes, &number) || number == INT64_MIN || number == INT64_MAX)
		return;
	if (slot != SLOT_DATE) {
		buffer_printf(output, "%lld", (long long)number);
		return;
	}
	clock_format_date(number, date);
	buffer_append_string(output, date);
}

void print_plan_node(const struct plan_node *node, struct buffer *output)
{
	print_head(plan_names[node->kind], node->occurrence, node->field, node->boost, output);
	print_distance(node->distance, node->is_ordered, output);
	if (node->kind != PLAN_VALUE)
		print_words(node, output);
	else
		buffer_printf(output, " %.*s%s", SLICE_ARGS(node->term), node->is_prefix ? "*" : "");
	if (node->kind == PLAN_RANGE) {
		buffer_append_byte(output, ' ');
		print_bound(node->slot, node->low, output);
		buffer_append_string(output, "..");
		print_bound(node->slot, node->high, output);
	}
	for (const struct plan_node *child = node->first; child; child = child->next) {
		buffer_append_byte(output, ' ');
		print_plan_node(child, output);
	}
	buffer_append_byte(output, ')');
}

void print_plan(const struct plan *plan, struct buffer *output)
{
	print_plan_node(plan->root, output);
}
