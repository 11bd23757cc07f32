/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * service.h - what a service manager and we tell each other (sd_notify(3),
 * sd_listen_fds(3)); the protocols are small and stable, so no library is linked.
 */
#ifndef DAEMON_SERVICE_H
#define DAEMON_SERVICE_H

#include <stdbool.h>

#define SERVICE_FIRST_DESCRIPTOR 3

/* How many sockets were passed to this process, from SERVICE_FIRST_DESCRIPTOR on. They are
 * made close-on-exec, and the environment forgets them. Before threads start. */
unsigned service_take_descriptors(void);
/* True when sockets were passed; leaves them. */
bool service_has_descriptors(void);
/* "READY=1", "STOPPING=1", "WATCHDOG=1"; nothing where nobody listens. */
void service_notify(const char *state);
/* How often "WATCHDOG=1" is wanted, in milliseconds: half of what was asked for; 0: never. */
unsigned service_watchdog_ms(void);

#endif
