/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_output.h - writes JSON into a buffer, piece by piece, without a tree.
 *
 * Commas come by themselves: behind an opening bracket or at the beginning there is none.
 */
#ifndef INDEXER_JSON_OUTPUT_H
#define INDEXER_JSON_OUTPUT_H

#include <stdint.h>

#include "base/buffer.h"

/* '{' or '['; `key` NULL inside an array and at the top. */
void json_output_open(struct buffer *output, const char *key, char bracket);
void json_output_close(struct buffer *output, char bracket);
/* `text` is valid UTF-8. */
void json_output_text(struct buffer *output, const char *key, struct slice text);
/* The same, left out when it is empty. */
void json_output_text_if_any(struct buffer *output, const char *key, struct slice text);
void json_output_unsigned(struct buffer *output, const char *key, uint64_t number);
void json_output_real(struct buffer *output, const char *key, double number, int digits);
/* A value that is JSON already. */
void json_output_raw(struct buffer *output, const char *key, struct slice json);

#endif
