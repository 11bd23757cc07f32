/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/response.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "daemon/render/problem.h"

#include "base/banned.h"

#define DAY_SECONDS 86400

void response_format_date(int64_t seconds, char text[RESPONSE_DATE_SIZE])
{
	static const char days[7][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
	static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
		"Sep", "Oct", "Nov", "Dec"};
	char time[21]; /* 1994-11-06T08:49:37Z */
	unsigned month;

	clock_format_time(seconds, time);
	month = (unsigned)(time[5] - '0') * 10 + (unsigned)(time[6] - '0') - 1;
	snprintf(text, RESPONSE_DATE_SIZE, "%s, %.2s %s %.4s %.8s GMT",
		days[seconds / DAY_SECONDS % 7], time + 8, months[month % 12], time, time + 11);
}

const char *response_date(struct response_clock *clock)
{
	int64_t seconds = clock_now();

	if (seconds != clock->seconds || !clock->date[0]) {
		response_format_date(seconds, clock->date);
		clock->seconds = seconds;
	}
	return clock->date;
}

static void add(struct buffer *head, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	buffer_append_string(head, name);
	buffer_append_bytes(head, ": ", 2);
	buffer_append_string(head, value);
	buffer_append_bytes(head, "\r\n", 2);
}

static void add_number(struct buffer *head, const char *name, size_t number)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%zu", number);
	add(head, name, digits);
}

static void add_status(struct buffer *head, unsigned status)
{
	char digits[12];

	snprintf(digits, sizeof(digits), "%u", status);
	buffer_append_string(head, "HTTP/1.1 ");
	buffer_append_string(head, digits);
	buffer_append_byte(head, ' ');
	buffer_append_string(head, problem_title(status));
	buffer_append_bytes(head, "\r\n", 2);
}

void response_head(const struct exchange *exchange, const char *date, struct slice identity,
	bool keep_alive, struct buffer *head)
{
	const struct reply *reply = &exchange->reply;

	buffer_reset(head);
	add_status(head, reply->status);
	add(head, "Date", date);
	if (reply->status != 304) {
		add(head, "Content-Type", reply->type);
		add_number(head, "Content-Length", reply->body.size);
	}
	add(head, "Content-Encoding", reply->is_gzipped ? "gzip" : NULL);
	add(head, "Vary", reply->varies ? "Accept-Encoding" : NULL);
	add(head, "ETag", reply->etag);
	add(head, "Cache-Control", reply->cache ? reply->cache : "no-store");
	add(head, "Allow", reply->allow);
	if (reply->retry_after)
		add_number(head, "Retry-After", reply->retry_after);
	buffer_append_string(head, "X-Request-Id: ");
	buffer_append(head, identity);
	buffer_append_string(head, "\r\nX-Content-Type-Options: nosniff\r\n");
	if (!keep_alive)
		add(head, "Connection", "close");
	else if (exchange->request.minor == 0)
		add(head, "Connection", "keep-alive");
	buffer_append_bytes(head, "\r\n", 2);
}

void response_refusal(unsigned status, const char *detail, const char *date, struct buffer *bytes)
{
	struct buffer body = {0};

	problem_render(status, detail, SIZE_MAX, &body);
	buffer_reset(bytes);
	add_status(bytes, status);
	add(bytes, "Date", date);
	add(bytes, "Content-Type", "application/problem+json");
	add_number(bytes, "Content-Length", body.size);
	add(bytes, "Cache-Control", "no-store");
	if (status == 503)
		add_number(bytes, "Retry-After", 1);
	add(bytes, "Connection", "close");
	buffer_append_bytes(bytes, "\r\n", 2);
	buffer_append(bytes, buffer_slice(&body));
	buffer_clear(&body);
}
