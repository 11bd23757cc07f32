/* SPDX-License-Identifier: GPL-2.0-or-later */
/* usage.h - do the command, its words and the options go together? */
#ifndef CLIENT_USAGE_H
#define CLIENT_USAGE_H

#include "client/command.h"

/* ERROR_USAGE where an option is of other commands, or words are missing or too many: what was
 * asked for is never passed over in silence. */
bool usage_check(const struct client *client, struct slice words, struct error *error);

#endif
