/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * manifest.h - what is live in an index: the only commit point.
 *
 * manifest.json is replaced atomically (write, fsync, rename, fsync of the folder). What it
 * does not name does not exist. Every file stands in it with size and digest, and the
 * manifest carries a digest of itself.
 */
#ifndef STORE_MANIFEST_H
#define STORE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/digest.h"
#include "base/error.h"
#include "text/language.h"

struct manifest_file {
	uint64_t size;
	struct digest digest;
};

struct manifest_segment {
	uint64_t number;            /* names its files: segments/000017.articles */
	uint32_t article_count;     /* dead ones included */
	uint32_t quotation_count;
	uint32_t dead_count;        /* articles */
	uint32_t dead_version;      /* segments/000017.dead.3; 0: no tombstones */
	uint64_t text_bytes;        /* of its articles' titles, subtitles and bodies */
	struct manifest_file articles, tokens, quotations, dead;
	struct manifest_file words; /* size 0: none, of an index from before there were any */
};

struct manifest {
	uint64_t generation;        /* rises by one with every manifest */
	uint64_t next_segment;
	unsigned schema;
	struct manifest_segment *segments; /* oldest first */
	size_t segment_count;
	/* How many articles in each language; the dead count until they are merged away. */
	uint32_t language_articles[LANGUAGE_COUNT];
};

void manifest_init(struct manifest *manifest);
void manifest_clear(struct manifest *manifest);
/* `to` need not be initialised. */
void manifest_copy(const struct manifest *from, struct manifest *to);
/* False without an error (code ERROR_NONE) when the index has no manifest yet. ERROR_INDEX
 * when it is damaged or of another schema; the message names the remedy. */
bool manifest_read(const char *index, struct manifest *manifest, struct error *error);
bool manifest_write(const char *index, const struct manifest *manifest, struct error *error);
/* From and to the bytes of manifest.json. */
bool manifest_decode(struct slice json, struct manifest *manifest, struct error *error);
void manifest_encode(const struct manifest *manifest, struct buffer *json);

/* Replaces `path` by "INDEX/segments/000017.articles"; kind is "articles",
 * "tokens", "quotes", "words" or "dead". */
void manifest_path(const char *index, const struct manifest_segment *segment, const char *kind,
	struct buffer *path);

#endif
