/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/cue.h"

enum {
	REACH_AFTER = 40, /* units from a subject to its verb */
	MOST_PIECES = 2,  /* marked ones, in an aside between them */
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

/* A verb of saying, or one that is none known but stands where one would: "...," beamed X. */
static bool may_be_inverted(const struct scene *scene, uint32_t unit)
{
	const struct unit *verb = scene_unit(scene, unit);
	unsigned gap = verb->gap;

	if (unit + 1 >= scene->frame->count || scene_is_word(scene, unit, "told") ||
		scene_is_word(scene, unit, "tells") ||
		((verb->classes & WORD_CAPITAL) && verb->mention != NO_UNIT))
		return false;
	if (unit > 0 && (scene_unit(scene, unit - 1)->classes & WORD_AUXILIARY))
		gap |= scene_unit(scene, unit - 1)->gap; /* "ha detto X" */
	if (!(gap & (GAP_COMMA | GAP_DASH | GAP_ASK | GAP_INNER | GAP_STOP)) &&
		scene_unit(scene, unit + 1)->mention == NO_UNIT)
		return false;
	if ((verb->classes & WORD_SAY) && (verb->classes & (WORD_PAST | WORD_PRESENT)))
		return true;
	return (verb->gap & GAP_INNER) && !(verb->classes & WORD_CAPITAL) &&
		((verb->classes & WORD_LETTERS_ED) || ((verb->classes & WORD_MIND) &&
			(verb->classes & (WORD_PAST | WORD_PRESENT))));
}

/* Is this phrase behind a verb its subject? */
static bool is_inverted_subject(const struct scene *scene, uint32_t unit,
	const struct noun_phrase *phrase)
{
	bool is_saying = scene_unit(scene, unit)->classes & WORD_SAY;
	bool is_single = phrase->end == phrase->begin + 1;

	if (!is_saying && (phrase->mention == NO_UNIT || is_single) &&
		!noun_phrase_can_act(scene, phrase))
		return false;
	if (is_single && begins_clause(scene, phrase->end))
		return false; /* "said he would" */
	if (!is_saying && phrase->end < scene->frame->count &&
		(scene_unit(scene, phrase->end)->classes & WORD_SAY))
		return false; /* "retired general Lloyd Newton said" */
	return !is_single || !(scene_unit(scene, phrase->begin)->classes & WORD_OTHER_PRONOUN) ||
		scene_is_word(scene, phrase->end, "of");
}

bool cue_inverted(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	struct noun_phrase phrase;
	uint32_t next = unit + 1;

	if (!may_be_inverted(scene, unit))
		return false;
	if (scene_is_word(scene, next, "t") && (scene_unit(scene, next)->gap & GAP_JOINED) &&
		next + 1 < scene->frame->count)
		next++; /* "explique-t-elle" */
	if (!(scene_unit(scene, next)->gap & GAP_SEPARATES) &&
		noun_phrase_at(scene, next, &phrase) && is_inverted_subject(scene, unit, &phrase)) {
		found->speaker = phrase;
		cue_set(found, unit, 0.95F);
		return true;
	}
	if ((scene_unit(scene, next)->classes & (WORD_PREPOSITION | WORD_TIME | WORD_ADVERB)) &&
		late_subject(scene, next, &phrase)) {
		found->speaker = phrase;
		cue_set(found, unit, 0.8F);
		return true;
	}
	return false;
}

bool cue_of_clitic(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	uint32_t pronoun = unit + 1;

	if (!(scene_unit(scene, unit)->classes & WORD_AUXILIARY) || pronoun + 2 >= scene->frame->count)
		return false;
	if (scene_is_word(scene, pronoun, "t"))
		pronoun++;
	if (!(scene_unit(scene, pronoun)->gap & GAP_JOINED) ||
		!(scene_unit(scene, pronoun)->classes & WORD_PERSON_PRONOUN) ||
		!(scene_unit(scene, pronoun + 1)->classes & WORD_SAY))
		return false;
	found->speaker = (struct noun_phrase){
		pronoun, pronoun + 1, scene_unit(scene, pronoun)->mention};
	cue_set(found, pronoun + 1, 0.95F);
	return true;
}

bool cue_according_to(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	uint32_t object = unit + 1;

	if (!(scene_unit(scene, unit)->classes & WORD_ACCORDING) || object >= scene->frame->count)
		return false;
	if (scene_is_word(scene, unit, "zufolge")) { /* stands behind */
		if (unit == 0 || !noun_phrase_ending(scene, unit - 1, &found->speaker))
			return false;
		cue_set(found, unit, 0.95F);
		return true;
	}
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
	unsigned pieces = 0;
	bool in_aside = false;

	for (unsigned n = 0; n < REACH_AFTER && unit != NO_UNIT && unit < scene->frame->count; n++) {
		const struct unit *word = scene_unit(scene, unit);
		bool is_finite = word->classes & (WORD_PAST | WORD_PRESENT) ||
			((word->classes & WORD_BASE) && unit > 0 && !in_aside && n < 3 &&
				(scene_unit(scene, unit - 1)->classes & WORD_AUXILIARY)) ||
			(n == 0 && (word->classes & WORD_BASE) && unit > 0 &&
				(scene_unit(scene, unit - 1)->classes & (WORD_LETTERS_S | WORD_GROUP)));

		if ((word->gap & (GAP_STOP | GAP_SEMICOLON | GAP_COLON)) ||
			((word->classes & WORD_OPEN) && (!in_aside || ++pieces > MOST_PIECES)))
			break;
		if (word->gap & (GAP_COMMA | GAP_DASH | GAP_BRACKET | GAP_BRACKET_END))
			in_aside = true;
		if ((word->classes & WORD_SAY) && is_finite && noun_phrase_is_verb(scene, unit)) {
			bool is_behind_comma = word->gap & (GAP_COMMA | GAP_DASH | GAP_BRACKET_END);

			if (!in_aside || (is_behind_comma && n > 0))
				return unit;
			if (scene_unit(scene, unit - 1)->classes & WORD_PERSON_PRONOUN)
				break; /* "the movement, he said" */
			if (candidate == NO_UNIT)
				candidate = unit;
		} else if (!in_aside && (word->classes & WORD_CUE) && n < 4 && is_finite &&
			noun_phrase_is_verb(scene, unit)) {
			return unit;
		} else if (!in_aside && (word->classes & WORD_CLAUSE) &&
			!(word->classes & WORD_RELATIVE)) {
			break;
		}
		unit = scene_next(scene, unit);
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
		if (n == 0 && scene_is_word(scene, unit, "it"))
			continue; /* "put it", "called it" */
		if (n == 0 && may_go_on && (scene_unit(scene, unit)->gap & GAP_COMMA))
			return true;
		if (scene_unit(scene, unit)->classes & (WORD_CLAUSE | WORD_OPEN | WORD_SUBJECT_PRONOUN) ||
			(scene_unit(scene, unit)->gap & (GAP_COMMA | GAP_COLON)))
			return false;
	}
	return false;
}
