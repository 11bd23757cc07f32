/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/label.h"

/* Every word but the small ones begins with a capital: "The Salt Road". */
static bool is_titled(const struct scene *scene, uint32_t piece)
{
	static const uint64_t small = WORD_DETERMINER | WORD_PREPOSITION | WORD_CONJUNCTION |
		WORD_POSSESSIVE | WORD_DIGITS | WORD_RELATIVE | WORD_BE | WORD_SUBJECT_PRONOUN;
	const struct frame_piece *place = &scene->frame->pieces[piece];
	unsigned capitals = 0;

	for (uint32_t i = place->open + 1; i < place->close; i++) {
		const struct unit *unit = scene_unit(scene, i);

		if (i > place->open + 1 && (unit->gap & GAP_JOINED))
			continue;
		if (unit->classes & WORD_CAPITAL)
			capitals++;
		else if (!(unit->classes & small) || i == place->open + 1)
			return false;
	}
	return capitals > 0;
}

static bool ends_loudly(const struct frame *frame, uint32_t piece)
{
	uint32_t close = frame->pieces[piece].close;

	return close + 1 < frame->count && (frame->units[close + 1].gap & GAP_ASK);
}

/* A saying all the same: "House of Cards," she said; called him "Little Hans". */
static bool is_attributed_title(const struct scene *scene, uint32_t piece,
	const struct attribution *found, uint64_t left)
{
	const struct frame_piece *place = &scene->frame->pieces[piece];
	uint64_t cue = scene_unit(scene, found->cue_begin)->classes;

	if (found->mark)
		return true;
	if (left & WORD_WORK)
		return false;
	if ((left & (WORD_GENITIVE | WORD_PREPOSITION)) && !(left & WORD_CLAUSE))
		return false;
	if (found->cue_begin >= place->open)
		return found->score >= 0.9F;
	return (cue & (WORD_SAY | WORD_NAME)) &&
		place->open - found->cue_end <= (cue & WORD_NAME ? 8 : 3);
}

/* "Engineers speak of "creep"": one word, and nobody in particular. */
static bool is_term(const struct scene *scene, const struct frame_piece *place,
	const struct attribution *found)
{
	uint64_t cue = scene_unit(scene, found->cue_begin)->classes;

	return place->close - place->open == 2 && found->cue_end > found->cue_begin &&
		found->cue_begin < place->open && found->speaker.mention == NO_UNIT &&
		(cue & WORD_BASE) && !(cue & (WORD_SAY | WORD_NAME | WORD_PAST));
}

bool label_is(const struct scene *scene, uint32_t piece, const struct attribution *found)
{
	const struct frame *frame = scene->frame;
	const struct frame_piece *place = &frame->pieces[piece];
	uint32_t before = scene_before(scene, place->open), next = scene_next(scene, place->open);
	unsigned gap = scene_unit(scene, place->open)->gap;
	uint64_t left = before == NO_UNIT || (gap & GAP_SEPARATES) ? 0 : scene_unit(scene, before)->classes;

	if (before != NO_UNIT && !(gap & GAP_SEPARATES) &&
		(scene_is_word(scene, before, "so-called") || (scene_is_word(scene, before, "called") &&
			before > 0 && scene_is_word(scene, before - 1, "so"))))
		return true;
	/* Joseph "Joe" Reed */
	if (place->close - place->open <= 3 && before != NO_UNIT && next != NO_UNIT &&
		!(gap & GAP_SEPARATES) && !(scene_unit(scene, next)->gap & GAP_SEPARATES) &&
		(left & WORD_CAPITAL) && (scene_unit(scene, next)->classes & WORD_CAPITAL) &&
		scene_unit(scene, before)->mention != NO_UNIT && scene_unit(scene, next)->mention != NO_UNIT)
		return true;
	if (is_term(scene, place, found))
		return true;
	if (!is_titled(scene, piece) || ends_loudly(frame, piece) ||
		frame->sentences[place->sentence].is_headline)
		return false;
	return !is_attributed_title(scene, piece, found, left);
}
