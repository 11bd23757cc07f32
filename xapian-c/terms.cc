/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <algorithm>

#include "store/glass/walk.h"
#include "xapian-c/database.hh"
#include "xapian-c/guard.hh"

/* Files that are mapped are walked side by side; else Xapian walks. What the next call returns is
 * what they stand on, once `pending` is set. */
struct xc_terms {
	std::vector<struct glass_walk> walks;
	Xapian::TermIterator position, end;
	std::string prefix, term;
	bool pending = true;

	~xc_terms()
	{
		for (struct glass_walk &walk : walks)
			glass_walk_close(&walk);
	}
};

static struct slice slice_of_string(const std::string &bytes)
{
	return {bytes.data(), bytes.size()};
}

/* All walks to the first term at or after `term`. */
static bool seek(struct xc_terms *terms, struct slice term, struct error *error)
{
	for (struct glass_walk &walk : terms->walks) {
		if (!glass_walk_seek(&walk, term, error))
			return false;
	}
	return true;
}

struct xc_terms *xc_terms_open(const struct xc_database *database, struct slice prefix,
	struct error *error)
{
	struct xc_terms *terms = nullptr;
	const auto is_mapped = [](const auto &file) { return file->is_mapped; };

	if (!xc_guard(error, [&] {
		    auto opened = std::make_unique<xc_terms>();

		    opened->prefix = xc_string(prefix);
		    if (std::all_of(database->files.begin(), database->files.end(), is_mapped)) {
			    for (const auto &file : database->files) {
				    opened->walks.push_back({});
				    opened->walks.back().map = &file->map;
			    }
		    } else {
			    opened->position = database->all.allterms_begin(opened->prefix);
			    opened->end = database->all.allterms_end(opened->prefix);
		    }
		    terms = opened.release();
	    }))
		return nullptr;
	if (seek(terms, prefix, error))
		return terms;
	delete terms;
	return nullptr;
}

void xc_terms_close(struct xc_terms *terms)
{
	delete terms;
}

/* The least of the terms that the walks stand on; all that stand on it go on. */
static bool next_of_walks(struct xc_terms *terms, struct slice *term, uint32_t *frequency,
	struct error *error)
{
	struct slice least = {nullptr, 0};

	for (const struct glass_walk &walk : terms->walks) {
		if (walk.term.data && (!least.data || slice_compare(walk.term, least) < 0))
			least = walk.term;
	}
	if (!least.data || !slice_starts_with(least, slice_of_string(terms->prefix)))
		return false;
	terms->term.assign(least.data, least.size);
	*term = slice_of_string(terms->term);
	*frequency = 0;
	for (struct glass_walk &walk : terms->walks) {
		if (!slice_equal(walk.term, *term))
			continue;
		*frequency += walk.frequency;
		if (!glass_walk_next(&walk, error))
			return false;
	}
	return true;
}

bool xc_terms_next(struct xc_terms *terms, struct slice *term, uint32_t *frequency,
	struct error *error)
{
	bool found = false;

	if (!terms->walks.empty())
		return next_of_walks(terms, term, frequency, error);
	xc_guard(error, [&] {
		if (terms->position == terms->end)
			return;
		if (!terms->pending && ++terms->position == terms->end)
			return;
		terms->pending = false;
		terms->term = *terms->position;
		*frequency = terms->position.get_termfreq();
		*term = slice_of_string(terms->term);
		found = true;
	});
	return found;
}

bool xc_terms_skip(struct xc_terms *terms, struct slice term, struct error *error)
{
	if (!terms->walks.empty()) {
		/* What lies before the prefix is not ours, and Xapian's way is forward only. */
		for (struct glass_walk &walk : terms->walks) {
			if (walk.term.data && slice_compare(walk.term, term) < 0 &&
				!glass_walk_seek(&walk, term, error))
				return false;
		}
		return true;
	}
	return xc_guard(error, [&] {
		const std::string wanted = xc_string(term);

		if (terms->position == terms->end)
			return;
		/* Xapian moves forward only, and what lies before the prefix is not ours. */
		if (wanted > *terms->position)
			terms->position.skip_to(wanted);
		terms->pending = true;
	});
}
