/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/router.h"

#include "base/memory.h"
#include "daemon/handler/handler.h"
#include "schema/wire.h"

/* The first row that fits is taken: put the longer of two patterns first. */
static const struct route routes[] = {
	{"search", WIRE_ROUTE_SEARCH, "GET, HEAD", METHOD_GET, ROUTE_IN_WORKER, false,
		handler_search},
	{"quotes", WIRE_ROUTE_QUOTES, "GET, HEAD", METHOD_GET, ROUTE_IN_WORKER, false,
		handler_quotes},
	{"similar", WIRE_ROUTE_ARTICLES "*" WIRE_ROUTE_SIMILAR, "GET, HEAD", METHOD_GET,
		ROUTE_IN_WORKER, false, handler_similar},
	{"article", WIRE_ROUTE_ARTICLES "*", "GET, HEAD", METHOD_GET, ROUTE_IN_WORKER, false,
		handler_article},
	{"check", WIRE_ROUTE_CHECK, "GET, HEAD", METHOD_GET, ROUTE_IN_WORKER, false, handler_check},
	{"speakers", WIRE_ROUTE_SPEAKERS, "GET, HEAD", METHOD_GET, ROUTE_IN_WORKER, false,
		handler_speakers},
	{"suggest", WIRE_ROUTE_SUGGEST, "GET, HEAD", METHOD_GET, ROUTE_IN_WORKER, false,
		handler_suggest},
	{"fields", WIRE_ROUTE_FIELDS, "GET, HEAD", METHOD_GET, ROUTE_IN_WORKER, false,
		handler_fields},
	{"status", WIRE_ROUTE_STATUS, "GET, HEAD", METHOD_GET, ROUTE_IN_WORKER, false,
		handler_status},
	{"stop", WIRE_ROUTE_STOP, "POST", METHOD_POST, ROUTE_IN_LOOP, true, handler_stop},
	{"health", WIRE_ROUTE_HEALTH, "GET, HEAD", METHOD_GET, ROUTE_IN_LOOP, false,
		handler_health},
	{"ready", WIRE_ROUTE_READY, "GET, HEAD", METHOD_GET, ROUTE_IN_WORKER, false,
		handler_ready},
	{"metrics", WIRE_ROUTE_METRICS, "GET, HEAD", METHOD_GET, ROUTE_IN_LOOP, false,
		handler_metrics},
};

static bool fits(struct slice path, const char *pattern, struct slice *rest)
{
	struct slice whole = slice_of(pattern), before, after;
	size_t star;

	*rest = (struct slice){NULL, 0};
	if (!slice_find_byte(whole, '*', 0, &star))
		return slice_equal(path, whole);
	before = slice_range(whole, 0, star);
	after = slice_range(whole, star + 1, whole.size);
	if (path.size <= before.size + after.size || !slice_starts_with(path, before) ||
		!slice_ends_with(path, after))
		return false;
	*rest = slice_range(path, before.size, path.size - after.size);
	return true;
}

const struct route *router_find(struct slice path, struct slice *rest)
{
	for (size_t i = 0; i < COUNT_OF(routes); i++) {
		if (fits(path, routes[i].path, rest))
			return &routes[i];
	}
	return NULL;
}

const struct route *router_table(size_t *count)
{
	*count = COUNT_OF(routes);
	return routes;
}

bool route_takes(const struct route *route, enum request_method method)
{
	return method == route->method || (method == METHOD_HEAD && route->method == METHOD_GET);
}
