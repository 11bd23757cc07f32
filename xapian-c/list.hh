/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * list.hh - a posting list of one file, read a run of postings at a time.
 */
#ifndef XAPIAN_C_LIST_HH
#define XAPIAN_C_LIST_HH

#include <algorithm>

#include "store/glass/postings.h"
#include "xapian-c/database.hh"

const Xapian::docid xc_end = UINT32_MAX;

/* A term as a list of one file is opened for it. */
struct xc_term {
	struct slice name;          /* empty: all documents, each counting once */
	Xapian::doccount frequency; /* in all files of the database */
	uint64_t place;             /* of its list in this file; 0: it has none, or is not mapped */
};

class xc_list {
	static const size_t steps = 4; /* before the run is searched by halves */

	const xc_file &file;
	const bool is_all;
	struct glass_postings postings = {};
	Xapian::PostingIterator position; /* of files that are not mapped */
	struct glass_run run;
	size_t at = 0; /* in the run */

    public:
	Xapian::doccount frequency;

	xc_list(const xc_file &file_, const struct xc_term &term);
	xc_list(const xc_list &) = delete;
	xc_list &operator=(const xc_list &) = delete;
	~xc_list();

	/* To the first document at or after `target`, which rises; xc_end where there is none. */
	Xapian::docid seek(Xapian::docid target)
	{
		const Xapian::docid *const documents = run.documents;

		if (run.size == 0 || documents[run.size - 1] < target)
			read(target);
		for (size_t i = 0; i < steps && at < run.size; i++, at++) {
			if (documents[at] >= target)
				return documents[at];
		}
		at = static_cast<size_t>(
			std::lower_bound(documents + at, documents + run.size, target) - documents);
		return at < run.size ? documents[at] : xc_end;
	}

	/* How often the term is in the document found. */
	uint32_t count() const
	{
		return run.counts[at];
	}

	/* All postings from `target` on that can be had at once, at least one but at the end;
	 * how many. The list then stands behind them. */
	size_t take(Xapian::docid target, const Xapian::docid **documents, const uint32_t **their_counts)
	{
		const Xapian::docid first = seek(target);
		const size_t begin = at;

		*documents = run.documents + begin;
		*their_counts = run.counts + begin;
		at = run.size;
		return first == xc_end ? 0 : run.size - begin;
	}

    private:
	/* The next run, from the first posting at or after `target` on. */
	void read(Xapian::docid target);
	void read_all(Xapian::docid target);
	void read_stock(Xapian::docid target);
};

#endif
