/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/server.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/listener.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "daemon/http/connection.h"
#include "daemon/http/dispatch.h"
#include "daemon/metrics.h"
#include "daemon/options.h"
#include "daemon/service.h"

#include "base/banned.h"

#define LISTENER_LIMIT 18u
#define PAUSE_MS 100           /* without accepting, when descriptors have run out */
#define PAUSE_LOG_MS 1000      /* one line about it a second is enough */

static const int ending_signals[] = {SIGTERM, SIGINT};

struct door {
	struct server *server;
	struct listener listener;
	struct evconnlistener *accepting;
};

struct server {
	const struct daemon_options *options;
	struct handler_shared *shared;
	struct event_base *base;
	struct connection_set connections;
	struct dispatch dispatch;
	struct door doors[LISTENER_LIMIT];
	size_t door_count;
	struct event *signals[COUNT_OF(ending_signals)];
	struct event *hangup, *done, *tick, *pause, *watchdog, *drain_end;
	void (*reload)(void *context);
	void *reload_context;
	int spare_descriptor;      /* given up to tell one client that there are no more */
	int64_t pause_logged_ms;
	bool is_stopping;
};

static struct timeval time_of_ms(unsigned ms)
{
	return (struct timeval){ms / 1000, (suseconds_t)(ms % 1000) * 1000};
}

static void start_timer(struct event *event, unsigned ms)
{
	struct timeval time = time_of_ms(ms);

	event_add(event, &time);
}

/* Until the idle exit is due. */
static unsigned idle_left_ms(const struct server *server)
{
	int64_t idle_ms = clock_monotonic_ms() - server->connections.last_active_ms;
	unsigned limit_ms = server->options->idle_exit_ms;

	return idle_ms >= limit_ms ? 0 : limit_ms - (unsigned)idle_ms;
}

/* The beat sounds only while something has a deadline: a quiet daemon sleeps. */
static void arm_tick(struct server *server)
{
	unsigned limit_ms = server->options->idle_exit_ms;

	if (server->connections.count || server->connections.under_way || server->is_stopping)
		start_timer(server->tick, CONNECTION_SWEEP_MS);
	else if (limit_ms)
		start_timer(server->tick, idle_left_ms(server) + 1);
}

/* --- accepting --- */

static void on_accept(struct evconnlistener *accepting, evutil_socket_t descriptor,
	struct sockaddr *address, int size, void *argument)
{
	struct door *door = argument;

	(void)accepting;
	(void)address;
	(void)size;
	connection_accept(&door->server->connections, descriptor, door->listener.is_local);
	if (door->server->connections.count == 1)
		arm_tick(door->server);
}

/* Descriptors have run out. The spare one lets the first in the queue know; then the door
 * is shut for a moment, or the loop would spin on it. */
static void on_accept_error(struct evconnlistener *accepting, void *argument)
{
	struct door *door = argument;
	struct server *server = door->server;
	int64_t now = clock_monotonic_ms();
	int reason = errno;

	if (now - server->pause_logged_ms >= PAUSE_LOG_MS) {
		log_warning("accept", "error=\"%s\" connections=%zu", strerror(reason),
			server->connections.count);
		server->pause_logged_ms = now;
	}
	if (server->spare_descriptor >= 0) {
		int client;

		close(server->spare_descriptor);
		client = accept4(door->listener.descriptor, NULL, NULL,
			SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (client >= 0)
			connection_turn_away(&server->connections, client);
		server->spare_descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
	}
	evconnlistener_disable(accepting);
	start_timer(server->pause, PAUSE_MS);
}

static void on_pause_end(evutil_socket_t descriptor, short what, void *argument)
{
	struct server *server = argument;

	(void)descriptor;
	(void)what;
	for (size_t i = 0; i < server->door_count; i++) {
		if (server->doors[i].accepting)
			evconnlistener_enable(server->doors[i].accepting);
	}
}

static bool open_door(struct server *server, struct door *door, struct error *error)
{
	door->server = server;
	door->accepting = evconnlistener_new(server->base, on_accept, door,
		LEV_OPT_CLOSE_ON_EXEC, 0, door->listener.descriptor);
	if (!door->accepting)
		return error_set(error, ERROR_IO, "%s: cannot listen", door->listener.name);
	evconnlistener_set_error_cb(door->accepting, on_accept_error);
	return true;
}

/* Clients that the system has let in already are ours to answer, unless the next process
 * inherits the socket. */
static void close_door(struct server *server, struct door *door)
{
	if (!door->accepting)
		return;
	evconnlistener_free(door->accepting);
	door->accepting = NULL;
	if (!door->listener.is_inherited) {
		int client;

		if (door->listener.path[0])
			unlink(door->listener.path);
		while ((client = accept4(door->listener.descriptor, NULL, NULL,
				SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
			connection_accept(&server->connections, client, door->listener.is_local);
	}
	listener_close(&door->listener);
}

/* --- the end --- */

static void leave_when_done(struct server *server)
{
	if (server->is_stopping && !server->connections.count && !server->connections.under_way)
		event_base_loopbreak(server->base);
}

static void stop(struct server *server, const char *reason)
{
	if (server->is_stopping)
		return;
	server->is_stopping = true;
	service_notify("STOPPING=1");
	log_info("stop", "reason=%s connections=%zu requests=%zu", reason,
		server->connections.count, server->connections.under_way);
	for (size_t i = 0; i < server->door_count; i++)
		close_door(server, &server->doors[i]);
	event_del(server->pause);
	start_timer(server->drain_end, server->options->drain_ms);
	connection_drain(&server->connections);
	arm_tick(server);
}

static void stop_on_request(void *context)
{
	stop(context, "request");
}

static void on_ending_signal(evutil_socket_t number, short what, void *argument)
{
	(void)what;
	stop(argument, number == SIGINT ? "SIGINT" : "SIGTERM");
	leave_when_done(argument);
}

static void on_hangup(evutil_socket_t number, short what, void *argument)
{
	struct server *server = argument;

	(void)number;
	(void)what;
	if (server->reload)
		server->reload(server->reload_context);
}

static void on_drain_end(evutil_socket_t descriptor, short what, void *argument)
{
	struct server *server = argument;

	(void)descriptor;
	(void)what;
	log_warning("stop", "reason=deadline connections=%zu", server->connections.count);
	event_base_loopbreak(server->base);
}

/* --- the beat --- */

static void on_tick(evutil_socket_t descriptor, short what, void *argument)
{
	struct server *server = argument;

	(void)descriptor;
	(void)what;
	connection_sweep(&server->connections);
	if (server->options->idle_exit_ms && !server->connections.under_way &&
		!idle_left_ms(server))
		stop(server, "idle");
	arm_tick(server);
	leave_when_done(server);
}

static void on_watchdog(evutil_socket_t descriptor, short what, void *argument)
{
	(void)descriptor;
	(void)what;
	(void)argument;
	service_notify("WATCHDOG=1");
}

static void on_done(evutil_socket_t descriptor, short what, void *argument)
{
	struct server *server = argument;

	(void)descriptor;
	(void)what;
	dispatch_finish(&server->dispatch);
	leave_when_done(server);
}

/* --- start --- */

static void make_events(struct server *server)
{
	struct event_base *base = server->base;

	for (size_t i = 0; i < COUNT_OF(ending_signals); i++) {
		server->signals[i] =
			evsignal_new(base, ending_signals[i], on_ending_signal, server);
		event_add(server->signals[i], NULL);
	}
	server->hangup = evsignal_new(base, SIGHUP, on_hangup, server);
	event_add(server->hangup, NULL);
	server->tick = event_new(base, -1, 0, on_tick, server);
	server->pause = event_new(base, -1, 0, on_pause_end, server);
	server->drain_end = event_new(base, -1, 0, on_drain_end, server);
	server->watchdog = event_new(base, -1, EV_PERSIST, on_watchdog, server);
	if (service_watchdog_ms())
		start_timer(server->watchdog, service_watchdog_ms());
}

bool server_new(const struct daemon_options *options, const struct listener *listeners,
	size_t listener_count, struct handler_shared *shared, struct server **result,
	struct error *error)
{
	struct server *server = memory_allocate_array(1, sizeof(*server));
	struct event_config *config = event_config_new();

	assert(listener_count <= LISTENER_LIMIT);
	server->options = options;
	server->shared = shared;
	/* One thread has the base; workers are heard of by a descriptor. */
	event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
	server->base = event_base_new_with_config(config);
	event_config_free(config);
	if (!server->base) {
		memory_free(server);
		return error_set(error, ERROR_IO, "cannot make an event loop");
	}
	connection_set_init(&server->connections, server->base, options);
	server->connections.metrics = shared->metrics;
	server->connections.dispatch = dispatch_request;
	server->connections.context = &server->dispatch;
	server->spare_descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
	shared->stop = stop_on_request;
	shared->context = server;
	make_events(server);
	for (size_t i = 0; i < listener_count; i++) {
		server->doors[i].listener = listeners[i];
		server->door_count++;
	}
	*result = server;
	return true;
}

void server_on_reload(struct server *server, void (*reload)(void *context), void *context)
{
	server->reload = reload;
	server->reload_context = context;
}

/* What a client that started us waits for. */
static void say_ready(const struct server *server)
{
	for (size_t i = 0; i < server->door_count; i++)
		printf("listening on %s\n", server->doors[i].listener.name);
	fflush(stdout);
	service_notify("READY=1");
}

bool server_run(struct server *server, struct error *error)
{
	for (size_t i = 0; i < server->door_count; i++) {
		if (!open_door(server, &server->doors[i], error))
			return false;
	}
	if (!dispatch_start(&server->dispatch, &server->connections, server->shared, error))
		return false;
	server->done = event_new(server->base, dispatch_descriptor(&server->dispatch),
		EV_READ | EV_PERSIST, on_done, server);
	event_add(server->done, NULL);
	arm_tick(server);
	say_ready(server);
	while (event_base_loop(server->base, EVLOOP_ONCE) == 0 &&
		!event_base_got_break(server->base))
		dispatch_rest(&server->dispatch);
	return true;
}

void server_free(struct server *server)
{
	struct event *events[] = {server->hangup, server->done, server->tick, server->pause,
		server->watchdog, server->drain_end, server->signals[0], server->signals[1]};

	for (size_t i = 0; i < server->door_count; i++) {
		if (server->doors[i].accepting)
			evconnlistener_free(server->doors[i].accepting);
		listener_close(&server->doors[i].listener);
	}
	dispatch_end(&server->dispatch);
	connection_set_clear(&server->connections);
	for (size_t i = 0; i < COUNT_OF(events); i++) {
		if (events[i])
			event_free(events[i]);
	}
	event_base_free(server->base);
	if (server->spare_descriptor >= 0)
		close(server->spare_descriptor);
	memory_free(server);
}
