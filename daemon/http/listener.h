/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * listener.h - where clients come from: TCP, a Unix socket, inherited sockets.
 *
 * A Unix socket is 0600 in a folder that is ours alone (0700 when made here). Beside it
 * lies PATH.lock, held while it is served: what a dead daemon left behind is replaced, a
 * living one is never robbed.
 */
#ifndef DAEMON_HTTP_LISTENER_H
#define DAEMON_HTTP_LISTENER_H

#include <stdbool.h>

#include "base/error.h"

#define LISTENER_NAME_SIZE 300

struct listener {
	int descriptor;      /* listening, non-blocking, close-on-exec; -1: none */
	int lock;            /* of a Unix socket of ours; -1 */
	bool is_local;       /* a Unix socket */
	bool is_inherited;
	char name[LISTENER_NAME_SIZE]; /* "http://127.0.0.1:7348", "unix:/run/quoth/socket" */
	char path[108];      /* of a Unix socket of ours; "" */
};

/* "127.0.0.1:7348", "[::1]:7348", "localhost:0". ERROR_USAGE for what is no address, ERROR_IO
 * where it is taken. */
bool listener_open_tcp(const char *address, struct listener *listener, struct error *error);
bool listener_open_unix(const char *path, struct listener *listener, struct error *error);
/* A socket that the service manager passed. ERROR_IO where it does not listen. */
bool listener_adopt(int descriptor, struct listener *listener, struct error *error);
/* Takes our Unix socket away from the file system, too. */
void listener_close(struct listener *listener);

#endif
