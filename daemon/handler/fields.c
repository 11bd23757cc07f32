/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/handler/handler.h"
#include "daemon/render/index.h"

#include "base/banned.h"

void handler_fields(struct exchange *exchange, struct handler_state *state)
{
	(void)state;
	fields_render(&exchange->reply.body);
	exchange_answer(exchange, 200);
}
