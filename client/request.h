/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * request.h - HTTP/1.1 exchanges with one quothd over TCP or a Unix socket (RFC 9112).
 *
 * A connection is kept for the next exchange where the server keeps it. Everything a server
 * sends is bounded: head 64 KiB, body 256 MiB, silence REQUEST_SILENCE_MS.
 */
#ifndef CLIENT_REQUEST_H
#define CLIENT_REQUEST_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

#define REQUEST_SILENCE_MS 30000

struct server {
	char *socket_path;  /* NULL: host and port */
	char *host;
	char *port;
	char *authority;    /* host and port as given, for the Host field */
	int descriptor;     /* -1: not connected */
};

/* "http://host:port", "host:port" or "unix:PATH". ERROR_USAGE. */
bool server_parse(const char *text, struct server *server, struct error *error);
void server_init_socket(struct server *server, const char *path);
void server_clear(struct server *server);
/* ERROR_IO where nobody listens. */
bool server_connect(struct server *server, struct error *error);

struct reply {
	int status;
	struct buffer body;
};

/* Sends METHOD PATH (already encoded) and reads the reply into *reply, whose body is reset
 * first. Connects, and once more when a kept connection was closed meanwhile. ERROR_IO,
 * ERROR_TIMEOUT, ERROR_FORMAT for what is no HTTP, ERROR_LIMIT. */
bool request_send(struct server *server, const char *method, struct slice path,
	struct reply *reply, struct error *error);
void reply_clear(struct reply *reply);

/* Appends text with everything but unreserved characters as %XX (RFC 3986 §2.3). */
void request_encode(struct slice text, struct buffer *path);
/* Appends "?name=value", or "&name=value" where the path has a '?'. */
void request_parameter(struct buffer *path, const char *name, struct slice value);

#endif
