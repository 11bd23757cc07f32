/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian-c/match.h"

#include <algorithm>

#include "base/memory.h"
#include "store/glass/column.h"
#include "xapian-c/database.hh"
#include "xapian-c/guard.hh"
#include "xapian-c/node.hh"

namespace {

struct heavier {
	/* Without a branch: which of two is heavier cannot be guessed. */
	bool operator()(const struct xc_hit &a, const struct xc_hit &b) const
	{
		return bool(int(a.weight > b.weight) |
			(int(a.weight == b.weight) & int(a.document < b.document)));
	}
};

/* A document among others in the order of a value. */
struct keyed_hit {
	struct xc_hit hit;
	std::string key; /* empty: it has no value, and comes last */
};

/* The best items so far, in the order that `before` gives. Twice as many as are wanted are
 * kept until they are sifted: a few steps an item, where a heap takes as many as it is deep. */
template <typename Item, typename Order>
class best {
	const size_t room;
	const Order before;
	std::vector<Item> items;
	bool is_full = false; /* sifted once: what is behind the last of `room` is of no use */

	void sift()
	{
		const auto end = items.begin() + static_cast<std::ptrdiff_t>(room);

		std::nth_element(items.begin(), end - 1, items.end(), before);
		items.erase(end, items.end());
		is_full = true;
	}

    public:
	best(size_t room_, Order before_) : room(room_), before(before_)
	{
	}

	void add(Item &&item)
	{
		if (room == 0 || (is_full && !before(item, items[room - 1])))
			return;
		items.push_back(std::move(item));
		if (items.size() == 2 * room)
			sift();
	}

	const std::vector<Item> &sorted()
	{
		if (items.size() > room)
			sift();
		std::sort(items.begin(), items.end(), before);
		return items;
	}
};

/* The hits of a window, by weight or by value. */
class window {
	struct by_key {
		bool is_reverse;

		bool operator()(const keyed_hit &a, const keyed_hit &b) const
		{
			if (a.key.empty() != b.key.empty())
				return b.key.empty();
			if (a.key != b.key)
				return (a.key < b.key) != is_reverse;
			return heavier()(a.hit, b.hit);
		}
	};

	const struct xc_match &match;
	best<struct xc_hit, heavier> heaviest;
	best<keyed_hit, by_key> keyed;

	static const struct xc_hit &hit_of(const struct xc_hit &hit)
	{
		return hit;
	}

	static const struct xc_hit &hit_of(const keyed_hit &item)
	{
		return item.hit;
	}

	template <typename Item>
	void copy(const std::vector<Item> &items, struct xc_hits *hits) const
	{
		if (items.size() <= match.from)
			return;
		hits->hits = static_cast<struct xc_hit *>(
			memory_allocate_array(items.size() - match.from, sizeof(struct xc_hit)));
		for (size_t i = match.from; i < items.size(); i++)
			hits->hits[hits->count++] = hit_of(items[i]);
	}

    public:
	explicit window(const struct xc_match &match_)
		: match(match_), heaviest(size_t(match_.from) + match_.size, {}),
		  keyed(size_t(match_.from) + match_.size, {match_.sort_reverse})
	{
	}

	void add(struct xc_hit hit)
	{
		heaviest.add(std::move(hit));
	}

	void add(const struct xc_hit &hit, const std::string &key)
	{
		keyed.add({hit, key});
	}

	void take(struct xc_hits *hits)
	{
		if (match.sort_slot == XC_NO_SLOT)
			copy(heaviest.sorted(), hits);
		else
			copy(keyed.sorted(), hits);
	}
};

/* The values of documents met in order. */
class sort_values {
	static const Xapian::docid far = 2000; /* documents: what is further is looked up */

	const xc_file &file;
	const unsigned slot;
	const bool is_wanted;
	struct glass_column column = {};
	uint32_t document = 0;      /* of the column's value; 0: none read yet */
	bool is_open = false, is_over = false;
	struct slice value = {};
	Xapian::ValueIterator position;

	/* To the first document at or behind the target. */
	void move(Xapian::docid target)
	{
		struct error error = {ERROR_NONE, ""};

		if (!is_open || target - document > far) {
			glass_column_close(&column);
			is_open = glass_column_open(&column, &file.map, slot, target, &error);
			document = 0;
		}
		while (is_open && !is_over && document < target)
			is_over = !glass_column_next(&column, &document, &value, &error);
		if (error.code)
			throw Xapian::DatabaseCorruptError(error.message);
	}

    public:
	sort_values(const xc_file &file_, unsigned slot_)
		: file(file_), slot(slot_), is_wanted(slot_ != XC_NO_SLOT)
	{
		if (is_wanted && !file.is_mapped)
			position = file.database.valuestream_begin(slot);
	}
	sort_values(const sort_values &) = delete;
	sort_values &operator=(const sort_values &) = delete;

	~sort_values()
	{
		glass_column_close(&column);
	}

	std::string get(Xapian::docid target)
	{
		if (file.is_mapped) {
			if (!is_over && document < target)
				move(target);
			return !is_over && document == target ? std::string(value.data, value.size) :
								std::string();
		}

		const auto end = file.database.valuestream_end(slot);

		if (position != end)
			position.skip_to(target);
		return position != end && position.get_docid() == target ? *position : std::string();
	}
};

/* All matches in one database. */
void walk(struct xc_shard &shard, xc_node *root, window &window, uint32_t &total)
{
	const struct xc_match &match = shard.run.match;
	const auto shards = static_cast<uint32_t>(shard.run.all.files.size());
	const bool is_shown = match.from + match.size > 0; /* else they are only counted */
	sort_values values(shard.file, match.sort_slot);
	struct xc_block block;

	for (root->take(block); block.size > 0; root->take(block)) {
		shard.run.deadline.step();
		for (size_t i = 0; i < block.size; i++) {
			const Xapian::docid document = block.documents[i];
			const struct xc_hit hit = {(document - 1) * shards + shard.index + 1,
				block.weights[i]};

			if (match.accept && !match.accept(match.context, shard.index, document))
				continue;
			total++;
			if (!is_shown)
				continue;
			if (match.sort_slot == XC_NO_SLOT)
				window.add(hit);
			else
				window.add(hit, values.get(document));
		}
	}
}

void run_all(const struct xc_database &database, const struct xc_match &match,
	struct xc_hits *hits)
{
	struct xc_run run(match, database);
	window window(match);

	std::vector<struct xc_shard> shards;
	xc_nodes roots;

	shards.reserve(database.files.size());
	try {
		run.deadline.look();
		for (const auto &file : database.files) {
			shards.emplace_back(run, static_cast<unsigned>(shards.size()), *file);
			roots.push_back(xc_node_make_root(*match.query, shards.back(),
				match.k1 < 0 ? 0 : 1));
		}
		for (size_t i = 0; i < shards.size(); i++)
			walk(shards[i], roots[i].get(), window, hits->total);
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

	if (!xc_guard(error, [&] { run_all(*database, *match, &found); })) {
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
