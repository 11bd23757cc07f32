/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * print.h - tree and plan as text: for --explain and for the case files of the tests.
 *
 *     (and (word climate) (phrase "we can") (without (word a) (word b)))
 */
#ifndef DAEMON_QUERY_PRINT_H
#define DAEMON_QUERY_PRINT_H

#include "base/buffer.h"
#include "daemon/query/plan.h"
#include "daemon/query/tree.h"

void print_tree(const struct tree *tree, struct buffer *output);
void print_plan_node(const struct plan_node *node, struct buffer *output);
void print_plan(const struct plan *plan, struct buffer *output);

#endif
