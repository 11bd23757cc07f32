/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * words.h - the words of a segment's articles, and the names of its speakers, with how many
 * documents have each: what completions and spelling look through.
 *
 * Xapian walks a term in about a microsecond and a half; here a word is twelve bytes of a mapped
 * table, in byte order, so that thousands are looked at in the time of one posting list. A table
 * is bounded: of what a large segment has, the rarest is left out. docs/INDEX-FORMAT has the
 * bytes.
 */
#ifndef STORE_WORDS_H
#define STORE_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/slice.h"

#define WORDS_ROW_LIMIT (1u << 18) /* rows of a table */
#define WORDS_FREQUENT 12      /* documents: one word in ten has as many */
#define WORDS_TEXT_LIMIT 64    /* bytes of a row's text; what is longer is nobody's guess */

enum words_kind {
	WORDS_OF_ARTICLES, /* folded words of title, subtitle and body; no numbers */
	WORDS_OF_SPEAKERS, /* folded whole names; documents are quotations */
	WORDS_KINDS,
};

struct words_table {
	uint32_t count;
	const uint32_t *begins;      /* count + 1 */
	const uint32_t *frequencies; /* documents of the segment, the dead included */
	const uint32_t *letters;     /* words_letters; of names words_initials */
	const char *text;
	uint64_t *frequent;          /* rows with WORDS_FREQUENT or more, the most frequent first:
	                                2^32 - frequency in the high half, the row in the low */
	uint32_t frequent_count;
};

struct words_map {
	struct file_map file;
	struct words_table tables[WORDS_KINDS];
};

/* ERROR_INDEX when the file is damaged: all bounds are checked here, once. */
bool words_open(struct words_map *map, const char *path, struct error *error);
/* Zeroed is fine. */
void words_close(struct words_map *map);

static inline struct slice words_get(const struct words_table *table, uint32_t row)
{
	return slice_make(table->text + table->begins[row],
		table->begins[row + 1] - table->begins[row]);
}

/* The first row at or after `word` in byte order; count where there is none. */
uint32_t words_seek(const struct words_table *table, struct slice word);
/* The same among rows [low, high), where it is known to be; high where none of them is. */
uint32_t words_seek_between(const struct words_table *table, uint32_t low, uint32_t high,
	struct slice word);
/* The rows that begin with `prefix`: [*begin, *end). */
void words_range(const struct words_table *table, struct slice prefix, uint32_t *begin,
	uint32_t *end);

/* Which letters a word has, a bit each: two words that share few are not alike. */
uint32_t words_letters(struct slice word);
/* With which letters the parts of a name begin. */
uint32_t words_initials(struct slice name);

/* Zeroed is valid and empty. */
struct words_builder {
	struct {
		struct buffer rows, text;
		uint32_t least; /* documents a word must have to stay */
	} tables[WORDS_KINDS];
};

void words_builder_clear(struct words_builder *builder);
/* The terms of the two databases in byte order; those that are no words or names are passed
 * over. */
void words_builder_add(struct words_builder *builder, enum words_kind kind, struct slice term,
	uint32_t frequency);
/* Creates the file, writes and fsyncs it (not the folder). */
bool words_builder_write(struct words_builder *builder, const char *path, struct error *error);

#endif
