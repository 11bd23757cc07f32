/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/search/match.h"

#include "daemon/search/quotation.h"
#include "daemon/search/rank.h"
#include "xapian-c/match.h"

#include "base/banned.h"

struct order {
	unsigned slot;     /* XC_NO_SLOT: by weight */
	bool is_reverse;
	bool has_gaps;     /* documents without the value come last, and Xapian puts them first */
};

static const struct order orders[] = {
	[SEARCH_BY_RELEVANCE] = {XC_NO_SLOT, false, false},
	[SEARCH_BY_DATE] = {SLOT_DATE, false, true},
	[SEARCH_BY_DATE_NEWEST] = {SLOT_DATE, true, false},
	[SEARCH_BY_TITLE] = {SLOT_TITLE, false, true},
	[SEARCH_BY_LENGTH] = {SLOT_LENGTH, false, false},
};

static bool accept_article(void *context, unsigned segment, uint32_t document)
{
	const struct snapshot *snapshot = context;

	return !tombstones_has(&snapshot->tombstones[segment], document);
}

static bool accept_quotation(void *context, unsigned segment, uint32_t document)
{
	return quotation_is_live(context, segment, document);
}

static bool has_dead(const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->manifest.segment_count; i++) {
		if (snapshot->tombstones[i].dead)
			return true;
	}
	return false;
}

/* One run of Xapian's matcher; appends its hits. */
static bool run_query(struct build *build, const struct match_request *request,
	struct xc_query *query, struct match_hits *hits, struct error *error)
{
	struct reader *reader = build->reader;
	const struct order *order = &orders[request->sort];
	const uint32_t wanted = request->from + request->size;
	const struct xc_match match = {
		.query = query,
		.from = request->from,
		.size = request->size,
		.check_at_least = order->has_gaps ? UINT32_MAX :
				  wanted > MATCH_COUNT_EXACT ? wanted + 1 : MATCH_COUNT_EXACT + 1,
		.sort_slot = order->slot,
		.sort_reverse = order->is_reverse,
		.k1 = LEAF_K1,
		.b = LEAF_B,
		.accept = !has_dead(reader->snapshot) ? NULL :
			  build->scope == SEARCH_IN_QUOTES ? accept_quotation : accept_article,
		.context = reader->snapshot,
		.deadline_ns = request->deadline_ns,
	};
	struct xc_hits found;
	struct match_hit *all;

	if (!xc_match_run(build->database, &match, &found, error))
		return false;
	all = arena_allocate_array(&reader->arena, hits->count + found.count, sizeof(*all));
	for (size_t i = 0; i < hits->count; i++)
		all[i] = hits->hits[i];
	for (size_t i = 0; i < found.count; i++) {
		struct match_hit *hit = &all[hits->count + i];

		hit->document = found.hits[i].document;
		hit->score = found.hits[i].weight;
		snapshot_locate(reader->snapshot, hit->document, &hit->segment, &hit->local);
	}
	hits->hits = all;
	hits->count += found.count;
	hits->total += found.total;
	hits->total_exact = hits->total_exact && found.total_exact;
	hits->timed_out = hits->timed_out || found.timed_out;
	xc_hits_clear(&found);
	return true;
}

/* The query limited to documents that have a value to sort by, or to those that have none. */
static struct xc_query *with_value(struct xc_query *query, unsigned slot, bool has_value,
	struct error *error)
{
	struct xc_query *both[] = {query, NULL};

	if (!query)
		return NULL;
	both[1] = xc_query_range(slot, (struct slice){0}, (struct slice){0}, error);
	if (both[1])
		return xc_query_combine(has_value ? XC_FILTER : XC_AND_NOT, both, 2, error);
	xc_query_free(query);
	return NULL;
}

/* Those with a value first, then those without, as one list. */
static bool run_with_gaps(struct build *build, const struct match_request *request, bool needs_any,
	struct match_hits *hits, struct error *error)
{
	const unsigned slot = orders[request->sort].slot;
	struct match_request part = *request;

	for (int has_value = 1; has_value >= 0; has_value--) {
		struct xc_query *query = with_value(build_run(build, request->plan, needs_any, error),
			slot, has_value, error);
		bool is_done;

		if (!query)
			return false;
		if (!has_value) {
			part.from = request->from > hits->total ? request->from - hits->total : 0;
			part.size = request->size - (uint32_t)hits->count;
		}
		is_done = run_query(build, &part, query, hits, error);
		xc_query_free(query);
		if (!is_done)
			return false;
	}
	return true;
}

static bool run_mode(struct build *build, const struct match_request *request, bool needs_any,
	struct match_hits *hits, struct error *error)
{
	struct xc_query *query;
	bool is_done;

	*hits = (struct match_hits){.total_exact = true};
	if (orders[request->sort].has_gaps)
		return run_with_gaps(build, request, needs_any, hits, error);
	query = build_run(build, request->plan, needs_any, error);
	if (!query)
		return false;
	is_done = run_query(build, request, query, hits, error);
	xc_query_free(query);
	return is_done;
}

/* Relevance is settled in two steps: the first fetches more than is shown. */
static struct match_request widened(const struct match_request *request)
{
	struct match_request wide = *request;

	if (request->sort != SEARCH_BY_RELEVANCE || request->from >= RANK_DEPTH)
		return wide;
	wide.from = 0;
	wide.size = request->from + request->size;
	if (wide.size < RANK_DEPTH)
		wide.size = RANK_DEPTH;
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
	if (request->sort == SEARCH_BY_RELEVANCE && wide.from == 0)
		rank_run(build, found.hits, found.count);
	cut_window(request, &wide, &found);
	*hits = found;
	return true;
}
