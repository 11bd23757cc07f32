/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pack.h - how glass writes keys. (Its plain numbers are buffer_append_varint.)
 *
 * Format: Xapian 1.4, common/pack.h.
 */
#ifndef STORE_GLASS_PACK_H
#define STORE_GLASS_PACK_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"

/* A number whose bytes sort as the number does; the first is never 0xff. */
void glass_pack_sortable(struct buffer *key, uint32_t number);
/* The whole of `bytes` as such a number; false when it is none. */
bool glass_unpack_sortable(struct slice bytes, uint32_t *number);
/* The bytes of a term so that a shorter term with more of a key behind it sorts before a
 * longer term: NUL becomes NUL 0xff. What follows in a key is set off by a NUL. */
void glass_pack_term(struct buffer *key, struct slice term);
/* Appends the term at the front of a key to `term`; *rest is what follows the NUL behind it
 * (data NULL: there is none). */
void glass_unpack_term(struct slice key, struct buffer *term, struct slice *rest);

#endif
