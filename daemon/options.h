/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * options.h - what quothd can be told: command line, environment, configuration file.
 */
#ifndef DAEMON_OPTIONS_H
#define DAEMON_OPTIONS_H

#include "base/error.h"
#include "base/options.h"

struct daemon_options {
	const char *index;           /* folder; never NULL after daemon_options_parse */
	const char *listen;          /* HOST:PORT; NULL: no TCP */
	const char *socket;          /* path of a Unix socket; NULL: none */
	struct option_list allow_hosts;
	unsigned workers;            /* threads */
	unsigned queue;              /* requests that may wait */
	unsigned max_connections;
	unsigned deadline_ms;        /* of one request, from its head to its answer */
	unsigned header_deadline_ms; /* from a request's first byte to the end of its head */
	unsigned body_deadline_ms;
	unsigned write_deadline_ms;
	unsigned keep_alive_ms;      /* between two requests */
	unsigned drain_ms;           /* after SIGTERM */
	unsigned idle_exit_ms;       /* without a request; 0: stay */
	const char *config;
	int log_format;
	int log_level;
};

/* ERROR_USAGE. `has_inherited`: the service manager passed sockets, which take the place of
 * --listen and --socket. */
bool daemon_options_parse(int argc, char **argv, bool has_inherited,
	struct daemon_options *options, struct error *error);

#endif
