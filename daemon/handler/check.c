/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/check/check.h"

#include "base/clock.h"
#include "daemon/handler/handler.h"
#include "daemon/render/check.h"
#include "schema/wire.h"

#include "base/banned.h"

#define CANDIDATES_INITIAL 5

void handler_check(struct exchange *exchange, struct handler_state *state)
{
	struct parameters *parameters = &exchange->parameters;
	struct check_request request = {
		.text = parameters_find(parameters, "text"),
		.speaker = parameters_find(parameters, "speaker"),
		.size = CANDIDATES_INITIAL,
		.deadline_ns = exchange->deadline_ns,
	};
	struct check_result result;
	struct error error = {0};
	int64_t began;

	if (!request.text.data)
		error_set(&error, ERROR_QUERY, "parameter 'text' is missing");
	else if (request.text.size > WIRE_QUERY_LIMIT)
		error_set(&error, ERROR_QUERY, "the text has %zu bytes; at most %d are checked",
			request.text.size, WIRE_QUERY_LIMIT);
	else if (parameters_find_number(parameters, "size", 1, WIRE_CHECK_LIMIT, &request.size,
			 &error))
		parameters_check_known(parameters, &error);
	if (error.code) {
		exchange_fail(exchange, &error, SIZE_MAX);
		return;
	}
	if (!handler_begin(exchange, state))
		return;
	began = clock_monotonic_ns();
	if (!check_run(state->reader, &request, &result, &error)) {
		exchange_fail(exchange, &error, SIZE_MAX);
		return;
	}
	check_render(&request, &result, clock_monotonic_ns() - began, &exchange->reply.body);
	exchange_answer(exchange, 200);
}
