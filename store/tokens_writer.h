/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tokens_writer.h - a token file on its way to disk, front to back, of a block or of a merge.
 *
 * All that stands before the words is known beforehand: how many rare words each article has, too.
 * Zeroed is valid, and closed.
 */
#ifndef STORE_TOKENS_WRITER_H
#define STORE_TOKENS_WRITER_H

#include "base/buffer.h"
#include "store/new_file.h"
#include "store/numbering.h"

/* What is told at the beginning. */
struct tokens_front {
	struct buffer rows;       /* where words and pairs begin is filled in */
	struct buffer quotations; /* their rows */
	struct numbering numbering;
	uint32_t print_count;
};

struct tokens_writer {
	struct new_file file;
	struct buffer piece;      /* numbers to be written */
	struct buffer rares;      /* of the article at hand */
};

/* Creates the file and writes its head and the rows of articles. Then come, each with
 * new_file_append: pairs, rows of quotations, the hashes that have a number, prints; and then the
 * words, article by article. After any failure only tokens_writer_abandon may follow. */
bool tokens_writer_open(struct tokens_writer *writer, const char *path, struct tokens_front *front,
	struct error *error);

/* Room for the numbers of an article, valid until tokens_writer_end. */
uint16_t *tokens_writer_begin(struct tokens_writer *writer, size_t word_count);
/* The hash of a rare one of them, in the order of positions. */
void tokens_writer_rare(struct tokens_writer *writer, uint32_t position, uint32_t hash);
bool tokens_writer_end(struct tokens_writer *writer, size_t word_count, struct error *error);

/* Fsyncs the file (not the folder); false where not all is written, and then no file is left. */
bool tokens_writer_close(struct tokens_writer *writer, struct error *error);
void tokens_writer_abandon(struct tokens_writer *writer);

#endif
