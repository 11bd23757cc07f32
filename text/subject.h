/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * subject.h - finds the subject of a verb, over asides, relative clauses and other verbs.
 */
#ifndef TEXT_SUBJECT_H
#define TEXT_SUBJECT_H

#include <stdbool.h>
#include <stdint.h>

#include "text/noun_phrase.h"

/* The subject of the verb at `verb`, looked for to its left within the sentence; false where
 * there is none. The walk is bounded, however long the sentence. */
bool subject_find(const struct scene *scene, uint32_t verb, struct noun_phrase *phrase);

#endif
