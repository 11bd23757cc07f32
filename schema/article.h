/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * article.h - what quoth knows of one article.
 *
 * Every slice is valid UTF-8 and borrowed, usually from the reader's arena; empty means
 * absent. The body is kept exactly as read, since offsets count its bytes.
 */
#ifndef SCHEMA_ARTICLE_H
#define SCHEMA_ARTICLE_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/slice.h"
#include "text/language.h"

#define ARTICLE_LIMIT_BYTES (64u << 20)
/* What lang: calls articles in none of our languages, as ISO 639-3 does. */
#define ARTICLE_NO_LANGUAGE "und"

struct article {
	struct slice identity; /* lasting name: id, else url, else path and position */
	struct slice title, subtitle, body;
	struct slice author, source, site, url, path, section;
	struct slice tags;     /* one a line */
	struct slice extra;    /* keys nobody knows, as a JSON object; kept, not indexed */
	struct slice language_name; /* as given; empty: to be guessed */
	enum language language;     /* of the words; set by analysis */
	int64_t date;               /* seconds since 1970 UTC, or CLOCK_DATE_NONE */
};

/* Zero but for the date, which is CLOCK_DATE_NONE. */
void article_init(struct article *article);
/* The digest of everything that is indexed or stored: equal digests, nothing to do. */
uint64_t article_digest(const struct article *article);

#endif
