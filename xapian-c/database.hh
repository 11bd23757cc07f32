/* SPDX-License-Identifier: GPL-2.0-or-later */
/* database.hh - what the files of this folder know of an open database. */
#ifndef XAPIAN_C_DATABASE_HH
#define XAPIAN_C_DATABASE_HH

#include <xapian.h>

#include "xapian-c/database.h"

struct xc_database {
	Xapian::Database all;   /* its shards in the order of the paths */
};

/* Which of the opened databases `shard`, as Xapian hands it to a posting source, is. Told by
 * identity, for two segments may bear one UUID and empty ones are never handed out. */
inline unsigned xc_shard_index(const Xapian::Database &all, const Xapian::Database &shard)
{
	unsigned i = 0;

	while (i < all.internal.size() && all.internal[i].get() != shard.internal[0].get())
		i++;
	return i;
}

#endif
