/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reader.h - the interface of article formats.
 *
 * A format does two things, in two threads. `cut` takes raw documents off a file one after
 * the other and must be quick: it looks for where one ends, no more. `next` makes articles
 * of one raw document; that is the work, and many threads do it at once.
 */
#ifndef INDEXER_READER_READER_H
#define INDEXER_READER_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"
#include "indexer/source.h"
#include "schema/article.h"

struct mapping;

/* Where cutting a file has got to. Zeroed but for source and line (1) at its beginning. */
struct cutter {
	struct source *source;
	uint64_t line; /* of the next byte, from 1 */
	int state;     /* the reader's own; 0 at the beginning */
};

#define READER_TOO_LARGE "larger than 64 MiB"

struct raw_document {
	struct slice bytes;    /* raw; valid until the next cut */
	uint64_t line;         /* where it begins */
	const char *rejection; /* why it is not to be parsed (static); NULL: it is */
};

/* What was asked of the parsing. */
struct parsing {
	struct slice bytes;            /* of one raw document */
	const struct mapping *mapping; /* of keys to the fields of an article */
	size_t given;                  /* articles so far */
};

struct reader {
	const char *name;       /* as --format takes it */
	const char *extensions; /* "txt|text", lower case, without .gz; NULL: none */
	const char *help;       /* what such a file holds, for --help */
	/* Do these first bytes of a file look like it? NULL: never by its looks. */
	bool (*sniff)(struct slice head);
	/* The next raw document of a file. False at the end, or when the rest cannot be read:
	 * then error->code, which is 0 before, is set. */
	bool (*cut)(struct cutter *cutter, struct raw_document *document, struct error *error);
	/* The next article of a raw document, its slices in the arena or in parsing->bytes;
	 * false when there are no more, or when the document is bad (error->code is set).
	 * identity and site are left to indexer/identity, where the reader does not know them. */
	bool (*next)(struct parsing *parsing, struct arena *arena, struct article *article,
		struct error *error);
};

extern const struct reader reader_plain, reader_json, reader_json_lines;

#endif
