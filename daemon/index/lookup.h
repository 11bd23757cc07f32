/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lookup.h - one whole article by its identity, with its quotations. */
#ifndef DAEMON_INDEX_LOOKUP_H
#define DAEMON_INDEX_LOOKUP_H

#include "daemon/index/quotation.h"

struct lookup {
	struct article article;
	const struct quotation_view *quotations; /* in the order of the text */
	size_t quotation_count;
};

/* The article of a number of the snapshot, without its quotations; the reader's arena. */
bool lookup_article(struct reader *reader, uint32_t document, struct article *article,
	struct error *error);
/* False with ERROR_NONE when there is no such article; ERROR_INDEX. The result lives in the
 * reader's arena. */
bool lookup_find(struct reader *reader, struct slice identity, struct lookup *found,
	struct error *error);

#endif
