/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/cue.h"

enum {
	REACH_AFTER = 40, /* units from a subject to its verb */
};

bool cue_is_passive(const struct scene *scene, uint32_t verb)
{
	uint32_t unit = verb;

	if (!(scene_unit(scene, verb)->classes & WORD_PAST))
		return false;
	for (unsigned n = 0; n < 4 && unit > 0; n++) {
		if (scene_unit(scene, unit)->gap & GAP_SEPARATES)
			return false;
		unit--;
		if (scene_unit(scene, unit)->classes & WORD_BE)
			return true;
		if (!(scene_unit(scene, unit)->classes & WORD_ADVERB))
			return false;
	}
	return false;
}

void cue_set(struct attribution *found, uint32_t verb, float score)
{
	found->cue_begin = verb;
	found->cue_end = verb + 1;
	found->score = score;
}

/* A pronoun or name that goes on as the subject of its own clause: "said he would". */
static bool begins_clause(const struct scene *scene, uint32_t unit)
{
	if (unit >= scene->frame->count || (scene_unit(scene, unit)->gap & GAP_SEPARATES))
		return false;
	while (unit + 1 < scene->frame->count && (scene_unit(scene, unit)->classes & WORD_ADVERB) &&
		!(scene_unit(scene, unit + 1)->gap & GAP_SEPARATES))
		unit++;
	return scene_unit(scene, unit)->classes & (WORD_BE | WORD_AUXILIARY) ||
		((scene_unit(scene, unit)->classes & (WORD_CUE | WORD_LETTERS_ED)) &&
			(scene_unit(scene, unit)->classes & (WORD_PAST | WORD_PRESENT | WORD_LETTERS_ED)) &&
			!(scene_unit(scene, unit)->classes & WORD_CUE_NOUN));
}

/* "said in Geneva on Friday Ruth Calloway": the first name before anything else happens. */
static bool late_subject(const struct scene *scene, uint32_t unit, struct noun_phrase *phrase)
{
	bool is_object = false;

	for (unsigned n = 0; n < 8 && unit < scene->frame->count; n++, unit++) {
		const struct unit *word = scene_unit(scene, unit);

		if (word->gap & (GAP_SEPARATES & ~(unsigned)GAP_COMMA) ||
			(word->classes & (WORD_OPEN | WORD_CLAUSE | WORD_SUBJECT_PRONOUN | WORD_CUE)))
			return false;
		if (word->mention != NO_UNIT && !is_object)
			return noun_phrase_at(scene, unit, phrase);
		is_object = word->classes & WORD_PREPOSITION;
	}
	return false;
}

/* `said X`. */
bool cue_inverted(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	const struct unit *verb = scene_unit(scene, unit);
	struct noun_phrase phrase;

	if (!((verb->classes & WORD_SAY) && (verb->classes & (WORD_PAST | WORD_PRESENT))) &&
		!((verb->classes & (WORD_LETTERS_ED | WORD_MIND)) &&
			(verb->classes & (WORD_LETTERS_ED | WORD_PAST)) && (verb->gap & GAP_INNER)))
		return false;
	if (!(verb->gap & (GAP_COMMA | GAP_DASH | GAP_ASK | GAP_INNER | GAP_STOP)) &&
		!(unit + 1 < scene->frame->count && scene_unit(scene, unit + 1)->mention != NO_UNIT))
		return false;
	if (scene_is_word(scene, unit, "told") || scene_is_word(scene, unit, "tells") ||
		unit + 1 >= scene->frame->count || (verb->classes & WORD_CAPITAL && verb->mention != NO_UNIT))
		return false;
	if (!(scene_unit(scene, unit + 1)->gap & GAP_SEPARATES) &&
		noun_phrase_at(scene, unit + 1, &phrase)) {
		if (!(verb->classes & WORD_SAY) && (phrase.mention == NO_UNIT || phrase.end == unit + 2) &&
			!noun_phrase_can_act(scene, &phrase))
			return false;
		if (phrase.end == unit + 2 && begins_clause(scene, phrase.end))
			return false;
		if (!(verb->classes & WORD_SAY) && phrase.end < scene->frame->count &&
			(scene_unit(scene, phrase.end)->classes & WORD_SAY))
			return false; /* "retired general Lloyd Newton said" */
		if (!(scene_unit(scene, unit + 1)->classes & (WORD_OTHER_PRONOUN)) ||
			phrase.end > unit + 2 || scene_is_word(scene, phrase.end, "of")) {
			found->speaker = phrase;
			cue_set(found, unit, 0.95F);
			return true;
		}
	}
	if ((scene_unit(scene, unit + 1)->classes & (WORD_PREPOSITION | WORD_TIME | WORD_ADVERB)) &&
		late_subject(scene, unit + 1, &phrase)) {
		found->speaker = phrase;
		cue_set(found, unit, 0.8F);
		return true;
	}
	return false;
}

bool cue_according_to(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	uint32_t object = unit + 1;

	if (!(scene_unit(scene, unit)->classes & WORD_ACCORDING) || object >= scene->frame->count)
		return false;
	if (scene_is_word(scene, object, "to"))
		object++;
	if (object >= scene->frame->count || !noun_phrase_at(scene, object, &found->speaker))
		return false;
	found->cue_begin = unit;
	found->cue_end = object;
	found->score = 0.95F;
	return true;
}

/* The verb of saying that the phrase ending before `unit` is the subject of. */
uint32_t cue_verb_after(const struct scene *scene, uint32_t unit)
{
	uint32_t candidate = NO_UNIT;
	bool in_aside = false;

	for (unsigned n = 0; n < REACH_AFTER && unit != NO_UNIT && unit < scene->frame->count; n++) {
		const struct unit *word = scene_unit(scene, unit);
		bool is_finite = word->classes & (WORD_PAST | WORD_PRESENT) ||
			((word->classes & WORD_BASE) && unit > 0 && !in_aside && n < 3 &&
				(scene_unit(scene, unit - 1)->classes & WORD_AUXILIARY)) ||
			(n == 0 && (word->classes & WORD_BASE) && unit > 0 &&
				(scene_unit(scene, unit - 1)->classes & (WORD_LETTERS_S | WORD_GROUP)));

		if ((word->gap & (GAP_STOP | GAP_SEMICOLON | GAP_COLON)) || (word->classes & WORD_OPEN))
			break;
		if (word->gap & (GAP_COMMA | GAP_DASH | GAP_BRACKET | GAP_BRACKET_END))
			in_aside = true;
		if ((word->classes & WORD_SAY) && is_finite && noun_phrase_is_verb(scene, unit)) {
			bool is_behind_comma = word->gap & (GAP_COMMA | GAP_DASH | GAP_BRACKET_END);

			if (!in_aside || (is_behind_comma && n > 0))
				return unit;
			if (candidate == NO_UNIT)
				candidate = unit;
		} else if (!in_aside && (word->classes & WORD_CUE) && n < 4 && is_finite &&
			noun_phrase_is_verb(scene, unit)) {
			return unit;
		} else if (!in_aside && (word->classes & WORD_CLAUSE) &&
			!(word->classes & WORD_RELATIVE)) {
			break;
		}
		unit = frame_next(scene->frame, unit);
	}
	return candidate;
}

/* After a quotation that ended with a full stop, "Reed said." is its cue, and "Reed said
 * that ..." begins another sentence. */
bool cue_ends_soon(const struct scene *scene, uint32_t verb, bool may_go_on)
{
	uint32_t unit = verb + 1;

	for (unsigned n = 0; n < 10; n++, unit++) {
		if (unit >= scene->frame->count || (scene_unit(scene, unit)->gap & (GAP_STOP | GAP_PARAGRAPH)))
			return true;
		if (n == 0 && may_go_on && (scene_unit(scene, unit)->gap & GAP_COMMA))
			return true;
		if (scene_unit(scene, unit)->classes & (WORD_CLAUSE | WORD_OPEN | WORD_SUBJECT_PRONOUN) ||
			(scene_unit(scene, unit)->gap & (GAP_COMMA | GAP_COLON)))
			return false;
	}
	return false;
}
