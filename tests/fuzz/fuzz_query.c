/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/query/parser.h"
#include "daemon/query/plan.h"
#include "daemon/query/print.h"
#include "schema/wire.h"
#include "text/utf8.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every node of a tree is of the query's own bytes, or says that it is not. */
static void check_tree(const struct tree *tree, struct slice query)
{
	assert(tree->span.begin <= tree->span.end && tree->span.end <= query.size);
	assert(tree->is_rewritten || tree->text.size == 0 || (tree->text.data >= query.data &&
					       tree->text.data + tree->text.size <= query.data + query.size));
	for (const struct tree *child = tree->first; child; child = child->next)
		check_tree(child, query);
}

static void check_plan(const struct plan_setting *setting, const struct tree *tree, size_t size)
{
	struct buffer text = {0};
	struct error error = {0};
	struct plan plan;
	size_t position = SIZE_MAX;

	if (plan_build(setting, tree, &plan, &position, &error)) {
		assert(plan.root && plan.term_count <= WIRE_TERMS_LIMIT);
		print_plan(&plan, &text);
		print_tree(tree, &text);
	} else {
		assert(error.code == ERROR_QUERY && position <= size);
	}
	buffer_clear(&text);
}

/* Any text is read within the limits, for articles and for quotations. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum language languages[] = {LANGUAGE_ENGLISH, LANGUAGE_GERMAN};
	const struct slice query = slice_make((const char *)data, size);
	struct arena arena = {0};
	struct notes notes;
	struct plan_setting setting = {.analysis = NULL, .languages = languages,
		.language_count = 2, .now = 1714521600, .arena = &arena, .notes = &notes};
	struct error error = {0};
	struct tree *tree;
	size_t position = SIZE_MAX;

	if (!utf8_is_valid(query))
		return 0;
	notes_init(&notes, &arena);
	if (!query_parse(query, &arena, &notes, &tree, &position, &error)) {
		assert(error.code == ERROR_QUERY && position <= size);
		arena_clear(&arena);
		return 0;
	}
	check_tree(tree, query);
	setting.analysis = analysis_new();
	for (enum field_scope scope = FIELD_IN_ARTICLES; scope <= FIELD_IN_QUOTATIONS; scope++) {
		setting.scope = scope;
		check_plan(&setting, tree, size);
	}
	analysis_free(setting.analysis);
	arena_clear(&arena);
	return 0;
}
