/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/delivery.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "base/memory.h"
#include "daemon/http/response.h"

#include "base/banned.h"

enum phase {
	PHASE_OUT,       /* with a worker */
	PHASE_AWAITED,   /* with a worker that must say when it is done */
	PHASE_ANSWERED,  /* back at its connection */
};

void delivery_lend(struct exchange *exchange, int descriptor)
{
	exchange->descriptor = descriptor;
	atomic_store_explicit(&exchange->phase, PHASE_OUT, memory_order_relaxed);
}

/* How much of head and body is left, as at most two pieces. */
static size_t pieces_left(const struct exchange *exchange, struct iovec pieces[2])
{
	const struct slice parts[2] = {
		buffer_slice(&exchange->head),
		slice_range(buffer_slice(&exchange->reply.body), 0,
			exchange->request.method == METHOD_HEAD ? 0 : SIZE_MAX),
	};
	size_t skip = exchange->sent, count = 0;

	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		struct slice rest = slice_range(parts[i], skip, parts[i].size);

		skip -= parts[i].size - rest.size;
		if (rest.size)
			pieces[count++] = (struct iovec){(void *)(uintptr_t)rest.data, rest.size};
	}
	return count;
}

void delivery_go_on(struct exchange *exchange)
{
	struct iovec pieces[2];
	struct msghdr message = {.msg_iov = pieces};

	exchange->delivery = DELIVERY_WHOLE;
	while ((message.msg_iovlen = pieces_left(exchange, pieces))) {
		ssize_t written = sendmsg(exchange->descriptor, &message, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (written >= 0) {
			exchange->sent += (size_t)written;
		} else if (errno != EINTR) {
			exchange->delivery = errno == EAGAIN || errno == EWOULDBLOCK ?
				DELIVERY_STUCK : DELIVERY_FAILED;
			return;
		}
	}
}

void delivery_begin(struct exchange *exchange, const char *date, bool closes)
{
	exchange->keeps_alive = exchange->request.keep_alive && !closes;
	response_head(exchange, date, exchange->request.identity, exchange->keeps_alive,
		&exchange->head);
	exchange->sent = 0;
	delivery_go_on(exchange);
}

/* Both sides move the phase away from PHASE_OUT, once; who comes first decides. The owner
 * that finds ANSWERED sees all that was written to the exchange before. */
bool delivery_hand_back(struct exchange *exchange)
{
	int expected = PHASE_OUT;

	return exchange->delivery == DELIVERY_WHOLE && exchange->keeps_alive &&
		atomic_compare_exchange_strong_explicit(&exchange->phase, &expected,
			PHASE_ANSWERED, memory_order_release, memory_order_relaxed);
}

bool delivery_is_over(struct exchange *exchange)
{
	int expected = PHASE_OUT;

	atomic_compare_exchange_strong_explicit(&exchange->phase, &expected, PHASE_AWAITED,
		memory_order_acquire, memory_order_acquire);
	return expected == PHASE_ANSWERED;
}
