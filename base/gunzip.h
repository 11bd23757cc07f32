/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gunzip.h - a stream of gzip (RFC 1952) read piece by piece; the only door to zlib.
 */
#ifndef BASE_GUNZIP_H
#define BASE_GUNZIP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/slice.h"

struct gunzip;

bool gzip_is_magic(struct slice head);
/* A stream of gzip members, pulled piece by piece from `descriptor`, which stays the
 * caller's. `head` are bytes already read from it (copied). */
struct gunzip *gunzip_new(int descriptor, struct slice head);
void gunzip_free(struct gunzip *gunzip);
/* Inflates the next at most `size` bytes (> 0); *got 0 at the end. ERROR_FORMAT on damage
 * or truncation, ERROR_LIMIT where the output is over 500 times the input (and over 1 MiB),
 * ERROR_IO. */
bool gunzip_read(struct gunzip *gunzip, char *output, size_t size, size_t *got,
	struct error *error);

#endif
