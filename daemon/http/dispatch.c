/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/dispatch.h"

#include "base/clock.h"
#include "base/memory.h"
#include "daemon/http/delivery.h"
#include "daemon/http/gate.h"
#include "daemon/http/router.h"
#include "daemon/index/reader.h"
#include "daemon/metrics.h"
#include "daemon/options.h"

#include "base/banned.h"

#define NANOSECONDS_IN_MS 1000000
#define REST_MS 1

/* --- in a worker --- */

struct worker_state {
	struct handler_state handler;
	struct connection_set *connections;
	struct response_clock clock;
};

static void *state_new(void *context)
{
	const struct dispatch *dispatch = context;
	struct worker_state *state = memory_allocate_array(1, sizeof(*state));

	state->handler.shared = dispatch->shared;
	state->handler.reader = reader_new(dispatch->shared->index);
	state->connections = dispatch->connections;
	return state;
}

static void state_free(void *argument)
{
	struct worker_state *state = argument;

	reader_free(state->handler.reader);
	memory_free(state);
}

/* By whoever has the exchange. */
static void answer(struct connection_set *connections, struct exchange *exchange,
	struct response_clock *clock)
{
	metrics_request(connections->metrics, exchange->route, exchange->reply.status,
		clock_monotonic_ns() - exchange->began_ns);
	delivery_begin(exchange, response_date(clock), connections->is_draining);
}

static bool run(struct job *job, void *argument)
{
	struct exchange *exchange = (struct exchange *)job;
	struct worker_state *state = argument;

	/* Its client has waited as long as it would for an answer: work for it is lost, and
	 * under load it is what those behind it wait for. */
	if (clock_monotonic_ns() >= exchange->deadline_ns) {
		exchange_refuse(exchange, 503, "the deadline passed in the queue", SIZE_MAX);
	} else {
		exchange->route->handle(exchange, &state->handler);
		exchange_compress(exchange);
	}
	answer(state->connections, exchange, &state->clock);
	return delivery_hand_back(exchange);
}

/* --- in the loop --- */

bool dispatch_start(struct dispatch *dispatch, struct connection_set *connections,
	struct handler_shared *shared, struct error *error)
{
	const struct worker_settings settings = {
		.thread_count = connections->options->workers,
		.queue_capacity = connections->options->queue,
		.state_new = state_new,
		.state_free = state_free,
		.run = run,
		.context = dispatch,
	};

	*dispatch = (struct dispatch){.connections = connections, .shared = shared};
	dispatch->in_loop.shared = shared;
	return worker_pool_new(&settings, &dispatch->pool, error);
}

void dispatch_end(struct dispatch *dispatch)
{
	if (!dispatch->pool)
		return;
	worker_pool_finish(dispatch->pool);
	dispatch_finish(dispatch);
	worker_pool_free(dispatch->pool);
	dispatch->pool = NULL;
}

/* Decodes what is percent-encoded; false when the exchange is refused. */
static bool decode(struct exchange *exchange, struct slice rest)
{
	struct error error = {0};

	if (!percent_decode(rest, false, &exchange->arena, &exchange->rest, &error) ||
		!parameters_parse(exchange->request.query, &exchange->arena,
			&exchange->parameters, &error)) {
		exchange_fail(exchange, &error, SIZE_MAX);
		return false;
	}
	return true;
}

/* False when the exchange is answered: it goes no further. */
static bool admit(struct dispatch *dispatch, struct exchange *exchange)
{
	const struct request *request = &exchange->request;
	struct slice host = request->authority.size ? request->authority : request->host;
	const struct route *route;
	struct slice rest;

	if (!exchange->is_local &&
		!gate_allows_host(&dispatch->connections->options->allow_hosts, host)) {
		exchange_refuse(exchange, 421,
			"this host name is not served here; quothd --allow-host adds one", SIZE_MAX);
		return false;
	}
	route = router_find(request->path, &rest);
	if (!route || (route->local_only && !exchange->is_local)) {
		exchange_refuse(exchange, 404, "there is no such route", SIZE_MAX);
		return false;
	}
	exchange->route = route;
	if (!route_takes(route, request->method)) {
		exchange_refuse(exchange, 405, "the route has no such method", SIZE_MAX);
		exchange->reply.allow = route->allow;
		return false;
	}
	return decode(exchange, rest);
}

void dispatch_request(struct exchange *exchange, void *context)
{
	struct dispatch *dispatch = context;

	exchange->deadline_ns = exchange->began_ns +
		(int64_t)dispatch->connections->options->deadline_ms * NANOSECONDS_IN_MS;
	if (admit(dispatch, exchange)) {
		if (exchange->route->place == ROUTE_IN_WORKER) {
			if (worker_submit(dispatch->pool, &exchange->job))
				return;
			metrics_add(dispatch->shared->metrics, METRIC_BUSY, 1);
			dispatch->has_refused = true;
			exchange_refuse(exchange, 503, "all workers are busy and the queue is full",
				SIZE_MAX);
		} else {
			metrics_set(dispatch->shared->metrics, METRIC_WAITING,
				worker_waiting(dispatch->pool));
			exchange->route->handle(exchange, &dispatch->in_loop);
		}
	}
	answer(dispatch->connections, exchange, &dispatch->connections->clock);
	connection_settle(dispatch->connections, exchange);
}

int dispatch_descriptor(const struct dispatch *dispatch)
{
	return worker_descriptor(dispatch->pool);
}

void dispatch_finish(struct dispatch *dispatch)
{
	struct job *job = worker_take_done(dispatch->pool);

	while (job) {
		struct job *next = job->next;

		connection_settle(dispatch->connections, (struct exchange *)job);
		job = next;
	}
}

void dispatch_rest(struct dispatch *dispatch)
{
	if (!dispatch->has_refused)
		return;
	dispatch->has_refused = false;
	worker_rest(dispatch->pool, REST_MS);
}
