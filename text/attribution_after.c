/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/attribution.h"

#include "text/cue.h"

enum {
	REACH_AFTER = 40, /* units behind the piece */
	MOST_PIECES = 5,  /* among them */
};

/* "the senator and party leader said", "Ruth Reed and Ida Moor said": goes on to the second
 * of two that speak. */
static void take_partner(const struct scene *scene, struct noun_phrase *phrase)
{
	struct noun_phrase second;

	if (phrase->end + 1 >= scene->frame->count ||
		(scene_unit(scene, phrase->end)->gap & GAP_SEPARATES) ||
		!(scene_unit(scene, phrase->end)->classes & WORD_CONJUNCTION) ||
		!noun_phrase_at(scene, phrase->end + 1, &second) ||
		!noun_phrase_can_act(scene, &second))
		return;
	if (second.mention == NO_UNIT ? phrase->mention == NO_UNIT &&
			(scene_unit(scene, second.end - 1)->classes & WORD_ROLE) :
			cue_verb_after(scene, second.end) == second.end) {
		phrase->end = second.end;
		if (phrase->mention == NO_UNIT)
			phrase->mention = second.mention;
	}
}

/* "...," an angry Brandt retaliated.": any verb in the past will do where the marks ended with
 * a comma and the sentence ends with it. */
static bool unknown_verb(const struct scene *scene, const struct noun_phrase *phrase, unsigned gap)
{
	return (gap & GAP_INNER) && (gap & (GAP_COMMA | GAP_ASK)) && !(gap & GAP_STOP) &&
		phrase->end < scene->frame->count &&
		!(scene_unit(scene, phrase->end)->gap & GAP_SEPARATES) &&
		(scene_unit(scene, phrase->end)->classes & WORD_LETTERS_ED) &&
		noun_phrase_can_act(scene, phrase) && cue_ends_soon(scene, phrase->end, true);
}

static bool subject_first(const struct scene *scene, uint32_t unit, unsigned gap,
	struct attribution *found)
{
	struct noun_phrase phrase;
	uint32_t verb;
	bool is_apart = gap & (GAP_COMMA | GAP_DASH | GAP_ASK);

	if ((scene_unit(scene, unit)->classes & WORD_RELATIVE) || !noun_phrase_at(scene, unit, &phrase))
		return false;
	take_partner(scene, &phrase);
	verb = cue_verb_after(scene, phrase.end);
	if (verb == NO_UNIT && unknown_verb(scene, &phrase, gap)) {
		found->speaker = phrase;
		cue_set(found, phrase.end, 0.8F);
		return true;
	}
	if (verb == NO_UNIT || (cue_is_passive(scene, verb) && !scene_is_word(scene, verb, "quoted")))
		return false;
	if ((gap & GAP_STOP) && !(gap & GAP_ASK) && !cue_ends_soon(scene, verb, false))
		return false;
	if (!is_apart && !(gap & GAP_STOP) && !cue_ends_soon(scene, verb, true) &&
		!(verb == phrase.end && (scene_unit(scene, verb)->classes & WORD_SAY) &&
			(scene_unit(scene, phrase.begin)->classes & WORD_CAPITAL)))
		return false;
	found->speaker = phrase;
	cue_set(found, verb, scene_unit(scene, verb)->classes & (WORD_SAY | WORD_NAME) ? 0.95F : 0.7F);
	return true;
}

/* "..." - Ruth Calloway */
static bool signed_by(const struct scene *scene, uint32_t unit, unsigned gap,
	struct attribution *found)
{
	struct noun_phrase phrase;

	if (!(gap & GAP_DASH) || scene_unit(scene, unit)->mention == NO_UNIT ||
		!noun_phrase_at(scene, unit, &phrase) || phrase.mention == NO_UNIT)
		return false;
	if (phrase.end < scene->frame->count && !(scene_unit(scene, phrase.end)->gap &
			(GAP_STOP | GAP_PARAGRAPH | GAP_COMMA)))
		return false;
	found->speaker = phrase;
	found->mark = unit;
	found->score = 0.9F;
	return true;
}

/* "..." is what X called it; "..." was all that X would say. */
static bool what_called(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	struct noun_phrase phrase;
	uint32_t subject = unit + 2, verb;

	if (!(scene_unit(scene, unit)->classes & WORD_BE) || subject >= scene->frame->count)
		return false;
	if (scene_is_word(scene, unit + 1, "all") && scene_is_word(scene, subject, "that"))
		subject++;
	else if (!scene_is_word(scene, unit + 1, "what") && !scene_is_word(scene, unit + 1, "how") &&
		!scene_is_word(scene, unit + 1, "all"))
		return false;
	if (subject >= scene->frame->count || !noun_phrase_at(scene, subject, &phrase))
		return false;
	verb = cue_verb_after(scene, phrase.end);
	if (verb == NO_UNIT)
		return false;
	found->speaker = phrase;
	cue_set(found, verb, 0.9F);
	return true;
}

bool attribution_after(const struct scene *scene, uint32_t piece, struct attribution *found)
{
	uint32_t unit = scene->frame->pieces[piece].close + 1;
	unsigned gap;

	*found = (struct attribution){0};
	if (unit >= scene->frame->count)
		return false;
	gap = scene_unit(scene, unit)->gap;
	if (gap & GAP_PARAGRAPH)
		return signed_by(scene, unit, gap, found);
	while (unit + 1 < scene->frame->count && (scene_unit(scene, unit)->classes & WORD_ADVERB) &&
		!(scene_unit(scene, unit + 1)->gap & GAP_SEPARATES))
		unit++;
	if ((!(gap & GAP_STOP) && cue_according_to(scene, unit, found)) || what_called(scene, unit, found) ||
		signed_by(scene, unit, gap, found))
		return true;
	if (!(gap & GAP_STOP) && (cue_inverted(scene, unit, found) ||
			cue_of_clitic(scene, unit, found)))
		return true;
	if (!(gap & GAP_STOP) && (scene_unit(scene, unit)->classes & WORD_AUXILIARY) &&
		unit + 1 < scene->frame->count && cue_inverted(scene, unit + 1, found))
		return true;
	return subject_first(scene, unit, gap, found);
}

/* "X said (on Friday)." or "as X said": at the end of a sentence or of its part. */
static bool trailing_at(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	struct noun_phrase phrase;
	uint32_t verb;

	if (scene_is_word(scene, unit, "as") && unit + 1 < scene->frame->count)
		unit++;
	if ((scene_unit(scene, unit)->classes & (WORD_RELATIVE | WORD_CLAUSE | WORD_CONJUNCTION)) ||
		!noun_phrase_at(scene, unit, &phrase))
		return false;
	verb = cue_verb_after(scene, phrase.end);
	if (verb == NO_UNIT || !(scene_unit(scene, verb)->classes & WORD_SAY) || cue_is_passive(scene, verb) ||
		!cue_ends_soon(scene, verb, true))
		return false;
	found->speaker = phrase;
	cue_set(found, verb, 0.84F);
	return true;
}

/* "..." as long as it lasts, said Ruth Calloway. */
static bool trailing_inverted(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	if (!(scene_unit(scene, unit)->classes & WORD_SAY) || !cue_inverted(scene, unit, found))
		return false;
	found->score = 0.84F;
	return true;
}

bool attribution_trailing(const struct scene *scene, uint32_t piece, struct attribution *found)
{
	uint32_t unit = scene->frame->pieces[piece].close + 1;
	unsigned pieces = 0;

	*found = (struct attribution){0};
	for (unsigned n = 0; n < REACH_AFTER && unit != NO_UNIT && unit < scene->frame->count; n++) {
		unsigned gap = scene_unit(scene, unit)->gap;
		bool is_piece = scene_unit(scene, unit)->classes & WORD_OPEN;

		pieces += is_piece;
		if (pieces > MOST_PIECES || (gap & (GAP_STOP | GAP_SEMICOLON | GAP_PARAGRAPH)))
			return false;
		if ((scene_unit(scene, unit)->classes & WORD_ACCORDING) &&
			cue_according_to(scene, unit, found)) {
			found->score = 0.84F;
			return true;
		}
		if (!is_piece && (gap & (GAP_COMMA | GAP_DASH)) &&
			(trailing_at(scene, unit, found) || trailing_inverted(scene, unit, found)))
			return true;
		unit = scene_next(scene, unit);
	}
	return false;
}
