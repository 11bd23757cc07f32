/* SPDX-License-Identifier: GPL-2.0-or-later */
/* response.h - the head of a reply as bytes (RFC 9112 §4). Pure. */
#ifndef DAEMON_HTTP_RESPONSE_H
#define DAEMON_HTTP_RESPONSE_H

#include "base/buffer.h"
#include "daemon/http/exchange.h"

#define RESPONSE_DATE_SIZE 30

/* "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7) */
void response_format_date(int64_t seconds, char text[RESPONSE_DATE_SIZE]);

/* The date of now, written once a second. One thread. */
struct response_clock {
	int64_t seconds;
	char date[RESPONSE_DATE_SIZE];
};
const char *response_date(struct response_clock *clock);

/* Replaces `head` by the status line and headers of the exchange's reply. `date` as above;
 * `identity` is the request's own or one of ours. */
void response_head(const struct exchange *exchange, const char *date, struct slice identity,
	bool keep_alive, struct buffer *head);

/* A whole reply for those who get no exchange: too many connections, a refused head. */
void response_refusal(unsigned status, const char *detail, const char *date,
	struct buffer *bytes);

#endif
