/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/http/exchange.h"
#include "daemon/http/gate.h"
#include "daemon/http/router.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every slice of an accepted head lies in it. */
static void check_inside(struct slice part, struct slice head)
{
	assert(!part.size ||
		(part.data >= head.data && part.data + part.size <= head.data + head.size));
}

/* The first head, whole and in two pieces: the outcome is the same, what is accepted hangs
 * together, and the way of a request takes it without harm. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice bytes = slice_make((const char *)data, size);
	const struct option_list nobody = {NULL, 0};
	struct request_scan scan = {0, 0}, again = {0, 0};
	struct request request, second;
	struct refusal refusal = {0, NULL}, refused = {0, NULL};
	enum request_state state = request_parse(bytes, &scan, &request, &refusal);
	enum request_state half =
		request_parse(slice_range(bytes, 0, size / 2), &again, &second, &refused);
	struct exchange *exchange;
	struct error error = {0};
	struct slice rest;

	if (half == REQUEST_INCOMPLETE)
		half = request_parse(bytes, &again, &second, &refused);
	assert(size > REQUEST_LINE_LIMIT || half == state);
	assert(state != REQUEST_REFUSED || (refusal.status >= 400 && refusal.detail));
	if (state != REQUEST_COMPLETE)
		return 0;
	assert(request.head_size <= size && request.body_size <= REQUEST_BODY_LIMIT);
	check_inside(request.target, bytes);
	check_inside(request.query, bytes);
	check_inside(request.path, request.target);
	check_inside(request.identity, bytes);
	gate_allows_host(&nobody, request.authority.size ? request.authority : request.host);
	exchange = exchange_new();
	exchange_begin(exchange, &request, bytes);
	router_find(exchange->request.path, &rest);
	percent_decode(exchange->request.path, false, &exchange->arena, &exchange->rest, &error);
	parameters_parse(exchange->request.query, &exchange->arena, &exchange->parameters, &error);
	exchange_is_unchanged(exchange, "W/\"1\"");
	exchange_free(exchange);
	return 0;
}
