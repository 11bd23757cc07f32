/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian-c/match.h"

#include <algorithm>

#include "base/memory.h"
#include "xapian-c/database.hh"
#include "xapian-c/guard.hh"
#include "xapian-c/query.hh"

namespace {

/* What Xapian takes for one posting, at worst; a match that could need more than a quarter
 * of its time by this measure is watched. */
const int64_t ns_per_posting = 20;
const uint32_t steps_per_look = 256;
const double least_length = 0.5; /* of a document, as a share of the mean: Xapian's own */

/* Also looks at the clock: the matcher throws away what weighs too little without asking
 * anybody else. */
class watched_bm25 : public Xapian::BM25Weight {
	double k1, b;
	xc_deadline *deadline;

    public:
	watched_bm25(double k1_, double b_, xc_deadline *deadline_)
		: Xapian::BM25Weight(k1_, 0, 1, b_, least_length), k1(k1_), b(b_),
		  deadline(deadline_)
	{
	}

	watched_bm25 *clone() const override
	{
		return new watched_bm25(k1, b, deadline);
	}

	double get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
			   Xapian::termcount distinct) const override
	{
		deadline->step(steps_per_look);
		return Xapian::BM25Weight::get_sumpart(wdf, length, distinct);
	}
};

/* Keeps the best so far, in case the deadline passes: Xapian would give nothing then. */
class collector : public Xapian::MatchSpy {
	struct item {
		std::string key;
		struct xc_hit hit;
	};

	const struct xc_match &match;
	xc_deadline *deadline;
	const uint32_t shards;
	std::vector<item> heap; /* the worst at the front */
	uint32_t seen = 0;

	bool is_better(const item &a, const item &b) const
	{
		if (a.key != b.key)
			return (a.key < b.key) != match.sort_reverse;
		if (a.hit.weight != b.hit.weight)
			return a.hit.weight > b.hit.weight;
		return a.hit.document < b.hit.document;
	}

    public:
	collector(const struct xc_match &match_, xc_deadline *deadline_, size_t shards_)
		: match(match_), deadline(deadline_), shards(static_cast<uint32_t>(shards_))
	{
	}

	void operator()(const Xapian::Document &document, double weight) override
	{
		const auto better = [this](const item &a, const item &b) { return is_better(a, b); };
		/* Xapian shows the number that the document has in its own database. */
		const uint32_t number = (document.get_docid() - 1) * shards + deadline->shard + 1;
		item found{{}, {number, weight}};

		deadline->step(steps_per_look);
		seen++;
		if (match.sort_slot != XC_NO_SLOT)
			found.key = document.get_value(match.sort_slot);
		heap.push_back(std::move(found));
		std::push_heap(heap.begin(), heap.end(), better);
		if (heap.size() <= size_t(match.from) + match.size)
			return;
		std::pop_heap(heap.begin(), heap.end(), better);
		heap.pop_back();
	}

	void take(struct xc_hits *hits)
	{
		std::sort_heap(heap.begin(), heap.end(),
			       [this](const item &a, const item &b) { return is_better(a, b); });
		if (heap.size() > match.from) {
			hits->hits = static_cast<struct xc_hit *>(memory_allocate_array(
				heap.size() - match.from, sizeof(struct xc_hit)));
			for (size_t i = match.from; i < heap.size(); i++)
				hits->hits[hits->count++] = heap[i].hit;
		}
		hits->total = seen;
	}
};

void set_order(Xapian::Enquire &enquire, const struct xc_match &match)
{
	if (match.sort_slot == XC_NO_SLOT)
		enquire.set_sort_by_relevance();
	else
		enquire.set_sort_by_value_then_relevance(match.sort_slot, match.sort_reverse);
}

void set_weights(Xapian::Enquire &enquire, const struct xc_match &match,
		 const struct xc_setting &setting)
{
	if (match.k1 < 0)
		enquire.set_weighting_scheme(Xapian::BoolWeight());
	else if (setting.is_watched)
		enquire.set_weighting_scheme(watched_bm25(match.k1, match.b, setting.deadline));
	else
		enquire.set_weighting_scheme(
			Xapian::BM25Weight(match.k1, 0, 1, match.b, least_length));
}

void take_hits(const Xapian::MSet &mset, struct xc_hits *hits)
{
	if (!mset.empty())
		hits->hits = static_cast<struct xc_hit *>(
			memory_allocate_array(mset.size(), sizeof(struct xc_hit)));
	for (Xapian::MSetIterator i = mset.begin(); i != mset.end(); ++i)
		hits->hits[hits->count++] = {*i, i.get_weight()};
	hits->total = mset.get_matches_estimated();
	hits->total_exact = mset.get_matches_lower_bound() == mset.get_matches_upper_bound();
}

bool is_long(const Xapian::Database &all, const struct xc_query &query, int64_t left_ns)
{
	return static_cast<double>(xc_query_list_count(query)) * all.get_doccount() *
		       ns_per_posting > static_cast<double>(left_ns) / 4;
}

void run(const Xapian::Database &all, const struct xc_match &match, struct xc_hits *hits)
{
	xc_deadline deadline(match.deadline_ns);
	const int64_t left_ns = deadline.left();
	const bool is_watched = match.is_watched ||
				(left_ns != INT64_MAX && is_long(all, *match.query, left_ns));
	const struct xc_setting setting = {&all, &match, &deadline, is_watched};
	collector watch(match, &deadline, all.internal.size());
	Xapian::Enquire enquire(all);

	if (left_ns <= 0) {
		hits->timed_out = true;
		return;
	}
	set_order(enquire, match);
	set_weights(enquire, match, setting);
	enquire.set_query(xc_query_build(setting));
	if (is_watched)
		enquire.add_matchspy(&watch);
	try {
		take_hits(enquire.get_mset(match.from, match.size, match.check_at_least), hits);
	} catch (const xc_timed_out &) {
		watch.take(hits);
		hits->timed_out = true;
	}
}

} // namespace

bool xc_match_run(const struct xc_database *database, const struct xc_match *match,
	struct xc_hits *hits, struct error *error)
{
	struct xc_hits found = {nullptr, 0, 0, false, false};

	found.total_exact = database->all.internal.empty();
	if (!database->all.internal.empty() &&
	    !xc_guard(error, [&] { run(database->all, *match, &found); })) {
		xc_hits_clear(&found);
		return false;
	}
	*hits = found;
	return true;
}

void xc_hits_clear(struct xc_hits *hits)
{
	memory_free(hits->hits);
	*hits = {nullptr, 0, 0, false, false};
}
