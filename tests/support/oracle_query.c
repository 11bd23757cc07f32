/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "tests/support/oracle.h"

#include "base/banned.h"

static unsigned below(struct suite_random *random, unsigned limit)
{
	return suite_random_below(random, limit);
}

static int any_word(struct suite_random *random)
{
	return (int)below(random, ORACLE_VOCABULARY);
}

static struct oracle_node *new_node(struct arena *arena, enum oracle_kind kind)
{
	struct oracle_node *node = arena_allocate_array(arena, 1, sizeof(*node));

	node->kind = kind;
	return node;
}

/* A word of the vocabulary, some of its letters replaced. */
static void make_pattern(struct suite_random *random, char pattern[16])
{
	const char *word = oracle_vocabulary[4 + below(random, ORACLE_VOCABULARY - 4)].folded;
	const size_t size = strlen(word), cut = 2 + below(random, (unsigned)size - 2);

	switch (below(random, 3)) {
	case 0: /* a beginning */
		snprintf(pattern, 16, "%.*s*", (int)cut, word);
		break;
	case 1: /* one letter */
		snprintf(pattern, 16, "%.*s?%s", (int)cut - 1, word, word + cut);
		break;
	default: /* some letters within */
		snprintf(pattern, 16, "%.*s*%s", (int)cut - 1, word, word + size - 1);
		break;
	}
}

/* What may stand near something: words as they are written, patterns, misspelt words. */
static struct oracle_node *ask_single(struct suite_random *random, struct arena *arena)
{
	struct oracle_node *node = new_node(arena, ORACLE_IS_EXACT);

	node->word = any_word(random);
	if (below(random, 6) == 0) {
		node->kind = ORACLE_IS_PATTERN;
		make_pattern(random, node->pattern);
	} else if (below(random, 6) == 0) {
		node->kind = ORACLE_IS_FUZZY;
		node->word = 4 + (int)below(random, ORACLE_VOCABULARY - 4);
		node->edits = 1 + (int)below(random, 2);
	}
	return node;
}

static struct oracle_node *ask_phrase(struct suite_random *random, struct arena *arena)
{
	struct oracle_node *node = new_node(arena, ORACLE_IS_PHRASE);

	node->count = 2 + (int)below(random, 2);
	node->distance = below(random, 3) ? 0 : 1 + (int)below(random, 5);
	for (int i = 0; i < node->count; i++) {
		struct oracle_node *place = node->children[i] = new_node(arena, ORACLE_IS_EXACT);

		place->word = any_word(random);
		if (i == 1 && node->count == 3 && below(random, 3) == 0)
			place->word = ORACLE_GAP;
		if (below(random, 10) == 0) {
			place->kind = ORACLE_IS_PATTERN;
			make_pattern(random, place->pattern);
			place->pattern[2] = '*'; /* a mark in the middle of a phrase is punctuation */
			place->pattern[3] = '\0';
		}
	}
	return node;
}

struct oracle_node *oracle_ask_near(struct suite_random *random, struct arena *arena, int depth)
{
	struct oracle_node *node = new_node(arena, ORACLE_IS_NEAR);

	node->count = 2 + (below(random, 4) == 0);
	node->distance = 1 + (int)below(random, 6);
	node->is_ordered = below(random, 2);
	for (int i = 0; i < node->count; i++) {
		const unsigned kind = below(random, 10);

		if (kind < 2 && depth > 0) {
			node->children[i] = oracle_ask_near(random, arena, depth - 1);
		} else if (kind < 4) {
			node->children[i] = ask_phrase(random, arena);
		} else if (kind < 6) {
			struct oracle_node *either = new_node(arena, ORACLE_IS_OR);

			either->count = 2;
			either->children[0] = ask_single(random, arena);
			either->children[1] = below(random, 3) ? ask_single(random, arena) :
								 ask_phrase(random, arena);
			node->children[i] = either;
		} else {
			node->children[i] = ask_single(random, arena);
		}
	}
	return node;
}

static struct oracle_node *ask_range(struct suite_random *random, struct arena *arena)
{
	struct oracle_node *node =
		new_node(arena, below(random, 2) ? ORACLE_IS_DATE : ORACLE_IS_LENGTH);

	node->low = 1 + (int)below(random, 25);
	node->high = node->low + (int)below(random, 12);
	if (node->kind == ORACLE_IS_DATE && node->high > 31)
		node->high = 31;
	return node;
}

static struct oracle_node *ask_leaf(struct suite_random *random, struct arena *arena)
{
	struct oracle_node *node;

	switch (below(random, 10)) {
	case 0:
	case 1:
	case 2:
		node = ask_single(random, arena);
		break;
	case 3:
	case 4:
		node = ask_phrase(random, arena);
		break;
	case 5:
		node = oracle_ask_near(random, arena, 1);
		break;
	case 6:
		return ask_range(random, arena);
	case 7:
		node = new_node(arena, below(random, 2) ? ORACLE_IS_SOURCE : ORACLE_IS_AUTHOR);
		node->word = (int)below(random, ORACLE_NAMES);
		node->edits = (int)below(random, 3); /* first name, last name, both */
		return node;
	default:
		node = new_node(arena, ORACLE_IS_WORD);
		node->word = any_word(random);
		break;
	}
	if (below(random, 4) == 0)
		node->field = (enum oracle_field)below(random, 4);
	return node;
}

struct oracle_node *oracle_ask(struct suite_random *random, struct arena *arena, int depth)
{
	static const enum oracle_kind kinds[] = {ORACLE_IS_AND, ORACLE_IS_OR, ORACLE_IS_WITHOUT,
		ORACLE_IS_LOOSE, ORACLE_IS_LOOSE};
	struct oracle_node *node;

	if (depth == 0 || below(random, 3) == 0)
		return ask_leaf(random, arena);
	node = new_node(arena, kinds[below(random, COUNT_OF(kinds))]);
	node->count = 2 + (int)below(random, 2);
	for (int i = 0; i < node->count; i++) {
		struct oracle_node *child = oracle_ask(random, arena, depth - 1);

		node->children[i] = child;
		if (node->kind == ORACLE_IS_LOOSE && below(random, 5) == 0)
			child->sign = below(random, 2) ? '+' : '-';
	}
	return node;
}

/* --- as text --- */

static void print_children(const struct oracle_node *node, const char *joint, struct buffer *query)
{
	buffer_append_byte(query, '(');
	for (int i = 0; i < node->count; i++) {
		if (i)
			buffer_append_string(query, joint);
		oracle_print(node->children[i], query);
	}
	buffer_append_byte(query, ')');
}

static void print_place(const struct oracle_node *place, struct buffer *query)
{
	if (place->kind == ORACLE_IS_PATTERN)
		buffer_append_string(query, place->pattern);
	else
		buffer_append_string(query,
			place->word == ORACLE_GAP ? "*" : oracle_vocabulary[place->word].text);
}

static void print_phrase(const struct oracle_node *node, struct buffer *query)
{
	for (int i = 0; i < node->count; i++) {
		buffer_append_byte(query, i ? ' ' : '"');
		print_place(node->children[i], query);
	}
	buffer_append_byte(query, '"');
	if (node->distance)
		buffer_printf(query, "~%d", node->distance);
}

static void print_near(const struct oracle_node *node, struct buffer *query)
{
	char joint[16];

	snprintf(joint, sizeof(joint), node->is_ordered ? " BEFORE/%d " : " NEAR/%d ", node->distance);
	print_children(node, joint, query);
}

static void print_name(const struct oracle_node *node, const char *field, struct buffer *query)
{
	const char *name = oracle_names[node->word], *blank = strchr(name, ' ');

	if (node->edits == 0)
		buffer_printf(query, "%s:%.*s", field, (int)(blank - name), name);
	else
		buffer_printf(query, "%s:\"%s\"", field, node->edits == 1 ? blank + 1 : name);
}

void oracle_print(const struct oracle_node *node, struct buffer *query)
{
	static const char *const fields[] = {"", "title:", "subtitle:", "body:"};

	if (node->sign)
		buffer_append_byte(query, (char)node->sign);
	buffer_append_string(query, fields[node->field]);
	switch (node->kind) {
	case ORACLE_IS_WORD:
		print_place(node, query);
		break;
	case ORACLE_IS_EXACT:
		buffer_append_byte(query, '=');
		print_place(node, query);
		break;
	case ORACLE_IS_PATTERN:
		buffer_append_string(query, node->pattern);
		break;
	case ORACLE_IS_FUZZY:
		buffer_printf(query, "%s~%d", oracle_vocabulary[node->word].text, node->edits);
		break;
	case ORACLE_IS_PHRASE:
		print_phrase(node, query);
		break;
	case ORACLE_IS_NEAR:
		print_near(node, query);
		break;
	case ORACLE_IS_AND:
		print_children(node, " AND ", query);
		break;
	case ORACLE_IS_OR:
		print_children(node, " OR ", query);
		break;
	case ORACLE_IS_WITHOUT:
		print_children(node, " NOT ", query);
		break;
	case ORACLE_IS_LOOSE:
		print_children(node, " ", query);
		break;
	case ORACLE_IS_DATE:
		buffer_printf(query, "date:2024-05-%02d..2024-05-%02d", node->low, node->high);
		break;
	case ORACLE_IS_LENGTH:
		buffer_printf(query, "length:%d..%d", node->low, node->high);
		break;
	case ORACLE_IS_SOURCE:
		print_name(node, "source", query);
		break;
	case ORACLE_IS_AUTHOR:
		print_name(node, "author", query);
		break;
	}
}
