/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gate.h - which Host a request may name.
 *
 * A web page can make a browser ask a name that now points to 127.0.0.1 (DNS rebinding);
 * its Host is then the page's. So names must be listed; addresses cannot be rebound.
 */
#ifndef DAEMON_HTTP_GATE_H
#define DAEMON_HTTP_GATE_H

#include "base/options.h"
#include "base/slice.h"

/* True for "localhost", any IPv4 or [IPv6] address and the names in `allowed` (may be
 * empty), each with or without a port; and for an empty host, which only HTTP/1.0 sends. */
bool gate_allows_host(const struct option_list *allowed, struct slice host);

#endif
