/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * output.h - a new file of equal blocks, written front to back.
 *
 * Blocks are gathered and leave by plain write() in large parts. Block 0 is written last.
 */
#ifndef STORE_GLASS_OUTPUT_H
#define STORE_GLASS_OUTPUT_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

#define GLASS_BLOCK_SIZE 8192

struct glass_output {
	char *path;
	int descriptor;
	unsigned char *gathered;
	size_t gathered_count; /* blocks */
	uint32_t next_block;   /* the number the next block gets, from 1 */
};

/* Creates the file; ERROR_IO when it exists. */
bool glass_output_open(struct glass_output *output, const char *path, struct error *error);
/* `block` has GLASS_BLOCK_SIZE bytes. ERROR_LIMIT beyond 2^32 - 1 blocks. */
bool glass_output_append(struct glass_output *output, const unsigned char *block,
	struct error *error);
/* Writes block 0, which begins with `head`, and fsyncs. glass_output_close or _remove follow. */
bool glass_output_finish(struct glass_output *output, struct slice head, struct error *error);
bool glass_output_close(struct glass_output *output, struct error *error);
/* Closes and removes the file. */
void glass_output_remove(struct glass_output *output);

#endif
