/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/service.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/slice.h"

#include "base/banned.h"

#define DESCRIPTORS_LIMIT 16u

/* A number from the environment; 0 when there is none. */
static uint64_t number_of(const char *name)
{
	uint64_t number;

	return slice_to_unsigned(slice_of(getenv(name)), &number) ? number : 0;
}

static unsigned count_descriptors(void)
{
	uint64_t count = number_of("LISTEN_FDS");

	if (number_of("LISTEN_PID") != (uint64_t)getpid() || count > DESCRIPTORS_LIMIT)
		return 0;
	return (unsigned)count;
}

bool service_has_descriptors(void)
{
	return count_descriptors() > 0;
}

unsigned service_take_descriptors(void)
{
	unsigned count = count_descriptors();

	for (unsigned i = 0; i < count; i++) {
		int descriptor = SERVICE_FIRST_DESCRIPTOR + (int)i;

		fcntl(descriptor, F_SETFD, FD_CLOEXEC);
		fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
	}
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDNAMES");
	return count;
}

void service_notify(const char *state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct slice path = slice_of(getenv("NOTIFY_SOCKET"));
	int descriptor;

	/* A path, or a name in the abstract name space written with '@' for its NUL. */
	if (path.size < 2 || path.size >= sizeof(address.sun_path) ||
		(path.data[0] != '/' && path.data[0] != '@'))
		return;
	memcpy(address.sun_path, path.data, path.size);
	if (path.data[0] == '@')
		address.sun_path[0] = '\0';
	descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (descriptor < 0)
		return;
	/* Whoever asked to be told and does not listen is not waited for. */
	(void)!sendto(descriptor, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT,
		(const struct sockaddr *)&address,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + path.size));
	close(descriptor);
}

unsigned service_watchdog_ms(void)
{
	uint64_t process = number_of("WATCHDOG_PID");
	uint64_t every_us = number_of("WATCHDOG_USEC");

	if (process && process != (uint64_t)getpid())
		return 0;
	return every_us / 2000 > 3600000 ? 3600000 : (unsigned)(every_us / 2000);
}
