/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * context.h - which of some words stand beside a word: what "prime mi" is to become.
 *
 * Read from the token files of a few hundred articles that have the word, spread over all.
 */
#ifndef DAEMON_INDEX_CONTEXT_H
#define DAEMON_INDEX_CONTEXT_H

#include "daemon/index/reader.h"

#define CONTEXT_ARTICLES 256 /* that are looked into */

enum context_side { CONTEXT_BEFORE, CONTEXT_AFTER };

/* How often each of `words` (folded) stands right before or after `word`; into `counts`, by
 * index. All zero where that cannot be told. */
void context_count(struct reader *reader, struct slice word, enum context_side side,
	const struct slice *words, size_t count, uint32_t *counts);

#endif
