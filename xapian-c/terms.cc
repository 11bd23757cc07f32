/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <algorithm>
#include <cstring>

#include "store/glass/walk.h"
#include "xapian-c/database.hh"
#include "xapian-c/guard.hh"

/* One file's terms. */
struct xc_walk {
	struct glass_walk terms = {};
	uint64_t head = 0; /* the first bytes of the term it stands on, as a number */

	void take_head()
	{
		unsigned char bytes[sizeof(head)] = {0};

		if (terms.term.data)
			std::memcpy(bytes, terms.term.data, std::min(terms.term.size, sizeof(bytes)));
		head = 0;
		for (const unsigned char byte : bytes)
			head = head << 8 | byte;
	}
};

const size_t most_walks = 64; /* a bit for each */

/* Files that are mapped are walked side by side; else Xapian walks. What the next call returns is
 * what they stand on, once `pending` is set. */
struct xc_terms {
	std::vector<struct xc_walk> walks;
	std::vector<uint64_t> places; /* of the term returned last, in each file that is walked */
	Xapian::TermIterator position, end;
	std::string prefix, term;
	bool pending = true;

	~xc_terms()
	{
		for (struct xc_walk &walk : walks)
			glass_walk_close(&walk.terms);
	}
};

static struct slice slice_of_string(const std::string &bytes)
{
	return {bytes.data(), bytes.size()};
}

/* All walks to the first term at or after `term`. */
static bool seek(struct xc_terms *terms, struct slice term, struct error *error)
{
	for (struct xc_walk &walk : terms->walks) {
		if (!glass_walk_seek(&walk.terms, term, error))
			return false;
		walk.take_head();
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
		    if (database->files.size() <= most_walks &&
			std::all_of(database->files.begin(), database->files.end(), is_mapped)) {
			    for (const auto &file : database->files) {
				    opened->walks.push_back({});
				    opened->walks.back().terms.map = &file->map;
			    }
			    opened->places.resize(opened->walks.size());
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

/* Whether the term of `walk` comes before, with or behind that of `other`: by their heads, mostly. */
static int compare(const struct xc_walk &walk, const struct xc_walk &other)
{
	if (walk.head != other.head)
		return walk.head < other.head ? -1 : 1;
	return slice_compare(walk.terms.term, other.terms.term);
}

/* The walks that stand on the least term: a bit for each, and one of them. */
static uint64_t find_least(const std::vector<struct xc_walk> &walks, size_t *least)
{
	uint64_t equal = 0;

	*least = walks.size();
	for (size_t i = 0; i < walks.size(); i++) {
		if (!walks[i].terms.term.data)
			continue;
		const int order = *least < walks.size() ? compare(walks[i], walks[*least]) : -1;

		if (order < 0)
			*least = i;
		if (order <= 0)
			equal = (order < 0 ? 0 : equal) | uint64_t(1) << i;
	}
	return equal;
}

/* The least of the terms that the walks stand on; all that stand on it go on. */
static bool next_of_walks(struct xc_terms *terms, struct slice *term, uint32_t *frequency,
	struct error *error)
{
	std::vector<struct xc_walk> &walks = terms->walks;
	size_t least;
	uint64_t equal = find_least(walks, &least);

	if (!equal || !slice_starts_with(walks[least].terms.term, slice_of_string(terms->prefix)))
		return false;
	terms->term.assign(walks[least].terms.term.data, walks[least].terms.term.size);
	*term = slice_of_string(terms->term);
	*frequency = 0;
	std::fill(terms->places.begin(), terms->places.end(), 0);
	for (; equal; equal &= equal - 1) {
		const auto file = static_cast<size_t>(__builtin_ctzll(equal));
		struct xc_walk &walk = walks[file];

		*frequency += walk.terms.frequency;
		terms->places[file] = xc_place_of(walk.terms.spot);
		if (!glass_walk_next(&walk.terms, error))
			return false;
		walk.take_head();
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

const uint64_t *xc_terms_places(const struct xc_terms *terms)
{
	return terms->walks.empty() ? nullptr : terms->places.data();
}

bool xc_terms_skip(struct xc_terms *terms, struct slice term, struct error *error)
{
	if (!terms->walks.empty()) {
		/* What lies before the prefix is not ours, and Xapian's way is forward only. */
		for (struct xc_walk &walk : terms->walks) {
			if (!walk.terms.term.data || slice_compare(walk.terms.term, term) >= 0)
				continue;
			if (!glass_walk_seek(&walk.terms, term, error))
				return false;
			walk.take_head();
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
