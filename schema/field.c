/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/field.h"

#include <assert.h>

#include "base/memory.h"

#define A FIELD_IN_ARTICLES
#define Q FIELD_IN_QUOTATIONS
#define AQ FIELD_IN_BOTH

/* clang-format off */
static const struct field_definition rows[] = {
/*                    name        alias       prefix kind              scope help, example */
[FIELD_TEXT]      = { "text",     NULL,       "",    FIELD_KIND_TEXT,  AQ, "words of headline, subtitle and body; of a quotation its own words", "ukraine borders" },
[FIELD_BODY]      = { "body",     NULL,       NULL,  FIELD_KIND_TEXT,  A,  "words of the body alone", "body:borders" },
[FIELD_TITLE]     = { "title",    "headline", "S",   FIELD_KIND_TEXT,  A,  "words of the headline", "title:nato" },
[FIELD_SUBTITLE]  = { "subtitle", "dek",      "XT",  FIELD_KIND_TEXT,  A,  "words of the line below the headline", "subtitle:troops" },
[FIELD_QUOTE]     = { "quote",    NULL,       NULL,  FIELD_KIND_TEXT,  A,  "words inside one quotation of the article", "quote:\"no deal\"" },
[FIELD_SPEAKER]   = { "speaker",  "by",       "XSP", FIELD_KIND_NAME,  AQ, "who is quoted", "speaker:hegseth" },
[FIELD_CUE]       = { "cue",      NULL,       "XCU", FIELD_KIND_NAME,  Q,  "the words that attribute a quotation", "cue:warned" },
[FIELD_DIRECT]    = { "direct",   NULL,       "XDI", FIELD_KIND_EXACT, Q,  "yes: a whole clause; no: a part of a sentence", "direct:yes" },
[FIELD_AUTHOR]    = { "author",   "byline",   "A",   FIELD_KIND_NAME,  AQ, "who wrote the article", "author:\"jane doe\"" },
[FIELD_SOURCE]    = { "source",   "publisher", "XSO", FIELD_KIND_NAME, AQ, "who published it", "source:gazette" },
[FIELD_SITE]      = { "site",     "host",     "H",   FIELD_KIND_EXACT, AQ, "host of the address, its parents too", "site:example.org" },
[FIELD_SECTION]   = { "section",  "category", "XSE", FIELD_KIND_NAME,  AQ, "section of the publication", "section:world" },
[FIELD_TAG]       = { "tag",      "keyword",  "K",   FIELD_KIND_NAME,  AQ, "tags and keywords", "tag:energy" },
[FIELD_LANGUAGE]  = { "lang",     "language", "L",   FIELD_KIND_EXACT, AQ, "ISO 639-1 code", "lang:en" },
[FIELD_IDENTITY]  = { "id",       NULL,       "Q",   FIELD_KIND_EXACT, AQ, "an article or quotation by its id", "id:a17" },
[FIELD_ARTICLE]   = { "article",  NULL,       "XID", FIELD_KIND_EXACT, Q,  "quotations of one article", "article:a17" },
[FIELD_PATH]      = { "path",     "file",     "P",   FIELD_KIND_EXACT, AQ, "file the article was read from", "path:news/2024*" },
[FIELD_DATE]      = { "date",     NULL,       NULL,  FIELD_KIND_RANGE, AQ, "day, month, year or a range of them; 30d: the last 30 days", "date:2024-05..2024-07" },
[FIELD_LENGTH]    = { "length",   NULL,       NULL,  FIELD_KIND_RANGE, AQ, "length in words", "length:>500" },
};
/* clang-format on */

static_assert(COUNT_OF(rows) == FIELD_COUNT, "a field lacks its row");

const struct field_definition *field_get(enum field field)
{
	return &rows[field];
}

bool field_by_name(struct slice name, enum field *field)
{
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		if (slice_equal_ignore_case(name, slice_of(rows[i].name)) ||
			(rows[i].alias && slice_equal_ignore_case(name, slice_of(rows[i].alias)))) {
			*field = (enum field)i;
			return true;
		}
	}
	return false;
}
