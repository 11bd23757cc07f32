/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * word_table.h - numbers distinct words, from 1 in the order they were added.
 *
 * Open addressing with eight bytes a place: a word is read only where its whole hash agrees,
 * so that one that is new costs one line of memory. Zeroed is valid and empty.
 */
#ifndef TEXT_WORD_TABLE_H
#define TEXT_WORD_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* A word and its digest_word. */
struct word_key {
	struct slice word;
	uint32_t hash;
};

struct word_table {
	struct word_place {
		uint32_t hash, number; /* number 0: free */
	} *places;
	size_t size;         /* of `places`: a power of two, or 0 */
	struct slice *words; /* by number; borrowed */
	size_t count;        /* the last number */
	size_t capacity;
};

struct word_key word_key_of(struct slice word);
/* The number of a word; 0 for one that was not added. */
uint32_t word_table_find(const struct word_table *table, struct word_key key);
/* The number of a word, which is added if it is new, and then must outlive the table or its
 * next reset. */
uint32_t word_table_add(struct word_table *table, struct word_key key);
/* Has the place of a word on its way from memory. */
static inline void word_table_expect(const struct word_table *table, uint32_t hash)
{
	if (table->size)
		__builtin_prefetch(&table->places[hash & (table->size - 1)]);
}
/* Empties it; it stays as large as it was. */
void word_table_reset(struct word_table *table);
void word_table_clear(struct word_table *table);

#endif
