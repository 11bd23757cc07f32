/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/suggest/suggest.h"

#include "base/clock.h"
#include "daemon/handler/handler.h"
#include "daemon/render/suggest.h"
#include "schema/wire.h"

#include "base/banned.h"

static bool decode(struct exchange *exchange, struct suggest_request *request, struct error *error)
{
	struct parameters *parameters = &exchange->parameters;

	*request = (struct suggest_request){
		.typed = parameters_find(parameters, "q"),
		.size = WIRE_SIZE_INITIAL,
		.deadline_ns = exchange->deadline_ns,
	};
	if (!request->typed.data)
		return error_set(error, ERROR_QUERY, "parameter 'q' is missing");
	return parameters_find_number(parameters, "size", 1, SUGGEST_LIMIT, &request->size, error) &&
	       parameters_check_known(parameters, error);
}

void handler_suggest(struct exchange *exchange, struct handler_state *state)
{
	struct suggest_request request;
	struct suggest_result result;
	struct error error = {0};
	int64_t began;

	if (!decode(exchange, &request, &error)) {
		exchange_fail(exchange, &error, SIZE_MAX);
		return;
	}
	if (!handler_begin(exchange, state))
		return;
	began = clock_monotonic_ns();
	if (!suggest_run(state->reader, &request, &result, &error)) {
		exchange_fail(exchange, &error, SIZE_MAX);
		return;
	}
	suggest_render(request.typed, &result, clock_monotonic_ns() - began, &exchange->reply.body);
	exchange_answer(exchange, 200);
}
