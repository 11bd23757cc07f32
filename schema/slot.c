/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/slot.h"

/* Turning the sign bit over makes negative numbers sort before the others as bytes. */
#define SIGN_BIT (UINT64_C(1) << 63)

void slot_encode_number(int64_t number, char bytes[SLOT_NUMBER_SIZE])
{
	uint64_t bits = (uint64_t)number ^ SIGN_BIT;

	for (int i = SLOT_NUMBER_SIZE - 1; i >= 0; i--, bits >>= 8)
		bytes[i] = (char)(bits & 0xff);
}

bool slot_decode_number(struct slice value, int64_t *number)
{
	uint64_t bits = 0;

	if (value.size != SLOT_NUMBER_SIZE)
		return false;
	for (size_t i = 0; i < SLOT_NUMBER_SIZE; i++)
		bits = bits << 8 | (unsigned char)value.data[i];
	*number = (int64_t)(bits ^ SIGN_BIT);
	return true;
}
