/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/clock.h"
#include "daemon/handler/handler.h"
#include "daemon/index/reader.h"
#include "daemon/render/index.h"

#include "base/banned.h"

void handler_status(struct exchange *exchange, struct handler_state *state)
{
	struct index_status status = {
		.index = state->shared->index,
		.started = state->shared->started,
		.uptime = clock_now() - state->shared->started,
		.worker_count = state->shared->worker_count,
	};
	struct error error = {0};

	if (!reader_refresh(state->reader, &error)) {
		exchange_fail(exchange, &error, SIZE_MAX);
		return;
	}
	status.snapshot = state->reader->snapshot;
	status_render(&status, &exchange->reply.body);
	exchange_answer(exchange, 200);
}
