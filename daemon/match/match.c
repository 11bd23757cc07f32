/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/match/match.h"

#include "base/clock.h"
#include "daemon/index/quotation.h"
#include "daemon/match/marks.h"
#include "daemon/match/rank.h"
#include "xapian-c/match.h"

#include "base/banned.h"

struct order {
	unsigned slot;     /* XC_NO_SLOT: by weight */
	bool is_reverse;
};

static const struct order orders[] = {
	[SEARCH_BY_RELEVANCE] = {XC_NO_SLOT, false},
	[SEARCH_BY_DATE] = {SLOT_DATE, false},
	[SEARCH_BY_DATE_NEWEST] = {SLOT_DATE, true},
	[SEARCH_BY_TITLE] = {SLOT_TITLE, false},
	[SEARCH_BY_LENGTH] = {SLOT_LENGTH, false},
};

/* What the matcher's callbacks know. */
struct met {
	const struct snapshot *snapshot;
	struct match_marks *marks;
};

static bool mark(const struct met *met, unsigned segment, uint32_t document)
{
	if (met->marks)
		match_marks_add(met->marks, snapshot_number(met->snapshot, segment, document));
	return true;
}

static bool accept_article(void *context, unsigned segment, uint32_t document)
{
	const struct met *met = context;

	return !tombstones_has(&met->snapshot->tombstones[segment], document) &&
	       mark(met, segment, document);
}

static bool accept_quotation(void *context, unsigned segment, uint32_t document)
{
	const struct met *met = context;

	return quotation_is_live(met->snapshot, segment, document) && mark(met, segment, document);
}

static bool has_dead(const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->manifest.segment_count; i++) {
		if (snapshot->tombstones[i].dead)
			return true;
	}
	return false;
}

/* One run of the matcher. */
static bool run_query(struct build *build, const struct match_request *request,
	struct xc_query *query, struct match_hits *hits, struct error *error)
{
	struct reader *reader = build->reader;
	const struct order *order = &orders[request->sort];
	struct met met = {reader->snapshot, build->marks};
	const struct xc_match match = {
		.query = query,
		.from = request->from,
		.size = request->size,
		.sort_slot = order->slot,
		.sort_reverse = order->is_reverse,
		.k1 = LEAF_K1,
		.b = LEAF_B,
		.accept = !has_dead(reader->snapshot) && !build->marks ? NULL :
			  build->scope == SEARCH_IN_QUOTES ? accept_quotation : accept_article,
		.context = &met,
		.deadline_ns = request->deadline_ns,
	};
	struct xc_hits found;

	if (build->marks)
		match_marks_reset(build->marks);
	if (!xc_match_run(build->database, &match, &found, error))
		return false;
	*hits = (struct match_hits){.count = found.count, .total = found.total,
		.timed_out = found.timed_out};
	hits->hits = arena_allocate_array(&reader->arena, found.count, sizeof(*hits->hits));
	for (size_t i = 0; i < found.count; i++) {
		struct match_hit *hit = &hits->hits[i];

		hit->document = found.hits[i].document;
		hit->score = found.hits[i].weight;
		snapshot_locate(reader->snapshot, hit->document, &hit->segment, &hit->local);
	}
	xc_hits_clear(&found);
	return true;
}

static bool run_mode(struct build *build, const struct match_request *request, bool needs_any,
	struct match_hits *hits, struct error *error)
{
	struct xc_query *query = build_run(build, request->plan, needs_any, error);
	bool is_done;

	if (!query)
		return false;
	is_done = run_query(build, request, query, hits, error);
	xc_query_free(query);
	return is_done;
}

static bool is_ranked_twice(const struct match_request *request)
{
	return request->sort == SEARCH_BY_RELEVANCE && !request->is_plain;
}

/* Relevance is settled in two steps: the first fetches more than is shown. */
static struct match_request widened(const struct match_request *request)
{
	const uint32_t depth = rank_depth(request->plan);
	struct match_request wide = *request;

	if (!is_ranked_twice(request) || request->from >= depth)
		return wide;
	wide.from = 0;
	wide.size = request->from + request->size;
	if (wide.size < depth)
		wide.size = depth;
	return wide;
}

static void cut_window(const struct match_request *request, const struct match_request *wide,
	struct match_hits *hits)
{
	size_t skipped = request->from - wide->from;

	skipped = skipped < hits->count ? skipped : hits->count;
	hits->hits += skipped;
	hits->count -= skipped;
	if (hits->count > request->size)
		hits->count = request->size;
}

static void run_rank(struct build *build, struct match_hits *hits)
{
	const int64_t began_ns = clock_monotonic_ns();

	rank_run(build, hits->hits, hits->count);
	build->rank_ns += clock_monotonic_ns() - began_ns;
}

bool match_run(struct build *build, const struct match_request *request, struct match_hits *hits,
	struct error *error)
{
	const struct match_request wide = widened(request);
	struct match_hits found;

	if (!run_mode(build, &wide, request->mode == SEARCH_MATCH_ANY, &found, error))
		return false;
	if (found.total == 0 && !found.timed_out && request->mode == SEARCH_MATCH_AUTO &&
		build->is_loose) {
		if (!run_mode(build, &wide, true, &found, error))
			return false;
		found.is_loosened = found.total > 0;
	}
	if (is_ranked_twice(request) && wide.from == 0)
		run_rank(build, &found);
	cut_window(request, &wide, &found);
	*hits = found;
	return true;
}
