/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * slot.h - value slots: what results are sorted and limited by.
 *
 * Encodings compare as bytes: eight bytes, big-endian, the sign bit turned over.
 */
#ifndef SCHEMA_SLOT_H
#define SCHEMA_SLOT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* Numbers are part of the index format: only append. */
enum slot {
	SLOT_DATE,    /* seconds since 1970 UTC; absent: no date */
	SLOT_LENGTH,  /* words: of title, subtitle and body; of a quotation its own */
	SLOT_TITLE,   /* first 32 bytes of the folded title, to sort by */
	SLOT_SOURCE,  /* folded source, at most 64 bytes, to collapse by */
	SLOT_COUNT,
};

#define SLOT_NUMBER_SIZE 8

void slot_encode_number(int64_t number, char bytes[SLOT_NUMBER_SIZE]);
bool slot_decode_number(struct slice value, int64_t *number);

#endif
