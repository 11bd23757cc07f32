/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/clock.h"
#include "daemon/handler/handler.h"
#include "daemon/render/variants.h"
#include "schema/wire.h"

#include "base/banned.h"

void handler_variants(struct exchange *exchange, struct handler_state *state)
{
	const struct slice identity = parameters_find(&exchange->parameters, "variants");
	uint32_t size = WIRE_CHECK_LIMIT;
	struct variants variants;
	struct error error = {0};
	int64_t began;

	if (!handler_begin_list(exchange, state, 0, &size, &began))
		return;
	if (variants_find(state->reader, identity, exchange->deadline_ns, &variants, &error)) {
		variants_render(identity, &variants, size, clock_monotonic_ns() - began,
			&exchange->reply.body);
		exchange_answer(exchange, 200);
	} else if (error.code) {
		exchange_fail(exchange, &error, SIZE_MAX);
	} else {
		exchange_refuse(exchange, 404, "there is no quotation with this id", SIZE_MAX);
	}
}
