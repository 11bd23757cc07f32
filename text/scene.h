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

/* As frame_next and frame_before, counted: all walks over a text take these steps. */
static inline uint32_t scene_next(const struct scene *scene, uint32_t unit)
{
	++*scene->steps;
	return frame_next(scene->frame, unit);
}

static inline uint32_t scene_before(const struct scene *scene, uint32_t unit)
{
	++*scene->steps;
	return frame_before(scene->frame, unit);
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
