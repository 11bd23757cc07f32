/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * handler.h - what each route does: one file, one function.
 *
 * A handler reads the exchange's request and answers it. It runs in a worker, or in the
 * loop where the route's row says so; it never waits for anything but the disk.
 */
#ifndef DAEMON_HANDLER_HANDLER_H
#define DAEMON_HANDLER_HANDLER_H

#include <stdint.h>

#include "daemon/http/exchange.h"

struct metrics;
struct reader;

/* What all handlers share; unchanged while threads run. */
struct handler_shared {
	const char *index;       /* folder */
	struct metrics *metrics;
	int64_t started;         /* seconds since 1970 UTC */
	unsigned worker_count;
	void (*stop)(void *context); /* ends the daemon in order; the loop's thread */
	void *context;
};

/* What one thread has. */
struct handler_state {
	const struct handler_shared *shared;
	struct reader *reader;   /* NULL in the loop's thread */
};

/* Opens the newest snapshot and answers what does not depend on the request: false when the
 * exchange is answered (the index cannot be read, or the client has this very answer). */
bool handler_begin(struct exchange *exchange, struct handler_state *state);

/* The same for a list that only `size` (at least `least`) limits: reads it, refuses parameters
 * nobody asked for, and says when the work begins (clock_monotonic_ns). */
bool handler_begin_list(struct exchange *exchange, struct handler_state *state, uint32_t least,
	uint32_t *size, int64_t *began);

void handler_search(struct exchange *exchange, struct handler_state *state);
void handler_quotes(struct exchange *exchange, struct handler_state *state);
/* GET /v1/articles/ID/similar */
void handler_similar(struct exchange *exchange, struct handler_state *state);
/* GET /v1/quotes?variants=ID; handler_quotes hands it on. */
void handler_variants(struct exchange *exchange, struct handler_state *state);
void handler_check(struct exchange *exchange, struct handler_state *state);
void handler_suggest(struct exchange *exchange, struct handler_state *state);
void handler_speakers(struct exchange *exchange, struct handler_state *state);
void handler_article(struct exchange *exchange, struct handler_state *state);
void handler_fields(struct exchange *exchange, struct handler_state *state);
void handler_status(struct exchange *exchange, struct handler_state *state);
void handler_ready(struct exchange *exchange, struct handler_state *state);
void handler_health(struct exchange *exchange, struct handler_state *state);
void handler_stop(struct exchange *exchange, struct handler_state *state);
void handler_metrics(struct exchange *exchange, struct handler_state *state);

#endif
