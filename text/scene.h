/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scene.h - a frame and the mentions in it: what the searches for speakers read.
 */
#ifndef TEXT_SCENE_H
#define TEXT_SCENE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "text/frame.h"
#include "text/person_name.h"

struct scene {
	const struct frame *frame;
	const struct mention_list *mentions;
	uint64_t *steps; /* counts those of scene_next and scene_before */
};

static inline const struct unit *scene_unit(const struct scene *scene, uint32_t unit)
{
	return &scene->frame->units[unit];
}

/* The unit after, a whole piece being one; NO_UNIT at the end. All walks over a text take these
 * steps, which are counted. */
static inline uint32_t scene_next(const struct scene *scene, uint32_t unit)
{
	const struct unit *here = scene_unit(scene, unit);
	uint32_t next = here->classes & WORD_OPEN ? here->root + 1 : unit + 1;

	++*scene->steps;
	return next < scene->frame->count ? next : NO_UNIT;
}

/* The unit before, likewise. */
static inline uint32_t scene_before(const struct scene *scene, uint32_t unit)
{
	const struct unit *last;

	++*scene->steps;
	if (unit == 0)
		return NO_UNIT;
	last = scene_unit(scene, unit - 1);
	return last->classes & WORD_CLOSE ? last->root : unit - 1;
}

/* The mention that the unit is part of, or NULL. */
static inline const struct mention *scene_mention(const struct scene *scene, uint32_t unit)
{
	uint32_t mention = scene_unit(scene, unit)->mention;

	return mention == NO_UNIT ? NULL : &scene->mentions->mentions[mention];
}

/* True for the word `word`, small letters, in any case; false behind the last unit. Inline, so
 * that the size of `word` is known and tells most words apart. */
static inline __attribute__((always_inline)) bool scene_is_word(
	const struct scene *scene, uint32_t unit, const char *word)
{
	const struct frame *frame = scene->frame;
	const size_t size = strlen(word);
	struct slice found;

	if (unit >= frame->count || (frame->units[unit].classes & (WORD_OPEN | WORD_CLOSE)))
		return false;
	found = span_of(frame->text, frame->tokens[frame->units[unit].token].span);
	if (found.size != size)
		return false;
	for (size_t i = 0; i < size; i++)
		if ((found.data[i] | 0x20) != word[i])
			return false;
	return true;
}

#endif
