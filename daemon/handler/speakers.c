/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/index/speakers.h"

#include "base/clock.h"
#include "daemon/handler/handler.h"
#include "daemon/render/speakers.h"
#include "schema/wire.h"

#include "base/banned.h"

void handler_speakers(struct exchange *exchange, struct handler_state *state)
{
	struct slice prefix = parameters_find(&exchange->parameters, "q");
	uint32_t size = WIRE_SPEAKERS_INITIAL;
	struct speakers_result result;
	struct error error = {0};
	int64_t began;

	if (!handler_begin_list(exchange, state, 1, &size, &began))
		return;
	if (!speakers_run(state->reader, prefix, size, exchange->deadline_ns, &result, &error)) {
		exchange_fail(exchange, &error, SIZE_MAX);
		return;
	}
	speakers_render(prefix, &result, clock_monotonic_ns() - began, &exchange->reply.body);
	exchange_answer(exchange, 200);
}
