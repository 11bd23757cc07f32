/* SPDX-License-Identifier: GPL-2.0-or-later */
/* passage.h - where a passage of a text begins and ends, so that people like to read it. */
#ifndef DAEMON_SEARCH_PASSAGE_H
#define DAEMON_SEARCH_PASSAGE_H

#include <stdbool.h>

#include "base/slice.h"
#include "text/span.h"

#define PASSAGE_TARGET 200 /* bytes: shorter ones get a further sentence */
#define PASSAGE_LIMIT 300  /* bytes: sentences that are longer are cut between words */

struct passage {
	struct span span;
	bool is_cut_before, is_cut_after; /* in the middle of a sentence */
};

/* Grows `core` (bytes of `text`, at word borders) to whole sentences, or cuts them between
 * words around it. The core is never cut, however long it is. */
struct passage passage_around(struct slice text, struct span core);

#endif
