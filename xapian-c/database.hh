/* SPDX-License-Identifier: GPL-2.0-or-later */
/* database.hh - what the files of this folder know of an open database. */
#ifndef XAPIAN_C_DATABASE_HH
#define XAPIAN_C_DATABASE_HH

#include <memory>
#include <string>
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

	Xapian::doccount frequency(const std::string &term) const;
	/* By document, 0 where there is none; read when first asked for. */
	const uint32_t *lengths();
};

struct xc_database {
	Xapian::Database all; /* its shards in the order of the paths */
	std::vector<std::unique_ptr<xc_file>> files;

	Xapian::doccount frequency(const std::string &term) const;
};

#endif
