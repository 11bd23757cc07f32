/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dispatch.h - the way of a request: gate, route, handler in the loop or in a worker, reply.
 */
#ifndef DAEMON_HTTP_DISPATCH_H
#define DAEMON_HTTP_DISPATCH_H

#include "base/error.h"
#include "daemon/handler/handler.h"
#include "daemon/http/connection.h"
#include "daemon/worker.h"

struct dispatch {
	struct connection_set *connections;
	struct handler_shared *shared;
	struct handler_state in_loop;
	struct worker_pool *pool;
	bool has_refused;          /* for want of room, since somebody last looked */
};

/* Starts the workers. */
bool dispatch_start(struct dispatch *dispatch, struct connection_set *connections,
	struct handler_shared *shared, struct error *error);
/* Waits for the workers and takes what they did; may be called where start was not. */
void dispatch_end(struct dispatch *dispatch);

/* struct connection_set's `dispatch`; the context is a struct dispatch. */
void dispatch_request(struct exchange *exchange, void *context);
/* Readable while replies of workers wait for dispatch_finish, which sends them. */
int dispatch_descriptor(const struct dispatch *dispatch);
void dispatch_finish(struct dispatch *dispatch);
/* Between two rounds of the loop: where there was no room in the last one, it gives the
 * workers its core for a moment, and refuses more requests at a time. */
void dispatch_rest(struct dispatch *dispatch);

#endif
