/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * router.h - the table of routes.
 *
 * One row says everything about a route; a new one is one row here and one file in
 * handler/.
 */
#ifndef DAEMON_HTTP_ROUTER_H
#define DAEMON_HTTP_ROUTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "daemon/http/request.h"

struct exchange;
struct handler_state;

enum route_place {
	ROUTE_IN_LOOP,   /* microseconds, no file is touched */
	ROUTE_IN_WORKER,
};

struct route {
	const char *name;    /* in metrics */
	const char *path;    /* a '*' stands for one or more bytes */
	const char *allow;   /* methods, as the header of a 405 lists them */
	enum request_method method; /* HEAD goes where GET goes */
	enum route_place place;
	bool local_only;     /* the Unix socket only: 404 elsewhere */
	void (*handle)(struct exchange *exchange, struct handler_state *state);
};

/* The row of a path that is still percent-encoded; NULL when there is none. `rest` is what
 * the '*' stands for. */
const struct route *router_find(struct slice path, struct slice *rest);
/* All rows, for metrics and tests. */
const struct route *router_table(size_t *count);
bool route_takes(const struct route *route, enum request_method method);

#endif
