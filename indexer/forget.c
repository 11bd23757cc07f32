/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/forget.h"

#include <stdlib.h>

#include "base/memory.h"
#include "schema/record.h"

#include "base/banned.h"

static bool forget_one(const struct snapshot *snapshot, struct update *update,
	const char *identity, struct summary *summary, struct error *error)
{
	struct error failure = {0};
	uint32_t document;

	if (snapshot_find(snapshot, slice_of(identity), &document, &failure)) {
		summary->gone_count += !update || update_bury(update, document);
		return true;
	}
	if (failure.code) {
		*error = failure;
		return false;
	}
	summary_reject(summary, identity, 0, "no such article");
	return true;
}

bool forget_named(const struct forget_names *names, const struct snapshot *snapshot,
	struct update *update, struct error *error)
{
	for (size_t i = 0; i < names->count; i++) {
		if (!forget_one(snapshot, update, names->identities[i], names->summary, error))
			return false;
	}
	return !update || update_publish(update, error);
}

/* Absolute paths of the operands that are there. */
struct roots {
	char **paths;
	size_t count;
};

static void roots_init(struct roots *roots, const char *const *operands, size_t count)
{
	roots->paths = memory_allocate_array(count + 1, sizeof(*roots->paths));
	roots->count = 0;
	for (size_t i = 0; i < count; i++) {
		char *path = realpath(operands[i], NULL);

		if (path)
			roots->paths[roots->count++] = path;
	}
}

static void roots_clear(struct roots *roots)
{
	for (size_t i = 0; i < roots->count; i++)
		free(roots->paths[i]);
	memory_free(roots->paths);
}

static bool is_below(const struct roots *roots, struct slice path)
{
	for (size_t i = 0; i < roots->count; i++) {
		struct slice root = slice_of(roots->paths[i]);

		if (slice_starts_with(path, root) &&
			(path.size == root.size || path.data[root.size] == '/' ||
				root.data[root.size - 1] == '/'))
			return true;
	}
	return false;
}

static bool is_gone(const struct forget_request *request, const struct roots *roots,
	const struct article *article)
{
	return is_below(roots, article->path) &&
	       !acceptance_has_met(request->acceptance, article->identity) &&
	       !acceptance_has_rejected(request->acceptance, article->path);
}

struct search {
	const struct forget_request *request;
	struct update *update;
	struct roots roots;
	struct buffer record;
};

static bool look_through_segment(struct search *search, size_t segment, struct error *error)
{
	const struct snapshot *snapshot = search->request->snapshot;

	for (uint32_t local = 1; local <= snapshot->manifest.segments[segment].article_count; local++) {
		uint32_t document = snapshot_number(snapshot, segment, local);
		struct article article;
		size_t body_size;

		if (tombstones_has(&snapshot->tombstones[segment], local))
			continue;
		buffer_reset(&search->record);
		if (!xc_database_record(snapshot->articles, document, &search->record, error) ||
			!record_decode_head(buffer_slice(&search->record), &article, &body_size, error))
			return false;
		if (!is_gone(search->request, &search->roots, &article))
			continue;
		search->request->summary->gone_count++;
		if (search->update)
			update_bury(search->update, document);
	}
	return true;
}

bool forget_gone(const struct forget_request *request, struct update *update,
	struct error *error)
{
	struct search search = {.request = request, .update = update};
	bool is_well = true;

	roots_init(&search.roots, request->operands, request->operand_count);
	for (size_t i = 0; is_well && i < request->snapshot->manifest.segment_count; i++)
		is_well = look_through_segment(&search, i, error);
	roots_clear(&search.roots);
	buffer_clear(&search.record);
	return is_well && (!update || update_publish(update, error));
}
