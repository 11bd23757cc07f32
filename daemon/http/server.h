/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * server.h - the event loop: listeners, signals, timers, the way of a request.
 *
 * SIGTERM and SIGINT end it in order: no new clients, the requests under way are answered,
 * at most options->drain_ms. Out of descriptors it pauses accepting, it never spins.
 */
#ifndef DAEMON_HTTP_SERVER_H
#define DAEMON_HTTP_SERVER_H

#include "base/error.h"
#include "daemon/handler/handler.h"
#include "daemon/http/listener.h"

struct daemon_options;
struct server;

/* Takes the listeners over; all else must outlive the server. */
bool server_new(const struct daemon_options *options, const struct listener *listeners,
	size_t listener_count, struct handler_shared *shared, struct server **server,
	struct error *error);
void server_free(struct server *server);

/* Starts the workers, says that it is ready (on stdout, to the service manager) and serves
 * until it is told to stop. False when the workers could not be started. */
bool server_run(struct server *server, struct error *error);

/* Called on SIGHUP, in the loop's thread; may be left out. */
void server_on_reload(struct server *server, void (*reload)(void *context), void *context);

#endif
