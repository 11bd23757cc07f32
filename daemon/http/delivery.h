/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * delivery.h - a reply goes out: by the thread that made it, while that has the exchange.
 *
 * The exchange carries the descriptor of its client, lent for writing: nobody else writes to
 * it or closes it before the exchange is back.
 */
#ifndef DAEMON_HTTP_DELIVERY_H
#define DAEMON_HTTP_DELIVERY_H

#include <stdbool.h>

#include "daemon/http/exchange.h"

/* By the owner, before the exchange goes to whoever is to answer it. */
void delivery_lend(struct exchange *exchange, int descriptor);

/* Composes the head and writes what the socket takes at once. `date` is response_date's of the
 * calling thread; `closes` tells the client that
 * the connection ends with this reply, also where it asked to keep it. */
void delivery_begin(struct exchange *exchange, const char *date, bool closes);
/* Writes more; sets exchange->delivery. */
void delivery_go_on(struct exchange *exchange);

/* Who began a delivery gives the exchange back. True: nobody is to hear of it, and the
 * connection's owner finds it by delivery_is_over. False: it is still the caller's, and the
 * owner waits to be told, for there is more to do than to read the next request. */
bool delivery_hand_back(struct exchange *exchange);
/* By the owner: true when the exchange is back; false when it is not, and then
 * delivery_hand_back will return false: the owner is told. */
bool delivery_is_over(struct exchange *exchange);

#endif
