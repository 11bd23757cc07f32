/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * summon.h - finds the private quothd of an index, or starts one and waits until it is ready.
 *
 * Its Unix socket lies in $XDG_RUNTIME_DIR/quoth where that is a folder of this user's, else in
 * a folder of its own in $TMPDIR or /tmp (0700, checked), named after the index. Of two clients
 * that start at once one starts the daemon: a lock beside the socket decides.
 */
#ifndef CLIENT_SUMMON_H
#define CLIENT_SUMMON_H

#include "base/buffer.h"
#include "base/error.h"
#include "client/request.h"

/* Connects; starts a daemon first where none listens. When it cannot start, the error is
 * what it said on stderr. */
bool summon_daemon(const char *index, struct server *server, struct error *error);
/* Connects only to one that runs: false with ERROR_NONE when none does. */
bool summon_running(const char *index, struct server *server, struct error *error);

#endif
