/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * exchange.h - one request and its reply.
 *
 * It owns copies of all it needs, so that a worker never touches a connection: the client
 * may leave meanwhile. One thread at a time has it: the loop, then perhaps a worker, then
 * the loop again (delivery.h says how). Exchanges are used again, memory and all.
 */
#ifndef DAEMON_HTTP_EXCHANGE_H
#define DAEMON_HTTP_EXCHANGE_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "daemon/http/parameters.h"
#include "daemon/http/request.h"
#include "daemon/worker.h"

#define EXCHANGE_ETAG_SIZE 32

struct connection;
struct route;

struct reply {
	unsigned status;
	const char *type;          /* Content-Type; static */
	const char *cache;         /* Cache-Control; static; NULL: no-store */
	const char *allow;         /* of a 405; static */
	unsigned retry_after;      /* seconds; 0: no header */
	char etag[EXCHANGE_ETAG_SIZE]; /* with its quotation marks; "": none */
	bool varies;               /* the encoding was a choice */
	bool is_gzipped;
	struct buffer body;
};

enum delivery {
	DELIVERY_WHOLE,
	DELIVERY_STUCK,                /* the socket is full */
	DELIVERY_FAILED,               /* the client is gone */
};

struct exchange {
	struct job job;                /* first: the worker's handle */
	struct connection *connection; /* the loop's; opaque to all others */
	int descriptor;                /* to write the reply to: lent by the connection */
	_Atomic int phase;             /* delivery.c's */
	enum delivery delivery;
	size_t sent;                   /* bytes of head and body */
	bool keeps_alive;              /* as the head says */
	struct buffer bytes;           /* copy of the request; all slices point here */
	struct request request;
	struct slice body;
	const struct route *route;     /* NULL: none was found */
	struct slice rest;             /* what the '*' of the route stands for, decoded */
	struct parameters parameters;
	struct arena arena;
	struct buffer plain;           /* the body before gzip */
	struct buffer head;            /* of the reply, as bytes */
	struct reply reply;
	int64_t began_ns;              /* clock_monotonic_ns when the head was whole */
	int64_t deadline_ns;
	bool is_local;                 /* came over the Unix socket */
};

struct exchange *exchange_new(void);
void exchange_free(struct exchange *exchange);
/* Takes a request in: copies its bytes and forgets the one before. */
void exchange_begin(struct exchange *exchange, const struct request *request,
	struct slice bytes);

/* Answers with JSON that stands in reply.body. */
void exchange_answer(struct exchange *exchange, unsigned status);
/* Answers with problem+json (RFC 9457); drops what the body held. `position` is a byte of
 * the query, or SIZE_MAX. */
void exchange_refuse(struct exchange *exchange, unsigned status, const char *detail,
	size_t position);
/* The same for an error: its code gives the status. */
void exchange_fail(struct exchange *exchange, const struct error *error, size_t position);

/* Sets the entity tag; true when the client has it already: the answer is then a 304. */
bool exchange_is_unchanged(struct exchange *exchange, const char *etag);
/* Compresses the body where the client takes gzip and it pays. In the worker. */
void exchange_compress(struct exchange *exchange);

#endif
