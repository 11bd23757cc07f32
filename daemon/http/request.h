/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * request.h - the head of one HTTP/1.1 request, read strictly (RFC 9112).
 *
 * Pure: bytes in, request out; no socket, no memory of its own. What a front proxy could
 * understand in another way than we do is refused, not repaired: bare line feeds, folded
 * lines, two lengths, blanks before a colon, control characters anywhere.
 */
#ifndef DAEMON_HTTP_REQUEST_H
#define DAEMON_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

#define REQUEST_LINE_LIMIT 16384u  /* bytes; a longer one is 414 */
#define REQUEST_HEAD_LIMIT 32768u  /* bytes of the whole head; 431 */
#define REQUEST_HEADERS_LIMIT 64u  /* header lines; 431 */
#define REQUEST_BODY_LIMIT 65536u  /* bytes; 413 */

enum request_method {
	METHOD_GET,
	METHOD_HEAD,
	METHOD_POST,
	METHOD_OTHER, /* a known one that no route has */
};

/* Slices point into the bytes that were parsed. Absent headers are empty slices. */
struct request {
	enum request_method method;
	unsigned minor;           /* of HTTP/1.x */
	struct slice target;      /* as sent */
	struct slice authority;   /* of a target in absolute form; else empty */
	struct slice path, query; /* still percent-encoded; query without the '?' */
	struct slice host;
	struct slice if_none_match;
	struct slice identity;    /* X-Request-Id: 1 to 64 visible characters; else empty */
	bool keep_alive;
	bool accepts_gzip;
	size_t head_size;         /* bytes up to and with the empty line */
	size_t body_size;         /* bytes that follow */
};

enum request_state {
	REQUEST_INCOMPLETE, /* so far nothing is wrong: more bytes are needed */
	REQUEST_COMPLETE,   /* the head is whole */
	REQUEST_REFUSED,
};

struct refusal {
	unsigned status;    /* of the answer: 400, 411, 413, 414, 417, 431, 501, 505 */
	const char *detail; /* one sentence in lower case; static */
};

/* What is known of a head that arrives in pieces; zero for a new request. */
struct request_scan {
	size_t line;    /* where the unfinished line begins */
	size_t scanned; /* bytes that hold no further line end */
};

/* Parses the head at the front of `bytes`, which holds all that came since the request
 * began. Work done is not repeated: linear in the bytes, however they are cut. */
enum request_state request_parse(struct slice bytes, struct request_scan *scan,
	struct request *request, struct refusal *refusal);

#endif
