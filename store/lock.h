/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lock.h - one writer at a time, held by flock on INDEX/lock; freed by the system when the
 * writer dies. */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include "base/error.h"

/* Makes the index folder where it is missing. ERROR_LOCKED when another holds it; the
 * message names the index and the other's process id where it is known. */
bool lock_take(const char *index, int *descriptor, struct error *error);
void lock_release(int descriptor);

#endif
