/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query.hh - the tree behind struct xc_query, and what it becomes when it is run.
 *
 * The tree is kept, not Xapian's own: posting sources need to know the database and the
 * deadline, and both are known to a match only.
 */
#ifndef XAPIAN_C_QUERY_HH
#define XAPIAN_C_QUERY_HH

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

#include "base/clock.h"
#include "xapian-c/match.h"
#include "xapian-c/query.h"

enum xc_query_kind {
	XC_QUERY_LEAF,
	XC_QUERY_PHRASE,
	XC_QUERY_COMBINED,
	XC_QUERY_SCALED,
};

struct xc_query {
	enum xc_query_kind kind = XC_QUERY_LEAF;
	Xapian::Query leaf;
	std::vector<std::string> terms; /* of a phrase, each once */
	struct xc_phrase phrase = {};   /* its `terms` are void */
	enum xc_operator operation = XC_AND;
	double factor = 1;
	std::vector<std::unique_ptr<xc_query>> parts;
};

/* Thrown through Xapian's matcher by whoever meets the deadline first. */
struct xc_timed_out {
};

class xc_deadline {
	int64_t deadline_ns;
	uint32_t steps = 0;

    public:
	unsigned shard = 0; /* where a clock source was asked last */

	explicit xc_deadline(int64_t deadline) : deadline_ns(deadline)
	{
	}

	/* Nanoseconds left; INT64_MAX where there is no deadline. */
	int64_t left() const
	{
		return deadline_ns ? deadline_ns - clock_monotonic_ns() : INT64_MAX;
	}

	/* Asks the clock at every `interval`th step, a power of two. */
	void step(uint32_t interval)
	{
		if ((++steps & (interval - 1)) == 0 && left() <= 0)
			throw xc_timed_out();
	}
};

/* What a query is built for. */
struct xc_setting {
	const Xapian::Database *all;
	const struct xc_match *match;
	xc_deadline *deadline; /* all three outlive the built query */
	bool is_watched;       /* put a clock into each conjunction and before the whole */
};

/* The match's query, limited to what the match accepts. */
Xapian::Query xc_query_build(const struct xc_setting &setting);
/* Posting lists it reads, ranges and phrases included. */
size_t xc_query_list_count(const struct xc_query &query);

/* The query is of kind XC_QUERY_PHRASE and outlives the source. Xapian frees the results. */
Xapian::PostingSource *xc_phrase_source_new(const struct xc_query &query,
	const struct xc_setting &setting);
Xapian::PostingSource *xc_accepted_source_new(const struct xc_setting &setting);
Xapian::PostingSource *xc_clock_source_new(const struct xc_setting &setting);

#endif
