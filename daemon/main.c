/* SPDX-License-Identifier: GPL-2.0-or-later */
/* main.c - quothd: the order of start and end. */
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/visible.h"
#include "daemon/http/server.h"
#include "daemon/metrics.h"
#include "daemon/options.h"
#include "daemon/service.h"
#include "store/manifest.h"

#include "base/banned.h"

#define LISTENERS_LIMIT 18u
#define SPARE_DESCRIPTORS 128u /* for the index, the log and what libraries open */

enum exit_status {
	EXIT_IN_ORDER = 0,
	EXIT_USAGE = 2,
	EXIT_REFUSED = 3,
};

struct start {
	int argc;
	char **argv;
	bool has_inherited;
	struct daemon_options options;
	struct listener listeners[LISTENERS_LIMIT];
	size_t listener_count;
};

static int fail(const struct error *error)
{
	/* Not a line of the log: whoever started us reads it, a person or the client. */
	visible_complain(stderr, "quothd", error->message);
	return error->code == ERROR_USAGE ? EXIT_USAGE : EXIT_REFUSED;
}

/* What needs no restart: deadlines, host names, the cap, the log. Addresses, threads and
 * the index stay as they are. */
static void reload(void *context)
{
	struct start *start = context;
	struct daemon_options now, *options = &start->options;
	struct error error = {0};

	if (!daemon_options_parse(start->argc, start->argv, start->has_inherited, &now, &error)) {
		log_warning("reload", "error=\"%s\"", error.message);
		return;
	}
	now.index = options->index;
	now.listen = options->listen;
	now.socket = options->socket;
	now.workers = options->workers;
	now.queue = options->queue;
	*options = now;
	log_info("reload", "config=\"%s\"", options->config ? options->config : "");
}

/* As many descriptors as we may have, and never more clients than they are for. */
static void fit_connections(struct daemon_options *options)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur == RLIM_INFINITY)
		return;
	if (limit.rlim_cur < options->max_connections + SPARE_DESCRIPTORS)
		log_warning("limits", "descriptors=%llu max_connections=%u",
			(unsigned long long)limit.rlim_cur, options->max_connections);
}

static bool open_listeners(struct start *start, struct error *error)
{
	const struct daemon_options *options = &start->options;
	unsigned inherited = service_take_descriptors();

	for (unsigned i = 0; i < inherited; i++) {
		if (!listener_adopt(SERVICE_FIRST_DESCRIPTOR + (int)i,
			    &start->listeners[start->listener_count], error))
			return false;
		start->listener_count++;
	}
	if (options->listen) {
		if (!listener_open_tcp(options->listen, &start->listeners[start->listener_count],
			    error))
			return false;
		start->listener_count++;
	}
	if (options->socket) {
		if (!listener_open_unix(options->socket, &start->listeners[start->listener_count],
			    error))
			return false;
		start->listener_count++;
	}
	return true;
}

/* Better no daemon than one that can only say that there is nothing to search. */
static bool check_index(const char *index, struct error *error)
{
	struct manifest manifest;
	bool found;

	manifest_init(&manifest);
	found = manifest_read(index, &manifest, error);
	manifest_clear(&manifest);
	if (!found && error->code == ERROR_NONE)
		return error_set(error, ERROR_INDEX,
			"no index at %s; quoth-index --index %s PATH... makes one", index, index);
	return found;
}

static void close_listeners(struct start *start)
{
	for (size_t i = 0; i < start->listener_count; i++)
		listener_close(&start->listeners[i]);
}

static bool serve(struct start *start, struct error *error)
{
	struct handler_shared shared = {
		.index = start->options.index,
		.metrics = metrics_new(),
		.started = clock_now(),
		.worker_count = start->options.workers,
	};
	struct server *server;
	bool served = server_new(&start->options, start->listeners, start->listener_count, &shared,
		&server, error);

	if (served) {
		server_on_reload(server, reload, start);
		log_info("start", "index=\"%s\" workers=%u", shared.index, shared.worker_count);
		served = server_run(server, error);
		server_free(server);
	} else {
		close_listeners(start);
	}
	metrics_free(shared.metrics);
	return served;
}

int main(int argc, char **argv)
{
	struct start start = {
		.argc = argc, .argv = argv, .has_inherited = service_has_descriptors()};
	struct error error = {0};

	file_hold_standard();
	signal(SIGPIPE, SIG_IGN);
	if (!daemon_options_parse(argc, argv, start.has_inherited, &start.options, &error))
		return fail(&error);
	log_set_format((enum log_format)start.options.log_format);
	log_set_level((enum log_level)start.options.log_level);
	if (!check_index(start.options.index, &error))
		return fail(&error);
	fit_connections(&start.options);
	if (!open_listeners(&start, &error)) {
		close_listeners(&start);
		return fail(&error);
	}
	if (!serve(&start, &error))
		return fail(&error);
	return EXIT_IN_ORDER;
}
