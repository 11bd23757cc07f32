/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/query/tree.h"

struct tree *tree_new(struct arena *arena, enum tree_kind kind, struct span span)
{
	struct tree *tree = arena_allocate_array(arena, 1, sizeof(*tree));

	tree->kind = kind;
	tree->span = span;
	tree->boost = 1;
	return tree;
}

void tree_append(struct tree *parent, struct tree *child)
{
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
	child->next = NULL;
}
