/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * node.hh - a query at work in one database: a tree of nodes, each a list of documents.
 *
 * A node stands on a document, or at xc_end. Documents are walked one at a time, upwards;
 * a node is asked for a weight only where it stands on the document at hand.
 */
#ifndef XAPIAN_C_NODE_HH
#define XAPIAN_C_NODE_HH

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include <xapian.h>

#include "base/clock.h"
#include "xapian-c/list.hh"
#include "xapian-c/match.h"
#include "xapian-c/query.hh"

/* Thrown by whoever meets the deadline first. */
struct xc_timed_out {
};

class xc_deadline {
	const int64_t deadline_ns;
	uint32_t steps = 0;

    public:
	explicit xc_deadline(int64_t deadline) : deadline_ns(deadline)
	{
	}

	void look() const
	{
		if (deadline_ns && clock_monotonic_ns() >= deadline_ns)
			throw xc_timed_out();
	}

	/* Looks at the clock at every `interval`th step, a power of two: a look takes 25 ns. */
	void step(uint32_t interval = 1024)
	{
		if ((++steps & (interval - 1)) == 0)
			look();
	}
};

/* What holds for a whole match, over all of its databases. */
struct xc_run {
	const struct xc_match &match;
	const struct xc_database &all;
	xc_deadline deadline;
	double document_count, average_length;
	/* Documents that have any of the terms of a query; complete when the nodes of all
	 * databases are made. */
	std::map<const struct xc_query *, Xapian::doccount> gathered;

	xc_run(const struct xc_match &match_, const struct xc_database &all_);
	/* Robertson and Zaragoza 2009, with Xapian's floor for terms that half of all have. */
	double term_weight(Xapian::doccount frequency) const;
};

/* One of its databases. */
struct xc_shard {
	struct xc_run &run;
	const unsigned index;
	const struct xc_file &file;

	xc_shard(struct xc_run &run_, unsigned index_, struct xc_file &file_);
	/* The name belongs to who asks. */
	struct xc_term find(const std::string &name) const;

	bool may_have(const struct xc_term &term) const
	{
		return term.place != 0 || !file.is_mapped;
	}

	/* BM25 of a term that is `count` times in a document; `weight` from term_weight. */
	double weigh(double weight, uint32_t count, Xapian::docid document) const
	{
		const double length = lengths ? std::max<double>(lengths[document], least_length) :
						least_length;

		return weight * count / (count + norm + slope * length);
	}

    private:
	const uint32_t *lengths; /* NULL: of no weight */
	double norm, slope, least_length;
};

/* The next documents of a node, with their weights. */
struct xc_block {
	static const size_t room = 128;
	size_t size;
	Xapian::docid documents[room];
	double weights[room];
};

class xc_node {
    public:
	Xapian::docid document = 0; /* where it stands; 0 before the first seek */

	xc_node() = default;
	xc_node(const xc_node &) = delete;
	xc_node &operator=(const xc_node &) = delete;
	virtual ~xc_node() = default;

	/* To the first document at or after `target`, which is above `document`. */
	virtual void seek(Xapian::docid target) = 0;
	virtual double weight() = 0;
	/* The next documents, one at least but at the end. They are passed: it stands on the last. */
	virtual void take(struct xc_block &block);
	/* How many documents it may have, at most: the fewest lead. */
	virtual Xapian::doccount size() const = 0;

	void reach(Xapian::docid target)
	{
		if (document < target)
			seek(target);
	}
};

using xc_nodes = std::vector<std::unique_ptr<xc_node>>;
using xc_terms_here = std::vector<struct xc_term>;

/* The tree that answers `query` in a shard; both outlive it. Without weights where nobody will
 * ask for them. */
std::unique_ptr<xc_node> xc_node_make(const struct xc_query &query, struct xc_shard &shard,
	double factor);

/* The same for the whole of a query, whose documents will all be walked. */
std::unique_ptr<xc_node> xc_node_make_root(const struct xc_query &query, struct xc_shard &shard,
	double factor);

/* Leaves (leaf_node.cc). */
std::unique_ptr<xc_node> xc_node_all(struct xc_shard &shard);
std::unique_ptr<xc_node> xc_node_none();
std::unique_ptr<xc_node> xc_node_term(const struct xc_term &term, struct xc_shard &shard,
	double factor);
std::unique_ptr<xc_node> xc_node_range(const struct xc_query &query, struct xc_shard &shard);
std::unique_ptr<xc_node> xc_node_phrase(const struct xc_query &query, struct xc_shard &shard,
	double factor);
/* From this many terms on they are read at once instead of side by side. As one term (XC_SYNONYM)
 * fewer are taken for as frequent as all together, these as they are. */
const size_t xc_gather_from = 16;

/* A few terms that count as one. */
std::unique_ptr<xc_node> xc_node_synonym(const xc_terms_here &terms, struct xc_shard &shard,
	double factor);
/* Terms of a query read at once, list by list, as one (XC_SYNONYM), added up (XC_OR) or the
 * heaviest (XC_MAX): where they are many, that is faster than side by side. */
std::unique_ptr<xc_node> xc_node_gathered(const struct xc_query &query, const xc_terms_here &terms,
	struct xc_shard &shard, double factor);

#endif
