/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/word_table.h"

#include <string.h>

#include "base/digest.h"
#include "base/memory.h"

#include "base/banned.h"

#define FIRST_SIZE 1024

struct word_key word_key_of(struct slice word)
{
	return (struct word_key){word, digest_word(word)};
}

/* The place of a word, or the free one where it belongs. */
static struct word_place *place_of(const struct word_table *table, struct word_key key)
{
	size_t at = key.hash & (table->size - 1);

	while (table->places[at].number && !(table->places[at].hash == key.hash &&
			slice_equal(table->words[table->places[at].number], key.word)))
		at = (at + 1) & (table->size - 1);
	return &table->places[at];
}

static void grow(struct word_table *table)
{
	const struct word_table old = *table;

	table->size = old.size ? old.size * 2 : FIRST_SIZE;
	table->places = memory_allocate_array(table->size, sizeof(*table->places));
	for (size_t i = 0; i < old.size; i++) {
		size_t at = old.places[i].hash & (table->size - 1);

		if (!old.places[i].number)
			continue;
		while (table->places[at].number)
			at = (at + 1) & (table->size - 1);
		table->places[at] = old.places[i];
	}
	memory_free(old.places);
}

uint32_t word_table_find(const struct word_table *table, struct word_key key)
{
	return table->size ? place_of(table, key)->number : 0;
}

uint32_t word_table_add(struct word_table *table, struct word_key key)
{
	struct word_place *place;

	if (table->count * 2 >= table->size)
		grow(table);
	place = place_of(table, key);
	if (place->number)
		return place->number;
	*place = (struct word_place){key.hash, (uint32_t)++table->count};
	table->words = memory_grow(table->words, &table->capacity, table->count + 1,
		sizeof(*table->words));
	table->words[table->count] = key.word;
	return place->number;
}

void word_table_reset(struct word_table *table)
{
	if (table->count)
		memset(table->places, 0, table->size * sizeof(*table->places));
	table->count = 0;
}

void word_table_clear(struct word_table *table)
{
	memory_free(table->places);
	memory_free(table->words);
	*table = (struct word_table){0};
}
