/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * noun_phrase.h - the words by which a speaker is called.
 */
#ifndef TEXT_NOUN_PHRASE_H
#define TEXT_NOUN_PHRASE_H

#include <stdbool.h>
#include <stdint.h>

#include "text/scene.h"

struct noun_phrase {
	uint32_t begin, end; /* units */
	uint32_t mention;    /* the name or pronoun that is its head, or whom "who" follows;
	                        NO_UNIT where there is none */
};

/* The phrase that begins at `unit`; false where none does. */
bool noun_phrase_at(const struct scene *scene, uint32_t unit, struct noun_phrase *phrase);
/* The phrase whose last word is `unit`. */
bool noun_phrase_ending(const struct scene *scene, uint32_t unit, struct noun_phrase *phrase);
/* Somebody who can speak or act, as far as the words tell: a name, a pronoun, a role, a body. */
bool noun_phrase_can_act(const struct scene *scene, const struct noun_phrase *phrase);
/* The first phrase of [begin, end) that no preposition governs, one that can act if any. */
bool noun_phrase_first(const struct scene *scene, uint32_t begin, uint32_t end,
	struct noun_phrase *phrase);
/* The left end of the phrase of common nouns that goes on to the left of `unit`. */
uint32_t noun_phrase_left(const struct scene *scene, uint32_t unit);
/* Where the preposition stands that governs a phrase; NO_UNIT where none does. */
uint32_t noun_phrase_governor(const struct scene *scene, const struct noun_phrase *phrase);
/* "A spokesman for the campaign": from a governed phrase to the one it belongs to; false
 * where it belongs to none. */
bool noun_phrase_climb(const struct scene *scene, struct noun_phrase *phrase);
/* A verb that has a subject of its own, not a noun or an infinitive that looks like one. */
bool noun_phrase_is_verb(const struct scene *scene, uint32_t unit);

#endif
