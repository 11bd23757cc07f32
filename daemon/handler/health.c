/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/handler/handler.h"

#include "base/banned.h"

void handler_health(struct exchange *exchange, struct handler_state *state)
{
	(void)state;
	buffer_append_string(&exchange->reply.body, "{\"status\":\"alive\"}\n");
	exchange_answer(exchange, 200);
}
