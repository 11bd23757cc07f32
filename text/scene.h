/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scene.h - a frame and the mentions in it: what the searches for speakers read.
 */
#ifndef TEXT_SCENE_H
#define TEXT_SCENE_H

#include <stdbool.h>
#include <stdint.h>

#include "text/frame.h"
#include "text/person_name.h"

struct scene {
	const struct frame *frame;
	const struct mention_list *mentions;
};

static inline const struct unit *scene_unit(const struct scene *scene, uint32_t unit)
{
	return &scene->frame->units[unit];
}

/* The mention that the unit is part of, or NULL. */
static inline const struct mention *scene_mention(const struct scene *scene, uint32_t unit)
{
	uint32_t mention = scene_unit(scene, unit)->mention;

	return mention == NO_UNIT ? NULL : &scene->mentions->mentions[mention];
}

/* True for the word `word` in any case; false behind the last unit. */
static inline bool scene_is_word(const struct scene *scene, uint32_t unit, const char *word)
{
	const struct frame *frame = scene->frame;

	if (unit >= frame->count || (frame->units[unit].classes & (WORD_OPEN | WORD_CLOSE)))
		return false;
	return slice_equal_ignore_case(
		span_of(frame->text, frame->tokens[frame->units[unit].token].span), slice_of(word));
}

#endif
