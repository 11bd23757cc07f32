/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/query_case.h"

#include "daemon/query/parser.h"
#include "daemon/query/plan.h"
#include "daemon/query/print.h"

#define TODAY 1714521600

static void describe_plan(const struct plan_setting *setting, const struct tree *tree,
	struct buffer *output)
{
	struct error error = {0};
	struct plan plan;
	size_t position;

	if (!plan_build(setting, tree, &plan, &position, &error)) {
		buffer_printf(output, "error at %zu: %s", position, error.message);
		return;
	}
	print_plan(&plan, output);
	for (size_t i = 0; i < setting->notes->count; i++)
		buffer_printf(output, " ; %.*s", SLICE_ARGS(setting->notes->texts[i]));
}

void query_case_describe(struct analysis *analysis, struct slice query, struct buffer *output)
{
	static const enum language languages[] = {LANGUAGE_ENGLISH};
	struct arena arena = {0};
	struct notes notes;
	struct plan_setting setting = {.analysis = analysis, .languages = languages,
		.language_count = 1, .scope = FIELD_IN_ARTICLES, .now = TODAY, .arena = &arena,
		.notes = &notes};
	struct error error = {0};
	struct tree *tree;
	size_t position;

	notes_init(&notes, &arena);
	buffer_append(output, query);
	buffer_append_byte(output, '\n');
	if (query_parse(query, &arena, &notes, &tree, &position, &error)) {
		print_tree(tree, output);
		buffer_append_byte(output, '\n');
		describe_plan(&setting, tree, output);
	} else {
		buffer_printf(output, "error at %zu: %s\n-", position, error.message);
	}
	buffer_append_byte(output, '\n');
	arena_clear(&arena);
}
