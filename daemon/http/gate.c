/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/gate.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/banned.h"

static bool is_address(int family, struct slice text)
{
	char copy[INET6_ADDRSTRLEN], bytes[sizeof(struct in6_addr)];

	if (text.size >= sizeof(copy))
		return false;
	memcpy(copy, text.data, text.size);
	copy[text.size] = '\0';
	return inet_pton(family, copy, bytes) == 1;
}

/* Cuts ":7348" off; false when what follows the colon is no port. */
static bool cut_port(struct slice *host)
{
	size_t colon;
	uint64_t port;

	if (!slice_find_byte(*host, ':', 0, &colon))
		return true;
	if (!slice_to_unsigned(slice_range(*host, colon + 1, host->size), &port) || port > 65535)
		return false;
	*host = slice_range(*host, 0, colon);
	return true;
}

bool gate_allows_host(const struct option_list *allowed, struct slice host)
{
	size_t bracket;

	if (!host.size)
		return true;
	if (host.data[0] == '[') {
		struct slice rest;

		if (!slice_find_byte(host, ']', 0, &bracket))
			return false;
		rest = slice_range(host, bracket + 1, host.size);
		return cut_port(&rest) && !rest.size &&
			is_address(AF_INET6, slice_range(host, 1, bracket));
	}
	if (!cut_port(&host))
		return false;
	if (slice_equal_ignore_case(host, SLICE_LITERAL("localhost")) || is_address(AF_INET, host))
		return true;
	for (size_t i = 0; i < allowed->count; i++) {
		if (slice_equal_ignore_case(host, slice_of(allowed->values[i])))
			return true;
	}
	return false;
}
