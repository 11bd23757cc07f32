/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * entity.h - who the mentions of an article stand for.
 *
 * Full names make entities; surnames, given names, titles with a surname and pronouns are
 * traced back to one of them, within the article only.
 */
#ifndef TEXT_ENTITY_H
#define TEXT_ENTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "text/frame.h"
#include "text/person_name.h"

struct entity {
	struct slice name;       /* as first written in full; arena */
	uint32_t given, surname; /* roots; given is 0 for a single name */
	uint32_t next_surname;   /* the next entity of the same surname, or NO_ENTITY */
	uint32_t next_given;
	uint32_t count;          /* mentions so far */
	uint8_t kind;            /* of enum mention_kind */
	bool is_male, is_female;
	bool is_sex_sure;        /* a title said so */
};

struct entity_table {
	struct entity *entities;
	size_t count, capacity;
	struct entity_root {
		uint32_t stamp;
		uint32_t by_surname, by_given, single, by_title;
	} *roots;
	size_t root_capacity;
	uint32_t stamp;
};

void entity_table_clear(struct entity_table *table);
/* Forgets the entities of the last article. `root_limit`: above all roots that may come. */
void entity_table_begin(struct entity_table *table, size_t root_limit);
/* Makes entities of the full names among the mentions; names are copied to the arena. */
void entity_table_add(struct entity_table *table, const struct frame *frame,
	struct mention_list *list, struct arena *arena);
/* Traces the other mentions back, pronouns too, in the order of the text. */
void entity_table_resolve(struct entity_table *table, const struct frame *frame,
	struct mention_list *list, struct arena *arena);

/* The person last called by a title or role, as "secretary" in "Defense Secretary Ida
 * Moor"; NO_ENTITY where there is none. */
uint32_t entity_table_by_title(const struct entity_table *table, uint32_t root);

#endif
