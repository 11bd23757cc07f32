/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/handler/handler.h"
#include "daemon/index/lookup.h"
#include "daemon/render/results.h"

#include "base/banned.h"

void handler_article(struct exchange *exchange, struct handler_state *state)
{
	struct lookup found;
	struct error error = {0};

	if (!parameters_check_known(&exchange->parameters, &error)) {
		exchange_fail(exchange, &error, SIZE_MAX);
		return;
	}
	if (!handler_begin(exchange, state))
		return;
	if (lookup_find(state->reader, exchange->rest, &found, &error)) {
		article_render(&found, &exchange->reply.body);
		exchange_answer(exchange, 200);
	} else if (error.code) {
		exchange_fail(exchange, &error, SIZE_MAX);
	} else {
		exchange_refuse(exchange, 404, "there is no article with this id", SIZE_MAX);
	}
}
