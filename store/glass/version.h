/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * version.h - block 0 of a glass file: where its tables are and what its documents sum up to.
 *
 * Format: Xapian 1.4, backends/glass/glass_version.
 */
#ifndef STORE_GLASS_VERSION_H
#define STORE_GLASS_VERSION_H

#include "base/buffer.h"
#include "store/glass/table.h"

#define GLASS_UUID_SIZE 16

struct glass_version {
	unsigned char uuid[GLASS_UUID_SIZE];
	struct glass_root postings, documents;
	uint32_t document_count, last_document;
	uint64_t length_sum;      /* of documents */
	uint32_t least_length;    /* not counting documents of length 0 */
	uint32_t greatest_length;
	uint32_t greatest_count;  /* of a term in a document */
};

void glass_version_encode(const struct glass_version *version, struct buffer *bytes);
/* From the bytes of block 0; false for what the writer does not write. Bounds come back as
 * they stand there. */
bool glass_version_decode(struct slice bytes, struct glass_version *version);

#endif
