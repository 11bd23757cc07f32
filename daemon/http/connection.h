/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * connection.h - the clients: reads requests, keeps deadlines, writes replies.
 *
 * All deadlines are absolute: a byte now and then does not move them. One request of a
 * connection is under way at a time; those sent behind it wait in its buffer.
 *
 * The loop's thread only. While an exchange is out with a worker, its connection may be
 * read, but not written or closed: the worker writes (delivery.h).
 */
#ifndef DAEMON_HTTP_CONNECTION_H
#define DAEMON_HTTP_CONNECTION_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "daemon/http/exchange.h"
#include "daemon/http/response.h"

struct daemon_options;
struct event_base;
struct metrics;

struct connection_set {
	struct event_base *base;
	const struct daemon_options *options;
	struct metrics *metrics;
	/* Gets each whole request; delivery_begin must follow, and then connection_settle, unless
	 * delivery_hand_back made that needless. */
	void (*dispatch)(struct exchange *exchange, void *context);
	void *context;

	struct connection *first;
	size_t count;               /* sockets that are open */
	size_t under_way;           /* exchanges out for dispatch or being written */
	_Atomic bool is_draining;   /* any thread reads it */
	int64_t last_active_ms;
	struct exchange *spare;     /* linked by job.next */
	size_t spare_count;
	char *scratch;              /* what a socket is read into */
	struct buffer refusal;
	struct response_clock clock;
	char identity[32];          /* of this process: the first half of request ids */
	uint64_t request_count;
};

void connection_set_init(struct connection_set *set, struct event_base *base,
	const struct daemon_options *options);
/* Closes all; no exchange may be out. */
void connection_set_clear(struct connection_set *set);

/* Takes a non-blocking socket over. Over the cap it gets a 503 and is closed. */
void connection_accept(struct connection_set *set, int descriptor, bool is_local);
/* Tells a client that there is no room, and closes; used when descriptors have run out. */
void connection_turn_away(struct connection_set *set, int descriptor);
/* Takes an exchange back whose delivery was begun, and delivers the rest. */
void connection_settle(struct connection_set *set, struct exchange *exchange);
/* Closes those whose deadline has passed. To be called every CONNECTION_SWEEP_MS. */
#define CONNECTION_SWEEP_MS 100
void connection_sweep(struct connection_set *set);
/* From now on each connection ends with the reply under way; idle ones end at once. */
void connection_drain(struct connection_set *set);

#endif
