/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/options.h"

#include <unistd.h>

#include "base/memory.h"
#include "base/slice.h"
#include "schema/wire.h"

#include "base/banned.h"

#define OFFSET(member) offsetof(struct daemon_options, member)
#define WORKERS_LIMIT 256u
#define QUEUE_LIMIT 65536u
#define QUEUE_PER_WORKER 64u
#define CONNECTIONS_LIMIT 1000000u
#define TEXT_OF(number) #number
#define ADDRESS_OF(port) "127.0.0.1:" TEXT_OF(port)
#define DEFAULT_ADDRESS ADDRESS_OF(WIRE_PORT)

static const struct option_definition table[] = {
	{"index", 'i', OPTION_STRING, OFFSET(index), "DIR", "folder of the index", NULL, NULL,
		"What is served", false},
	{"listen", 'l', OPTION_STRING, OFFSET(listen), "HOST:PORT",
		"TCP address; port 0 takes a free one, none is none\n"
		"(default 127.0.0.1:7348 where no socket is given)",
		NULL, NULL, "Where", false},
	{"socket", 's', OPTION_STRING, OFFSET(socket), "PATH", "Unix socket, for this user only",
		NULL, NULL, NULL, false},
	{"allow-host", 0, OPTION_LIST, OFFSET(allow_hosts), "NAME",
		"a name that requests may use for this server\n"
		"besides localhost and addresses; may be repeated",
		NULL, NULL, NULL, false},
	{"workers", 'w', OPTION_UNSIGNED, OFFSET(workers), "N",
		"threads that search (default: one for each core)", NULL, NULL, "How much", false},
	{"queue", 0, OPTION_UNSIGNED, OFFSET(queue), "N",
		"requests that may wait; more get a 503 at once\n(default: 64 for each worker)", NULL,
		NULL, NULL, false},
	{"max-connections", 0, OPTION_UNSIGNED, OFFSET(max_connections), "N",
		"clients at a time", "4096", NULL, NULL, false},
	{"deadline", 0, OPTION_DURATION, OFFSET(deadline_ms), "TIME",
		"the longest that a request may take", "2s", NULL, "How long", false},
	{"header-deadline", 0, OPTION_DURATION, OFFSET(header_deadline_ms), "TIME",
		"from the first byte of a request to the end of its head", "10s", NULL, NULL, false},
	{"body-deadline", 0, OPTION_DURATION, OFFSET(body_deadline_ms), "TIME",
		"from there to the end of its body", "30s", NULL, NULL, false},
	{"write-deadline", 0, OPTION_DURATION, OFFSET(write_deadline_ms), "TIME",
		"for a client to take its answer", "30s", NULL, NULL, false},
	{"keep-alive", 0, OPTION_DURATION, OFFSET(keep_alive_ms), "TIME",
		"between two requests of a client", "60s", NULL, NULL, false},
	{"drain", 0, OPTION_DURATION, OFFSET(drain_ms), "TIME",
		"for requests under way, after SIGTERM", "10s", NULL, NULL, false},
	{"idle-exit", 0, OPTION_DURATION, OFFSET(idle_exit_ms), "SECONDS",
		"end after so long without a request; 0: never", "0", NULL, NULL, false},
	{"config", 'c', OPTION_STRING, OFFSET(config), "FILE", "configuration file (INI)", NULL,
		NULL, "Other", false},
	{"log-format", 0, OPTION_CHOICE, OFFSET(log_format), "FORMAT", "text or json", "text",
		"text|json", NULL, false},
	{"log-level", 0, OPTION_CHOICE, OFFSET(log_level), "LEVEL",
		"error, warning, info or debug", "info", "error|warning|info|debug", NULL, false},
	{NULL, 0, OPTION_FLAG, 0, NULL, NULL, NULL, NULL, NULL, false},
};

static const struct option_program program = {
	.name = "quothd",
	.usage = "quothd [--index DIR] [--listen HOST:PORT] [--socket PATH] [OPTION]...",
	.summary = "Answers searches of an index over HTTP.",
	.closing = "SIGTERM ends it in order, SIGHUP reads the configuration again.\n"
		   "Exit status: 0 ended in order, 2 usage or configuration, 3 no index, no address.",
	.table = table,
};

static bool check_range(const char *name, unsigned value, unsigned least, unsigned most,
	struct error *error)
{
	if (value < least || value > most)
		return error_set(error, ERROR_USAGE, "--%s is a number from %u to %u", name, least,
			most);
	return true;
}

static bool check_durations(const struct daemon_options *options, struct error *error)
{
	const unsigned least[] = {options->deadline_ms, options->header_deadline_ms,
		options->body_deadline_ms, options->write_deadline_ms, options->keep_alive_ms};

	for (size_t i = 0; i < COUNT_OF(least); i++) {
		if (!least[i])
			return error_set(error, ERROR_USAGE, "a deadline cannot be zero");
	}
	return true;
}

static bool check_addresses(const struct daemon_options *options, bool has_inherited,
	struct error *error)
{
	if (has_inherited || options->listen || options->socket)
		return true;
	return error_set(error, ERROR_USAGE, "--listen none wants a --socket: else nobody can ask");
}

static void fill_defaults(struct daemon_options *options, bool has_inherited)
{
	if (has_inherited)
		options->listen = options->socket = NULL;
	else if (!options->listen && !options->socket)
		options->listen = DEFAULT_ADDRESS;
	if (options->listen && slice_equal_string(slice_of(options->listen), "none"))
		options->listen = NULL;
	if (!options->workers) {
		long cores = sysconf(_SC_NPROCESSORS_ONLN);

		options->workers = cores > 0 && cores < (long)WORKERS_LIMIT ? (unsigned)cores : 1;
	}
	if (!options->queue)
		options->queue = options->workers * QUEUE_PER_WORKER;
}

bool daemon_options_parse(int argc, char **argv, bool has_inherited,
	struct daemon_options *options, struct error *error)
{
	struct daemon_options parsed = {0};
	int first;

	if (!options_parse(&program, argc, argv, &parsed, &first, error))
		return false;
	if (first < argc)
		return error_set(error, ERROR_USAGE, "'%s': quothd takes options only", argv[first]);
	fill_defaults(&parsed, has_inherited);
	if (!check_range("workers", parsed.workers, 1, WORKERS_LIMIT, error) ||
		!check_range("queue", parsed.queue, 1, QUEUE_LIMIT, error) ||
		!check_range("max-connections", parsed.max_connections, 1, CONNECTIONS_LIMIT,
			error) ||
		!check_durations(&parsed, error) ||
		!check_addresses(&parsed, has_inherited, error))
		return false;
	if (!parsed.index)
		parsed.index = options_default_index();
	*options = parsed;
	return true;
}
