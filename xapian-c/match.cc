/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian-c/match.h"

#include <algorithm>

#include "base/memory.h"
#include "xapian-c/database.hh"
#include "xapian-c/guard.hh"
#include "xapian-c/node.hh"

namespace {

/* The best documents so far. */
class window {
	struct item {
		struct xc_hit hit;
		bool has_key;
		std::string key;
	};

	const struct xc_match &match;
	const size_t room;
	std::vector<item> heap; /* the worst in front, once it is full */

	static bool is_heavier(const struct xc_hit &a, const struct xc_hit &b)
	{
		if (a.weight != b.weight)
			return a.weight > b.weight;
		return a.document < b.document;
	}

	bool is_before(const item &a, const item &b) const
	{
		if (a.has_key != b.has_key)
			return a.has_key;
		if (a.key != b.key)
			return (a.key < b.key) != match.sort_reverse;
		return is_heavier(a.hit, b.hit);
	}

    public:
	explicit window(const struct xc_match &match_)
		: match(match_), room(size_t(match_.from) + match_.size)
	{
	}

	/* `key` is NULL where documents are not sorted by a value. */
	void add(const struct xc_hit &hit, const std::string *key)
	{
		const bool by_weight = match.sort_slot == XC_NO_SLOT;
		const auto before = [this, by_weight](const item &a, const item &b) {
			return by_weight ? is_heavier(a.hit, b.hit) : is_before(a, b);
		};

		if (heap.size() == room && by_weight &&
		    (room == 0 || !is_heavier(hit, heap.front().hit)))
			return;
		heap.push_back({hit, key && !key->empty(), key ? *key : std::string()});
		if (heap.size() < room)
			return;
		if (heap.size() == room) {
			std::make_heap(heap.begin(), heap.end(), before);
			return;
		}
		std::push_heap(heap.begin(), heap.end(), before);
		std::pop_heap(heap.begin(), heap.end(), before);
		heap.pop_back();
	}

	void take(struct xc_hits *hits)
	{
		const bool by_weight = match.sort_slot == XC_NO_SLOT;

		std::sort(heap.begin(), heap.end(), [this, by_weight](const item &a, const item &b) {
			return by_weight ? is_heavier(a.hit, b.hit) : is_before(a, b);
		});
		if (heap.size() <= match.from)
			return;
		hits->hits = static_cast<struct xc_hit *>(
			memory_allocate_array(heap.size() - match.from, sizeof(struct xc_hit)));
		for (size_t i = match.from; i < heap.size(); i++)
			hits->hits[hits->count++] = heap[i].hit;
	}
};

/* All matches in one database. */
void run_shard(struct xc_shard &shard, window &window, uint32_t &total)
{
	const struct xc_match &match = shard.run.match;
	const auto root = xc_node_make(*match.query, shard, match.k1 < 0 ? 0 : 1);
	const auto shards = static_cast<uint32_t>(shard.run.all.internal.size());
	const bool is_sorted = match.sort_slot != XC_NO_SLOT;
	Xapian::ValueIterator value, end;
	std::string key;

	if (is_sorted)
		value = shard.database.valuestream_begin(match.sort_slot);
	for (root->reach(1); root->document != xc_end; root->reach(root->document + 1)) {
		const Xapian::docid document = root->document;

		shard.run.deadline.step();
		if (match.accept && !match.accept(match.context, shard.index, document))
			continue;
		total++;
		if (is_sorted) {
			if (value != end)
				value.skip_to(document);
			key.clear();
			if (value != end && value.get_docid() == document)
				key = *value;
		}
		window.add({(document - 1) * shards + shard.index + 1, root->weight()},
			   is_sorted ? &key : nullptr);
	}
}

void run_all(const Xapian::Database &all, const struct xc_match &match, struct xc_hits *hits)
{
	struct xc_run run(match, all);
	window window(match);

	try {
		run.deadline.look();
		for (unsigned i = 0; i < all.internal.size(); i++) {
			struct xc_shard shard = {run, i, Xapian::Database(all.internal[i].get())};

			run_shard(shard, window, hits->total);
		}
	} catch (const xc_timed_out &) {
		hits->timed_out = true;
	}
	window.take(hits);
}

} // namespace

bool xc_match_run(const struct xc_database *database, const struct xc_match *match,
	struct xc_hits *hits, struct error *error)
{
	struct xc_hits found = {nullptr, 0, 0, false};

	if (!xc_guard(error, [&] { run_all(database->all, *match, &found); })) {
		xc_hits_clear(&found);
		return false;
	}
	*hits = found;
	return true;
}

void xc_hits_clear(struct xc_hits *hits)
{
	memory_free(hits->hits);
	*hits = {nullptr, 0, 0, false};
}
