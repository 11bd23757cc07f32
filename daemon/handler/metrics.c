/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/metrics.h"

#include "base/clock.h"
#include "base/memory.h"
#include "daemon/handler/handler.h"

#include "base/banned.h"

void handler_metrics(struct exchange *exchange, struct handler_state *state)
{
	const struct handler_shared *shared = state->shared;

	metrics_set(shared->metrics, METRIC_UPTIME, (uint64_t)(clock_now() - shared->started));
	metrics_set(shared->metrics, METRIC_MEMORY, memory_in_use());
	metrics_render(shared->metrics, &exchange->reply.body);
	exchange->reply.type = "text/plain; version=0.0.4; charset=utf-8";
	exchange_answer(exchange, 200);
}
