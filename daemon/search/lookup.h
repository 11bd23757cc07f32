/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lookup.h - one whole article by its identity, with its quotations. */
#ifndef DAEMON_SEARCH_LOOKUP_H
#define DAEMON_SEARCH_LOOKUP_H

#include "daemon/search/search.h"

struct search_article {
	struct article article;
	const struct search_quotation *quotations; /* in the order of the text */
	size_t quotation_count;
};

/* The article of a number of the snapshot, without its quotations; the reader's arena. */
bool lookup_article(struct reader *reader, uint32_t document, struct article *article,
	struct error *error);
/* False with ERROR_NONE when there is no such article; ERROR_INDEX. The result lives in the
 * reader's arena. */
bool search_article(struct reader *reader, struct slice identity, struct search_article *found,
	struct error *error);

#endif
