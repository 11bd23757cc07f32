/* SPDX-License-Identifier: GPL-2.0-or-later */
/* results.h - what a search found, and whole articles, as JSON (docs/HTTP-API.md). */
#ifndef DAEMON_RENDER_RESULTS_H
#define DAEMON_RENDER_RESULTS_H

#include "base/buffer.h"
#include "daemon/index/lookup.h"
#include "daemon/search/search.h"

struct json;

/* Appends the document. `took_ns` is what the search took. */
void results_render(const struct search_request *request, const struct search_results *results,
	int64_t took_ns, struct buffer *output);
/* One quotation of an answer, its keys without braces. */
void quotation_render(struct json *json, const struct quotation_view *quotation);
/* The article a hit belongs to, as an object under "article". */
void owner_render(struct json *json, const struct article *article);
/* Since when a saying is known, and from which article. */
void seen_render(struct json *json, int64_t date, struct slice article);
void article_render(const struct lookup *article, struct buffer *output);

#endif
