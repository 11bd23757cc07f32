/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/handler/handler.h"
#include "daemon/index/reader.h"

#include "base/banned.h"

/* Unlike health, which only says that the loop turns, this opens the index. */
void handler_ready(struct exchange *exchange, struct handler_state *state)
{
	struct error error = {0};

	if (!reader_refresh(state->reader, &error)) {
		exchange_fail(exchange, &error, SIZE_MAX);
		return;
	}
	buffer_append_string(&exchange->reply.body, "{\"status\":\"ready\"}\n");
	exchange_answer(exchange, 200);
}
