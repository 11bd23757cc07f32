/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * field.h - THE table of fields: the file to read first.
 *
 * One row says everything about a field. The query parser, the planner, the composer, the
 * /v1/fields route, --help and the manual read it; nothing else names a prefix. Prefixes
 * follow Omega's conventions (omega, termprefixes).
 */
#ifndef SCHEMA_FIELD_H
#define SCHEMA_FIELD_H

#include <stdbool.h>

#include "base/slice.h"

enum field {
	FIELD_TEXT,     /* what a word without a field means: title, subtitle and body */
	FIELD_BODY,
	FIELD_TITLE,
	FIELD_SUBTITLE,
	FIELD_QUOTE,
	FIELD_SPEAKER,
	FIELD_CUE,
	FIELD_DIRECT,
	FIELD_AUTHOR,
	FIELD_SOURCE,
	FIELD_SITE,
	FIELD_SECTION,
	FIELD_TAG,
	FIELD_LANGUAGE,
	FIELD_IDENTITY,
	FIELD_ARTICLE,
	FIELD_PATH,
	FIELD_DATE,
	FIELD_LENGTH,
	FIELD_COUNT,
};

enum field_kind {
	FIELD_KIND_TEXT,  /* words: exact and stemmed terms, phrases from the token file */
	FIELD_KIND_NAME,  /* a name: its words as terms, and the whole as one term */
	FIELD_KIND_EXACT, /* one value, folded, one term */
	FIELD_KIND_RANGE, /* a value slot */
};

enum field_scope {
	FIELD_IN_ARTICLES = 1,
	FIELD_IN_QUOTATIONS = 2,
	FIELD_IN_BOTH = 3,
};

struct field_definition {
	const char *name;    /* in queries */
	const char *alias;   /* another name for it, or NULL */
	const char *prefix;  /* of its terms; NULL: it has none */
	enum field_kind kind;
	enum field_scope scope;
	const char *help;
	const char *example; /* a query */
};

const struct field_definition *field_get(enum field field);
/* By name or alias, any case; false when there is none. */
bool field_by_name(struct slice name, enum field *field);

#endif
