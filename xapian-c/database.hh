/* SPDX-License-Identifier: GPL-2.0-or-later */
/* database.hh - what the files of this folder know of an open database. */
#ifndef XAPIAN_C_DATABASE_HH
#define XAPIAN_C_DATABASE_HH

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <xapian.h>

#include "store/glass/map.h"
#include "xapian-c/database.h"

/* One of the files of a database. Those that store/glass wrote are mapped, too: then posting
 * lists, records and lengths are read from the map. */
class xc_file {
	std::vector<uint32_t> kept_lengths;

    public:
	const Xapian::Database database;
	const Xapian::docid last;       /* no document has a higher number */
	struct glass_map map = {};
	bool is_mapped = false;

	explicit xc_file(const char *path);
	xc_file(const xc_file &) = delete;
	xc_file &operator=(const xc_file &) = delete;
	~xc_file();

	/* In how many documents a term is, and where its list begins: xc_place_of, 0 for none. */
	Xapian::doccount find(const std::string &term, uint64_t &place) const;
	/* By document, 0 where there is none; read when first asked for. */
	const uint32_t *lengths();
};

/* Where a list begins, as one number. */
inline uint64_t xc_place_of(struct glass_spot spot)
{
	return uint64_t(spot.block) << 16 | spot.entry;
}

inline struct glass_spot xc_spot_of(uint64_t place)
{
	return {static_cast<uint32_t>(place >> 16), static_cast<size_t>(place & 0xffff)};
}

/* What was found of a term. */
struct xc_found {
	Xapian::doccount frequency = 0; /* documents of all files */
	std::vector<uint64_t> places;   /* of its list in each file; 0: none, or not known */
};

struct xc_database {
	Xapian::Database all; /* its shards in the order of the paths */
	std::vector<std::unique_ptr<xc_file>> files;

	/* Valid until the next call. Words of a query are asked for by whoever weighs them, and
	 * by the matcher for each file: they are looked up once. */
	const struct xc_found &find(const std::string &term) const;

    private:
	static const size_t most_known = 512;
	mutable std::unordered_map<std::string, struct xc_found> known;
};

#endif
