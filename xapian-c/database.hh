/* SPDX-License-Identifier: GPL-2.0-or-later */
/* database.hh - what the files of this folder know of an open database. */
#ifndef XAPIAN_C_DATABASE_HH
#define XAPIAN_C_DATABASE_HH

#include <xapian.h>

#include "xapian-c/database.h"

struct xc_database {
	Xapian::Database all;   /* its shards in the order of the paths */
};

#endif
