/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * identity.h - the lasting name of an article, and what else follows from where it was found.
 *
 * Its id, else its url, else the absolute path of its file, behind which ":2", ":3"... tell
 * the second, third... article of one file from the first. What comes from standard input
 * without id or url is named by its content: two streams do not replace each other.
 */
#ifndef INDEXER_IDENTITY_H
#define INDEXER_IDENTITY_H

#include <stdint.h>

#include "base/arena.h"
#include "schema/article.h"

/* Sets identity, path and, from the url, site, where the reader left them empty. `path` NULL:
 * standard input. `position` counts the articles of the file from 1. */
void identity_complete(struct article *article, const char *path, uint64_t position,
	struct arena *arena);

#endif
