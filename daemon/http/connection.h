/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * connection.h - the clients: reads requests, keeps deadlines, writes replies.
 *
 * All deadlines are absolute: a byte now and then does not move them. One request of a
 * connection is under way at a time; those sent behind it wait in its buffer. The loop's
 * thread only.
 */
#ifndef DAEMON_HTTP_CONNECTION_H
#define DAEMON_HTTP_CONNECTION_H

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
	/* Gets each whole request; connection_reply must follow, now or later. */
	void (*dispatch)(struct exchange *exchange, void *context);
	void *context;

	struct connection *first;
	size_t count;               /* sockets that are open */
	size_t under_way;           /* exchanges out for dispatch or being written */
	bool is_draining;
	int64_t last_active_ms;
	struct exchange *spare;     /* linked by job.next */
	size_t spare_count;
	char *scratch;              /* what a socket is read into */
	struct buffer refusal;
	char date[RESPONSE_DATE_SIZE];
	int64_t date_seconds;
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
/* Writes the exchange's reply, or drops it when the client has left. */
void connection_reply(struct connection_set *set, struct exchange *exchange);
/* Closes those whose deadline has passed. To be called every CONNECTION_SWEEP_MS. */
#define CONNECTION_SWEEP_MS 100
void connection_sweep(struct connection_set *set);
/* From now on each connection ends with the reply under way; idle ones end at once. */
void connection_drain(struct connection_set *set);

#endif
