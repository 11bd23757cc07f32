/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * http_fixture.h - a quothd of a test's own, and a client that says exactly what it is told.
 *
 * The daemon listens on a free port and on a Unix socket in a temporary folder. A failure
 * ends the test.
 */
#ifndef TESTS_SUPPORT_HTTP_FIXTURE_H
#define TESTS_SUPPORT_HTTP_FIXTURE_H

#include <sys/types.h>

#include "base/buffer.h"
#include "tests/support/temporary_folder.h"

/* Zeroed before it is opened. */
struct http_fixture {
	struct temporary_folder folder;
	char index[300], socket[300];
	unsigned port;
	pid_t process;
	int inherited; /* set before start: a listening socket to be passed as systemd does it; 0: none */
};

/* Makes an index of the articles 1 to 40 of tests/support/segment_fixture and starts on it.
 * `options` ends with NULL; it may be NULL. */
void http_fixture_open(struct http_fixture *fixture, const char *const *options);
/* The same on an index that is there, with at most `descriptor_limit` descriptors (0: as many
 * as we have). */
void http_fixture_start(struct http_fixture *fixture, const char *index,
	const char *const *options, unsigned descriptor_limit);
/* Sends the signal, unless it is 0, and waits for the daemon's exit status. */
int http_fixture_end(struct http_fixture *fixture, int signal);
/* Ends it, checks that it ended in order, and removes the folder. */
void http_fixture_close(struct http_fixture *fixture);

/* A connection; reading from it fails after 20 seconds. */
int http_connect(const struct http_fixture *fixture);
int http_connect_local(const struct http_fixture *fixture);
/* False when the other side is gone. */
bool http_send(int descriptor, const char *text);

struct http_answer {
	unsigned status;
	struct buffer head, body;
};

void http_answer_clear(struct http_answer *answer);
/* Reads one answer; one to HEAD has no body. False when the connection ended before. */
bool http_receive(int descriptor, bool to_head, struct http_answer *answer);
/* The value of a header, or NULL; valid until the next four calls. */
const char *http_header(const struct http_answer *answer, const char *name);
/* One GET on a connection of its own; `headers` are whole lines, or "". */
void http_get(const struct http_fixture *fixture, const char *target, const char *headers,
	struct http_answer *answer);
/* A value of /metrics. */
double http_metric(const struct http_fixture *fixture, const char *name);

#endif
