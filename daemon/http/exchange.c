/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/exchange.h"

#include <stdio.h>
#include <string.h>

#include "base/compress.h"
#include "base/memory.h"
#include "daemon/render/problem.h"

#include "base/banned.h"

#define COMPRESS_LEAST 1024u      /* bytes: below that gzip saves less than it costs */
#define COMPRESS_LEVEL 1          /* 6 saves 8 % more of an answer and takes three times as long */
#define KEEP_LIMIT (256u << 10)   /* bytes a buffer may keep for the next request */

struct exchange *exchange_new(void)
{
	return memory_allocate_array(1, sizeof(struct exchange));
}

void exchange_free(struct exchange *exchange)
{
	if (!exchange)
		return;
	arena_clear(&exchange->arena);
	buffer_clear(&exchange->bytes);
	buffer_clear(&exchange->plain);
	buffer_clear(&exchange->head);
	buffer_clear(&exchange->reply.body);
	memory_free(exchange);
}

/* One huge answer must not make a quiet daemon large for ever. */
static void empty(struct buffer *buffer)
{
	if (buffer->capacity > KEEP_LIMIT)
		buffer_clear(buffer);
	else
		buffer_reset(buffer);
}

/* The same bytes in the copy. */
static void move_slice(struct slice *slice, const char *from, const char *to)
{
	if (slice->data)
		slice->data = to + (slice->data - from);
}

void exchange_begin(struct exchange *exchange, const struct request *request, struct slice bytes)
{
	struct slice *slices[] = {
		&exchange->request.target, &exchange->request.authority, &exchange->request.path,
		&exchange->request.query, &exchange->request.host,
		&exchange->request.if_none_match, &exchange->request.identity,
	};
	struct buffer body = exchange->reply.body;

	empty(&body);
	empty(&exchange->plain);
	empty(&exchange->bytes);
	arena_reset(&exchange->arena);
	exchange->reply = (struct reply){.body = body};
	exchange->route = NULL;
	exchange->rest = (struct slice){NULL, 0};
	exchange->parameters.count = 0;
	exchange->request = *request;
	buffer_append(&exchange->bytes, bytes);
	for (size_t i = 0; i < COUNT_OF(slices); i++)
		move_slice(slices[i], bytes.data, exchange->bytes.data);
	exchange->body = slice_range(buffer_slice(&exchange->bytes), request->head_size,
		request->head_size + request->body_size);
}

void exchange_answer(struct exchange *exchange, unsigned status)
{
	exchange->reply.status = status;
	if (!exchange->reply.type)
		exchange->reply.type = "application/json";
}

void exchange_refuse(struct exchange *exchange, unsigned status, const char *detail,
	size_t position)
{
	struct reply *reply = &exchange->reply;

	buffer_reset(&reply->body);
	problem_render(status, detail, position, &reply->body);
	reply->status = status;
	reply->type = "application/problem+json";
	reply->cache = NULL;
	reply->etag[0] = '\0';
	reply->retry_after = status == 503 ? 1 : 0;
}

void exchange_fail(struct exchange *exchange, const struct error *error, size_t position)
{
	exchange_refuse(exchange, problem_status(error->code), error->message, position);
}

/* RFC 9110 §13.1.2: weak comparison, so "W/" counts for nothing. */
static bool list_has(struct slice list, struct slice etag)
{
	static const struct slice weak = {"W/", 2};
	struct slice item;

	if (slice_starts_with(etag, weak))
		etag = slice_range(etag, weak.size, etag.size);
	while (slice_split(&list, ',', &item)) {
		item = slice_trim(item);
		if (slice_starts_with(item, weak))
			item = slice_range(item, weak.size, item.size);
		if (slice_equal(item, etag) || slice_equal_string(item, "*"))
			return true;
	}
	return false;
}

bool exchange_is_unchanged(struct exchange *exchange, const char *etag)
{
	struct reply *reply = &exchange->reply;

	snprintf(reply->etag, sizeof(reply->etag), "%s", etag);
	reply->varies = true;
	reply->cache = "no-cache";
	if (!list_has(exchange->request.if_none_match, slice_of(etag)))
		return false;
	reply->status = 304;
	return true;
}

void exchange_compress(struct exchange *exchange)
{
	struct reply *reply = &exchange->reply;
	struct buffer body;

	if (reply->body.size < COMPRESS_LEAST)
		return;
	reply->varies = true;
	if (!exchange->request.accepts_gzip)
		return;
	body = reply->body;
	gzip_append(buffer_slice(&body), COMPRESS_LEVEL, &exchange->plain);
	reply->body = exchange->plain;
	reply->is_gzipped = true;
	exchange->plain = body;
}
