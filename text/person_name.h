/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * person_name.h - finds the names in a text, with their titles.
 *
 * A name is a run of capitalised words, with what may stand inside ("von der", "de la", "of"
 * in the names of offices). What begins a sentence is a name only if nothing speaks against
 * it. Names of organisations are found too and marked as such; so are pronouns of persons.
 */
#ifndef TEXT_PERSON_NAME_H
#define TEXT_PERSON_NAME_H

#include <stdbool.h>
#include <stdint.h>

#include "text/frame.h"
#include "text/language.h"
#include "text/word_class.h"

enum mention_kind {
	MENTION_PRONOUN,      /* he, she, his, her, him */
	MENTION_PERSON,       /* title or given name says so */
	MENTION_NAME,         /* two or three words that may be a person's */
	MENTION_SINGLE,       /* one word: surname, given name, place, anything */
	MENTION_ORGANISATION,
	MENTION_PLACE,
};

#define NO_ENTITY UINT32_MAX

struct mention {
	uint32_t begin, end;      /* units, with titles */
	uint32_t name, name_end;  /* units of the name proper, without titles and suffix */
	uint32_t sentence;
	uint32_t entity;          /* set by entity_table_resolve */
	uint8_t kind;             /* of enum mention_kind */
	uint8_t parts;            /* words of the name, those joined by hyphens being one */
	bool is_male, is_female;  /* by title, given name or form; both false: not known */
	bool has_title;
	bool is_sex_titled;       /* "Mr", "Lady" */
	bool is_inside;           /* within a marked piece */
	bool is_subject;          /* stands where the subject of a clause does */
	bool is_genitive;
	bool is_headline;         /* in a line where nearly every word is capitalised */
};

struct mention_list {
	struct mention *mentions; /* in the order of the text */
	size_t count, capacity;
};

/* The tables of given names, titles, places and the like. */
struct word_rows person_name_rows(enum language language);

void mention_list_clear(struct mention_list *list);
/* Replaces what the list holds by the mentions in the frame, whose units are told which
 * mention they belong to, and its sentences whether they are headlines. */
void mention_list_find(struct mention_list *list, struct frame *frame);

#endif
