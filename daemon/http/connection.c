/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/connection.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/event_struct.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "daemon/http/delivery.h"
#include "daemon/metrics.h"
#include "daemon/options.h"

#include "base/banned.h"

#define SCRATCH_SIZE 65536u
#define AHEAD_LIMIT 65536u    /* bytes a client may send while its request is under way */
#define LINGER_MS 1000        /* how long a refused client may go on sending */
#define OVERFLOW_COUNT 64u    /* connections over the cap that are told so */
#define SPARE_LIMIT 64u       /* exchanges kept for later requests */

enum connection_state {
	CONNECTION_READING,
	CONNECTION_WAITING,   /* its exchange is out */
	CONNECTION_WRITING,
	CONNECTION_LINGERING, /* the answer is out; what still comes is thrown away */
	CONNECTION_CLOSED,    /* only held by the call that closed it */
};

struct connection {
	struct connection_set *set;
	struct connection *next, *previous;
	struct event readable, writable;
	struct buffer input;       /* bytes of a request that is not whole yet, or ahead */
	struct request_scan scan;
	struct exchange *exchange; /* WAITING and WRITING */
	size_t needed;             /* bytes of head and body, once the head is whole; else 0 */
	int64_t deadline_ms;       /* INT64_MAX: none */
	int descriptor;            /* -1: closed */
	enum connection_state state;
	bool is_local;
	bool is_feeding;           /* feed() is on the stack */
	bool is_timed;             /* a request has begun: its deadline stands */
	bool is_paused;            /* reading is: too much came ahead */
	bool has_ended;            /* the client will send no more */
};

static void feed(struct connection *connection, struct slice bytes);

/* --- life --- */

void connection_set_init(struct connection_set *set, struct event_base *base,
	const struct daemon_options *options)
{
	uint64_t random = 0;

	*set = (struct connection_set){.base = base, .options = options};
	set->scratch = memory_allocate(SCRATCH_SIZE);
	set->last_active_ms = clock_monotonic_ms();
	/* Only to tell processes apart: short of randomness, the time does. */
	if (getrandom(&random, sizeof(random), GRND_NONBLOCK) != sizeof(random))
		random = (uint64_t)clock_monotonic_ns();
	snprintf(set->identity, sizeof(set->identity), "%08x", (unsigned)random);
}

static void unlink_connection(struct connection *connection)
{
	if (connection->previous)
		connection->previous->next = connection->next;
	else
		connection->set->first = connection->next;
	if (connection->next)
		connection->next->previous = connection->previous;
}

static void free_connection(struct connection *connection)
{
	buffer_clear(&connection->input);
	memory_free(connection);
}

/* Not while its exchange is out. Where feed() is running, that frees it. */
static void close_connection(struct connection *connection)
{
	struct connection_set *set = connection->set;

	assert(!connection->exchange);
	if (connection->state == CONNECTION_CLOSED)
		return;
	event_del(&connection->readable);
	event_del(&connection->writable);
	close(connection->descriptor);
	connection->descriptor = -1;
	connection->state = CONNECTION_CLOSED;
	unlink_connection(connection);
	set->count--;
	metrics_set(set->metrics, METRIC_CONNECTIONS, set->count);
	if (!connection->is_feeding)
		free_connection(connection);
}

static void recycle(struct connection_set *set, struct exchange *exchange)
{
	set->under_way--;
	set->last_active_ms = clock_monotonic_ms();
	if (set->spare_count >= SPARE_LIMIT) {
		exchange_free(exchange);
		return;
	}
	exchange->job.next = (struct job *)set->spare;
	set->spare = exchange;
	set->spare_count++;
}

static struct exchange *take_exchange(struct connection_set *set)
{
	struct exchange *exchange = set->spare;

	set->under_way++;
	if (!exchange)
		return exchange_new();
	set->spare = (struct exchange *)exchange->job.next;
	set->spare_count--;
	return exchange;
}

void connection_set_clear(struct connection_set *set)
{
	while (set->first) {
		struct connection *connection = set->first;

		if (connection->exchange) {
			recycle(set, connection->exchange);
			connection->exchange = NULL;
		}
		close_connection(connection);
	}
	while (set->spare) {
		struct exchange *exchange = set->spare;

		set->spare = (struct exchange *)exchange->job.next;
		exchange_free(exchange);
	}
	memory_free(set->scratch);
	buffer_clear(&set->refusal);
}

/* --- writing --- */

/* The answer is out and the rest of what the client sends does not matter. To close with
 * bytes unread would reset the connection and could take the answer with it. */
static void linger(struct connection *connection)
{
	shutdown(connection->descriptor, SHUT_WR);
	connection->state = CONNECTION_LINGERING;
	connection->deadline_ms = clock_monotonic_ms() + LINGER_MS;
	buffer_clear(&connection->input);
	event_del(&connection->writable);
	event_add(&connection->readable, NULL);
}

/* A small answer without an exchange; what the socket does not take at once is lost. */
static void refuse(struct connection *connection, unsigned status, const char *detail)
{
	struct connection_set *set = connection->set;

	response_refusal(status, detail, response_date(&set->clock), &set->refusal);
	metrics_request(set->metrics, NULL, status, 0);
	if (send(connection->descriptor, set->refusal.data, set->refusal.size,
		    MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		close_connection(connection);
	else
		linger(connection);
}

static void end_exchange(struct connection *connection)
{
	recycle(connection->set, connection->exchange);
	connection->exchange = NULL;
}

static void finish_reply(struct connection *connection)
{
	struct connection_set *set = connection->set;
	bool keeps_alive = connection->exchange->keeps_alive && !connection->has_ended;

	end_exchange(connection);
	event_del(&connection->writable);
	if (!keeps_alive) {
		linger(connection);
		return;
	}
	connection->state = CONNECTION_READING;
	/* Whoever was told that we go on may have asked by now; see connection_drain. */
	connection->deadline_ms =
		set->is_draining ? 0 : clock_monotonic_ms() + set->options->keep_alive_ms;
	if (connection->is_paused) {
		connection->is_paused = false;
		event_add(&connection->readable, NULL);
	}
	if (!connection->is_feeding && connection->input.size)
		feed(connection, (struct slice){NULL, 0});
}

/* Goes by how far the delivery has come. */
static void go_on(struct connection *connection)
{
	switch (connection->exchange->delivery) {
	case DELIVERY_WHOLE:
		finish_reply(connection);
		break;
	case DELIVERY_STUCK:
		event_add(&connection->writable, NULL);
		break;
	case DELIVERY_FAILED:
		end_exchange(connection);
		close_connection(connection);
		break;
	}
}

static void on_writable(evutil_socket_t descriptor, short what, void *argument)
{
	struct connection *connection = argument;

	(void)descriptor;
	(void)what;
	delivery_go_on(connection->exchange);
	go_on(connection);
}

void connection_settle(struct connection_set *set, struct exchange *exchange)
{
	struct connection *connection = exchange->connection;

	connection->state = CONNECTION_WRITING;
	connection->deadline_ms = clock_monotonic_ms() + set->options->write_deadline_ms;
	go_on(connection);
}

/* A worker may have answered meanwhile without a word: what comes now is then the next
 * request. If it has not, it will tell us. */
static void look_after(struct connection *connection)
{
	if (connection->state == CONNECTION_WAITING && delivery_is_over(connection->exchange))
		finish_reply(connection);
}

/* --- reading --- */

/* Takes one request off the front of `view`; the bytes it used, 0 when it is not whole. */
static size_t take_request(struct connection *connection, struct slice view)
{
	struct connection_set *set = connection->set;
	struct request request;
	struct refusal refusal;
	struct exchange *exchange;

	if (view.size < connection->needed)
		return 0;
	if (connection->needed)
		connection->scan = (struct request_scan){0, 0};
	switch (request_parse(view, &connection->scan, &request, &refusal)) {
	case REQUEST_INCOMPLETE:
		return 0;
	case REQUEST_REFUSED:
		refuse(connection, refusal.status, refusal.detail);
		return view.size;
	case REQUEST_COMPLETE:
		break;
	}
	if (view.size < request.head_size + request.body_size) {
		connection->needed = request.head_size + request.body_size;
		connection->is_timed = true;
		connection->deadline_ms = clock_monotonic_ms() + set->options->body_deadline_ms;
		return 0;
	}
	connection->scan = (struct request_scan){0, 0};
	connection->needed = 0;
	connection->is_timed = false;
	connection->state = CONNECTION_WAITING;
	connection->deadline_ms = INT64_MAX;
	exchange = take_exchange(set);
	connection->exchange = exchange;
	exchange_begin(exchange, &request,
		slice_range(view, 0, request.head_size + request.body_size));
	if (!exchange->request.identity.size)
		exchange->request.identity = arena_printf(&exchange->arena, "%s-%llu",
			set->identity, (unsigned long long)++set->request_count);
	exchange->connection = connection;
	delivery_lend(exchange, connection->descriptor);
	exchange->is_local = connection->is_local;
	exchange->began_ns = clock_monotonic_ns();
	set->dispatch(exchange, set->context);
	return request.head_size + request.body_size;
}

/* What is left of the view stays for later; its first byte starts the clock. */
static void keep_rest(struct connection *connection, struct slice view, size_t used)
{
	bool is_own = connection->input.size > 0;
	size_t left = view.size - used;

	if (is_own && used) {
		memmove(connection->input.data, connection->input.data + used, left);
		connection->input.size = left;
	} else if (!is_own && left) {
		buffer_append(&connection->input, slice_range(view, used, view.size));
	}
	if (!left)
		buffer_clear(&connection->input); /* an idle connection holds no memory */
}

/* Bytes have come (or stand in the input since before): as many requests as they hold. */
static void feed(struct connection *connection, struct slice bytes)
{
	bool was_empty = !connection->input.size;
	struct slice view = bytes;
	size_t used = 0;

	if (!was_empty) {
		buffer_append(&connection->input, bytes);
		view = buffer_slice(&connection->input);
	}
	connection->is_feeding = true;
	while (used < view.size) {
		size_t size = 0;

		look_after(connection);
		if (connection->state == CONNECTION_READING)
			size = take_request(connection, slice_range(view, used, view.size));
		if (!size)
			break;
		used += size;
	}
	connection->is_feeding = false;
	if (connection->state == CONNECTION_CLOSED) {
		free_connection(connection);
		return;
	}
	if (connection->state == CONNECTION_LINGERING)
		used = view.size;
	keep_rest(connection, view, used);
	/* A request begins with the first byte that is left over, whenever the rest comes. */
	if (connection->state == CONNECTION_READING && connection->input.size &&
		!connection->is_timed) {
		connection->is_timed = true;
		connection->deadline_ms = clock_monotonic_ms() +
			connection->set->options->header_deadline_ms;
	}
}

/* The client has shut its side; an answer under way is still for it. */
static void end_input(struct connection *connection)
{
	connection->has_ended = true;
	if (connection->state == CONNECTION_READING || connection->state == CONNECTION_LINGERING)
		close_connection(connection);
	else
		event_del(&connection->readable);
}

static void take_bytes(struct connection *connection, struct slice bytes)
{
	switch (connection->state) {
	case CONNECTION_READING:
		feed(connection, bytes);
		break;
	case CONNECTION_WAITING:
	case CONNECTION_WRITING:
		buffer_append(&connection->input, bytes);
		if (connection->input.size >= AHEAD_LIMIT) {
			event_del(&connection->readable);
			connection->is_paused = true;
		}
		break;
	case CONNECTION_LINGERING:
	case CONNECTION_CLOSED:
		break;
	}
}

static void on_readable(evutil_socket_t descriptor, short what, void *argument)
{
	struct connection *connection = argument;
	char *scratch = connection->set->scratch;
	ssize_t got;

	(void)what;
	look_after(connection);
	got = recv(descriptor, scratch, SCRATCH_SIZE, MSG_DONTWAIT);
	if (got > 0)
		take_bytes(connection, slice_make(scratch, (size_t)got));
	else if (got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR))
		end_input(connection);
}

/* --- all of them --- */

void connection_accept(struct connection_set *set, int descriptor, bool is_local)
{
	struct connection *connection;

	if (set->count >= (size_t)set->options->max_connections + OVERFLOW_COUNT) {
		close(descriptor);
		return;
	}
	connection = memory_allocate_array(1, sizeof(*connection));
	connection->set = set;
	connection->descriptor = descriptor;
	connection->is_local = is_local;
	connection->next = set->first;
	if (set->first)
		set->first->previous = connection;
	set->first = connection;
	set->count++;
	set->last_active_ms = clock_monotonic_ms();
	metrics_set(set->metrics, METRIC_CONNECTIONS, set->count);
	connection->is_timed = true;
	connection->deadline_ms = set->last_active_ms + set->options->header_deadline_ms;
	event_assign(&connection->readable, set->base, descriptor, EV_READ | EV_PERSIST,
		on_readable, connection);
	event_assign(&connection->writable, set->base, descriptor, EV_WRITE | EV_PERSIST,
		on_writable, connection);
	event_add(&connection->readable, NULL);
	if (set->count > set->options->max_connections)
		refuse(connection, 503, "too many connections");
}

void connection_turn_away(struct connection_set *set, int descriptor)
{
	response_refusal(503, "no descriptor is left", response_date(&set->clock), &set->refusal);
	metrics_request(set->metrics, NULL, 503, 0);
	/* What was asked is read first, as far as it is there: see linger(). */
	(void)!recv(descriptor, set->scratch, SCRATCH_SIZE, MSG_DONTWAIT);
	(void)!send(descriptor, set->refusal.data, set->refusal.size, MSG_NOSIGNAL | MSG_DONTWAIT);
	close(descriptor);
}

static void expire(struct connection *connection)
{
	metrics_add(connection->set->metrics, METRIC_EXPIRED, 1);
	if (connection->state == CONNECTION_READING && connection->input.size) {
		refuse(connection, 408, "the request did not come in time");
		return;
	}
	if (connection->state == CONNECTION_WRITING)
		end_exchange(connection);
	close_connection(connection);
}

void connection_sweep(struct connection_set *set)
{
	int64_t now = clock_monotonic_ms();
	struct connection *next;

	for (struct connection *connection = set->first; connection; connection = next) {
		next = connection->next;
		look_after(connection);
		if (connection->deadline_ms <= now)
			expire(connection);
	}
}

void connection_drain(struct connection_set *set)
{
	struct connection *next;

	for (struct connection *connection = set->first; connection; connection = connection->next)
		look_after(connection);
	set->is_draining = true;
	for (struct connection *connection = set->first; connection; connection = next) {
		next = connection->next;
		if (connection->state != CONNECTION_READING || connection->input.size)
			continue;
		/* A request may stand in the socket already: it is answered. What is still idle
		 * after that has none. */
		connection->deadline_ms = 0;
		on_readable(connection->descriptor, EV_READ, connection);
	}
	connection_sweep(set);
}
