/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <algorithm>

#include "xapian-c/database.hh"
#include "xapian-c/query.hh"

namespace {

/* Steps between two looks at the clock: a look costs about 25 ns, a weighing several hundred. */
const uint32_t weighings_per_look = 16;
const uint32_t steps_per_look = 1024;

struct posting_list {
	Xapian::PostingIterator position, end;
	Xapian::doccount frequency;
	std::string term;
};

/*
 * Leapfrogs through the posting lists of the terms, the rarest first, and has each document
 * that all of them hold weighed. A list that holds most documents rules so few of them out
 * that asking costs less than walking it: such lists are left out, but for the rarest.
 */
class phrase_source : public Xapian::PostingSource {
	const struct xc_query &query;
	const struct xc_setting setting;
	std::vector<posting_list> lists;
	unsigned shard = 0;
	Xapian::docid current = 0; /* where we stand, or the last one refused by check() */
	double weight = 0;
	bool is_at_end = false;

    public:
	phrase_source(const struct xc_query &query_, const struct xc_setting &setting_)
		: query(query_), setting(setting_)
	{
	}

	phrase_source *clone() const override
	{
		return new phrase_source(query, setting);
	}

	void init(const Xapian::Database &database) override
	{
		shard = xc_shard_index(*setting.all, database);
		current = 0;
		is_at_end = false;
		set_maxweight(query.phrase.weight_limit);
		open_lists(database);
	}

	Xapian::doccount get_termfreq_min() const override
	{
		return 0;
	}

	Xapian::doccount get_termfreq_est() const override
	{
		return lists.empty() ? 0 : lists[0].frequency;
	}

	Xapian::doccount get_termfreq_max() const override
	{
		return get_termfreq_est();
	}

	double get_weight() const override
	{
		return weight;
	}

	Xapian::docid get_docid() const override
	{
		return current;
	}

	bool at_end() const override
	{
		return is_at_end;
	}

	void next(double) override
	{
		seek(current + 1);
	}

	void skip_to(Xapian::docid target, double) override
	{
		if (target > current)
			seek(target);
	}

	/* Only this one document: looking for the next match would cost far more. */
	bool check(Xapian::docid target, double) override
	{
		if (target <= current)
			return true;
		current = target;
		for (posting_list &list : lists) {
			setting.deadline->step(steps_per_look);
			list.position.skip_to(target);
			if (list.position == list.end) {
				is_at_end = true;
				return true;
			}
			if (*list.position != target)
				return false;
		}
		return weigh(target);
	}

    private:
	void open_lists(const Xapian::Database &database)
	{
		const Xapian::doccount common = database.get_doccount() / 2;

		lists.clear();
		for (const std::string &term : query.terms)
			lists.push_back({{}, {}, database.get_termfreq(term), term});
		if (lists.empty()) /* no term narrows it: all documents */
			lists.push_back({{}, {}, database.get_doccount(), {}});
		std::sort(lists.begin(), lists.end(),
			  [](const posting_list &a, const posting_list &b) {
				  return a.frequency < b.frequency;
			  });
		while (lists.size() > 1 && lists.back().frequency > common)
			lists.pop_back();
		for (posting_list &list : lists)
			list.position = database.postlist_begin(list.term);
	}

	bool weigh(Xapian::docid document)
	{
		setting.deadline->step(weighings_per_look);
		weight = query.phrase.weigh(query.phrase.context, shard, document);
		return weight > 0;
	}

	/* The first document from `target` on that every list holds; false at the end. */
	bool align(Xapian::docid &target)
	{
		for (size_t i = 0; i < lists.size();) {
			posting_list &list = lists[i];

			setting.deadline->step(steps_per_look);
			list.position.skip_to(target);
			if (list.position == list.end)
				return false;
			const Xapian::docid found = *list.position;

			/* A later list jumped ahead: the earlier ones have to follow. */
			i = found == target || i == 0 ? i + 1 : 0;
			target = found;
		}
		return true;
	}

	void seek(Xapian::docid target)
	{
		while (align(target)) {
			current = target++;
			if (weigh(current))
				return;
		}
		is_at_end = true;
	}
};

/*
 * Every document, no weight, each with a look at the clock. Claims to be the rarest of lists,
 * so that it leads each conjunction it stands in, and follows wherever the others jump.
 */
class clock_source : public Xapian::PostingSource {
	const struct xc_setting setting;
	Xapian::PostingIterator position, end;
	Xapian::doccount count = 0;
	unsigned shard = 0;
	bool has_begun = false;

    public:
	explicit clock_source(const struct xc_setting &setting_) : setting(setting_)
	{
	}

	clock_source *clone() const override
	{
		return new clock_source(setting);
	}

	void init(const Xapian::Database &database) override
	{
		shard = xc_shard_index(*setting.all, database);
		position = database.postlist_begin(std::string());
		count = database.get_doccount();
		has_begun = false;
	}

	Xapian::doccount get_termfreq_min() const override
	{
		return 0;
	}

	Xapian::doccount get_termfreq_est() const override
	{
		return 0;
	}

	Xapian::doccount get_termfreq_max() const override
	{
		return count;
	}

	Xapian::docid get_docid() const override
	{
		return *position;
	}

	bool at_end() const override
	{
		return position == end;
	}

	void next(double) override
	{
		step();
		if (has_begun)
			++position;
		has_begun = true;
	}

	void skip_to(Xapian::docid target, double) override
	{
		step();
		has_begun = true;
		position.skip_to(target);
	}

    private:
	void step()
	{
		setting.deadline->step(steps_per_look);
		setting.deadline->shard = shard;
	}
};

/* Every document that the caller accepts, no weight. Comes last in a conjunction. */
class accepted_source : public Xapian::PostingSource {
	const struct xc_setting setting;
	Xapian::PostingIterator position, end;
	Xapian::docid current = 0;
	Xapian::doccount count = 0;
	unsigned shard = 0;

    public:
	explicit accepted_source(const struct xc_setting &setting_) : setting(setting_)
	{
	}

	accepted_source *clone() const override
	{
		return new accepted_source(setting);
	}

	void init(const Xapian::Database &database) override
	{
		shard = xc_shard_index(*setting.all, database);
		position = database.postlist_begin(std::string());
		count = database.get_doccount();
		current = 0;
	}

	Xapian::doccount get_termfreq_min() const override
	{
		return 0;
	}

	Xapian::doccount get_termfreq_est() const override
	{
		return count;
	}

	Xapian::doccount get_termfreq_max() const override
	{
		return count;
	}

	Xapian::docid get_docid() const override
	{
		return current;
	}

	bool at_end() const override
	{
		return position == end;
	}

	void next(double) override
	{
		seek(current + 1);
	}

	void skip_to(Xapian::docid target, double) override
	{
		if (target > current)
			seek(target);
	}

	bool check(Xapian::docid target, double) override
	{
		current = std::max(current, target);
		return current != target || is_accepted(target);
	}

    private:
	bool is_accepted(Xapian::docid document) const
	{
		return setting.match->accept(setting.match->context, shard, document);
	}

	void seek(Xapian::docid target)
	{
		for (position.skip_to(target); position != end; ++position) {
			current = *position;
			if (is_accepted(current))
				return;
		}
	}
};

} // namespace

Xapian::PostingSource *xc_phrase_source_new(const struct xc_query &query,
	const struct xc_setting &setting)
{
	return new phrase_source(query, setting);
}

Xapian::PostingSource *xc_accepted_source_new(const struct xc_setting &setting)
{
	return new accepted_source(setting);
}

Xapian::PostingSource *xc_clock_source_new(const struct xc_setting &setting)
{
	return new clock_source(setting);
}
