/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * digest.h - digests of bytes and files (XXH3, the only door to xxHash).
 *
 * They find damage and equality; they are no protection against forgery.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

#define DIGEST_TEXT_SIZE 33 /* 32 hexadecimal digits and NUL */

struct digest {
	uint64_t high, low;
};

uint64_t digest_64(struct slice data);
/* 32 bits, never 0: what stands for a word in a token file. */
uint32_t digest_word(struct slice word);
struct digest digest_128(struct slice data);
bool digest_equal(struct digest a, struct digest b);
/* Of a whole file, and its size in bytes. */
bool digest_file(const char *path, struct digest *digest, uint64_t *size, struct error *error);

void digest_to_text(struct digest digest, char text[DIGEST_TEXT_SIZE]);
bool digest_from_text(struct slice text, struct digest *digest);

#endif
