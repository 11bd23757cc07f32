/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/handler/handler.h"

#include "base/banned.h"

void handler_stop(struct exchange *exchange, struct handler_state *state)
{
	const struct handler_shared *shared = state->shared;

	shared->stop(shared->context);
	buffer_append_string(&exchange->reply.body, "{\"status\":\"stopping\"}\n");
	exchange_answer(exchange, 202);
}
