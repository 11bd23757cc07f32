/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query.hh - the tree behind struct xc_query. */
#ifndef XAPIAN_C_QUERY_HH
#define XAPIAN_C_QUERY_HH

#include <memory>
#include <string>
#include <vector>

#include "xapian-c/query.h"

enum xc_query_kind {
	XC_QUERY_NONE,
	XC_QUERY_ALL,
	XC_QUERY_TERM,
	XC_QUERY_LISTED,
	XC_QUERY_RANGE,
	XC_QUERY_PHRASE,
	XC_QUERY_COMBINED,
	XC_QUERY_SCALED,
};

struct xc_query {
	enum xc_query_kind kind = XC_QUERY_NONE;
	std::vector<std::string> terms; /* one; of a phrase, each once */
	unsigned slot = 0;
	std::string low, high;          /* an empty `high` is open */
	struct xc_phrase phrase = {};   /* its `terms` are void */
	struct xc_listed listed = {};
	enum xc_operator operation = XC_AND;
	double factor = 1;
	std::vector<std::unique_ptr<xc_query>> parts;
};

#endif
