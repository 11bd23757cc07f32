/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mapping.h - which key of a structured document is which part of an article.
 *
 * The keys of INTERFACES 1 are known by default; --map FIELD=KEY puts others before them.
 */
#ifndef INDEXER_READER_MAPPING_H
#define INDEXER_READER_MAPPING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum part {
	PART_IDENTITY,
	PART_TITLE,
	PART_SUBTITLE,
	PART_BODY,
	PART_DATE,
	PART_AUTHOR,
	PART_URL,
	PART_SOURCE,
	PART_LANGUAGE,
	PART_SECTION,
	PART_TAGS,
	PART_COUNT,
};

struct mapping_keys {
	const char **keys; /* in the order in which they are tried */
	size_t count, capacity;
};

struct mapping {
	struct mapping_keys parts[PART_COUNT];
};

/* The default keys. Keys are not copied: they must outlive the mapping. */
void mapping_init(struct mapping *mapping);
void mapping_clear(struct mapping *mapping);
/* "FIELD=KEY", from the command line. ERROR_USAGE names the fields there are. */
bool mapping_add(struct mapping *mapping, const char *definition, struct error *error);

#endif
