/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collapse.h - of hits that tell the same, the best one.
 *
 * Hits are looked at in their order; one that tells the same as one kept before is left out.
 * What is kept of the first hits does not depend on how many follow, so pages never overlap,
 * and what is shown is the list without some of its hits. It costs what is looked at: the hits
 * of the page and of those before it, COLLAPSE_AHEAD more, and more still until one is met that
 * another page would show.
 */
#ifndef DAEMON_SEARCH_COLLAPSE_H
#define DAEMON_SEARCH_COLLAPSE_H

#include "daemon/match/match.h"

/* How many of the hits behind one are looked at to say how many it stands for. */
#define COLLAPSE_AHEAD 100

/* As match_run; `from` and `size` count hits that are kept, `total` counts all that match. */
bool collapse_run(struct build *build, const struct match_request *request,
	enum search_collapse collapse, struct match_hits *hits, struct error *error);

#endif
