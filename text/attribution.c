/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/attribution.h"

enum {
	REACH_AFTER = 40,  /* units */
	REACH_BEFORE = 60,
};

static const unsigned separating = GAP_COMMA | GAP_COLON | GAP_SEMICOLON | GAP_DASH |
	GAP_BRACKET | GAP_BRACKET_END | GAP_STOP | GAP_PARAGRAPH;

static const struct unit *unit_at(const struct scene *scene, uint32_t unit)
{
	return &scene->frame->units[unit];
}

static bool is_word(const struct scene *scene, uint32_t unit, const char *word)
{
	const struct frame *frame = scene->frame;

	if (unit >= frame->count || (unit_at(scene, unit)->classes & (WORD_OPEN | WORD_CLOSE)))
		return false;
	return slice_equal_ignore_case(
		span_of(frame->text, frame->tokens[unit_at(scene, unit)->token].span), slice_of(word));
}

static bool is_passive(const struct scene *scene, uint32_t verb)
{
	uint32_t unit = verb;

	if (!(unit_at(scene, verb)->classes & WORD_PAST))
		return false;
	for (unsigned n = 0; n < 4 && unit > 0; n++) {
		if (unit_at(scene, unit)->gap & separating)
			return false;
		unit--;
		if (unit_at(scene, unit)->classes & WORD_BE)
			return true;
		if (!(unit_at(scene, unit)->classes & WORD_ADVERB))
			return false;
	}
	return false;
}

static void set_cue(struct attribution *found, uint32_t verb, float score)
{
	found->cue_begin = verb;
	found->cue_end = verb + 1;
	found->score = score;
}

/* A pronoun or name that goes on as the subject of its own clause: "said he would". */
static bool begins_clause(const struct scene *scene, uint32_t unit)
{
	if (unit >= scene->frame->count || (unit_at(scene, unit)->gap & separating))
		return false;
	while (unit + 1 < scene->frame->count && (unit_at(scene, unit)->classes & WORD_ADVERB) &&
		!(unit_at(scene, unit + 1)->gap & separating))
		unit++;
	return unit_at(scene, unit)->classes & (WORD_BE | WORD_AUXILIARY) ||
		((unit_at(scene, unit)->classes & (WORD_CUE | WORD_LETTERS_ED)) &&
			(unit_at(scene, unit)->classes & (WORD_PAST | WORD_PRESENT | WORD_LETTERS_ED)) &&
			!(unit_at(scene, unit)->classes & WORD_CUE_NOUN));
}

/* "said in Geneva on Friday Ruth Calloway": the first name before anything else happens. */
static bool late_subject(const struct scene *scene, uint32_t unit, struct noun_phrase *phrase)
{
	bool is_object = false;

	for (unsigned n = 0; n < 8 && unit < scene->frame->count; n++, unit++) {
		const struct unit *word = unit_at(scene, unit);

		if (word->gap & (separating & ~(unsigned)GAP_COMMA) ||
			(word->classes & (WORD_OPEN | WORD_CLAUSE | WORD_SUBJECT_PRONOUN | WORD_CUE)))
			return false;
		if (word->mention != NO_UNIT && !is_object)
			return noun_phrase_at(scene, unit, phrase);
		is_object = word->classes & WORD_PREPOSITION;
	}
	return false;
}

/* `said X`. */
static bool inverted(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	const struct unit *verb = unit_at(scene, unit);
	struct noun_phrase phrase;

	if (!(verb->classes & WORD_SAY) || !(verb->classes & (WORD_PAST | WORD_PRESENT)) ||
		is_word(scene, unit, "told") || is_word(scene, unit, "tells") ||
		unit + 1 >= scene->frame->count)
		return false;
	if (!(unit_at(scene, unit + 1)->gap & separating) &&
		noun_phrase_at(scene, unit + 1, &phrase)) {
		if (phrase.end == unit + 2 && begins_clause(scene, phrase.end))
			return false;
		if (!(unit_at(scene, unit + 1)->classes & (WORD_OTHER_PRONOUN)) ||
			phrase.end > unit + 2) {
			found->speaker = phrase;
			set_cue(found, unit, 0.95F);
			return true;
		}
	}
	if ((unit_at(scene, unit + 1)->classes & (WORD_PREPOSITION | WORD_TIME | WORD_ADVERB)) &&
		late_subject(scene, unit + 1, &phrase)) {
		found->speaker = phrase;
		set_cue(found, unit, 0.8F);
		return true;
	}
	return false;
}

static bool according_to(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	uint32_t object = unit + 1;

	if (!(unit_at(scene, unit)->classes & WORD_ACCORDING) || object >= scene->frame->count)
		return false;
	if (is_word(scene, object, "to"))
		object++;
	if (object >= scene->frame->count || !noun_phrase_at(scene, object, &found->speaker))
		return false;
	found->cue_begin = unit;
	found->cue_end = object;
	found->score = 0.95F;
	return true;
}

/* The verb of saying that the phrase ending before `unit` is the subject of. */
static uint32_t verb_of_phrase(const struct scene *scene, uint32_t unit)
{
	static const uint64_t skipped = WORD_ADVERB | WORD_AUXILIARY | WORD_TIME;
	uint32_t candidate = NO_UNIT;
	bool in_aside = false, is_adjacent = true;

	for (unsigned n = 0; n < REACH_AFTER && unit != NO_UNIT && unit < scene->frame->count; n++) {
		const struct unit *word = unit_at(scene, unit);

		if ((word->gap & (GAP_STOP | GAP_SEMICOLON | GAP_COLON)) || (word->classes & WORD_OPEN))
			break;
		if (word->gap & (GAP_COMMA | GAP_DASH | GAP_BRACKET | GAP_BRACKET_END)) {
			is_adjacent = n > 0 || !in_aside;
			in_aside = true;
		}
		if ((word->classes & WORD_SAY) && (word->classes & (WORD_PAST | WORD_PRESENT)) &&
			noun_phrase_is_verb(scene, unit)) {
			bool is_behind_comma = word->gap & (GAP_COMMA | GAP_DASH | GAP_BRACKET_END);

			if (!in_aside || (is_behind_comma && n > 0))
				return unit;
			if (candidate == NO_UNIT)
				candidate = unit;
		} else if (!in_aside && (word->classes & (WORD_CUE)) && n < 4 &&
			(word->classes & (WORD_PAST | WORD_PRESENT)) && noun_phrase_is_verb(scene, unit)) {
			return unit;
		} else if (!in_aside && (word->classes & (WORD_CLAUSE | WORD_CONJUNCTION)) &&
			!(word->classes & WORD_RELATIVE)) {
			break;
		}
		(void)skipped;
		(void)is_adjacent;
		unit = frame_next(scene->frame, unit);
	}
	return candidate;
}

/* After a quotation that ended with a full stop, "Reed said." is its cue, and "Reed said
 * that ..." begins another sentence. */
static bool ends_soon(const struct scene *scene, uint32_t verb)
{
	uint32_t unit = verb + 1;

	for (unsigned n = 0; n < 10; n++, unit++) {
		if (unit >= scene->frame->count || (unit_at(scene, unit)->gap & (GAP_STOP | GAP_PARAGRAPH)))
			return true;
		if (unit_at(scene, unit)->classes & (WORD_CLAUSE | WORD_OPEN | WORD_SUBJECT_PRONOUN) ||
			(unit_at(scene, unit)->gap & (GAP_COMMA | GAP_COLON)))
			return false;
	}
	return false;
}

static bool subject_first(const struct scene *scene, uint32_t unit, unsigned gap,
	struct attribution *found)
{
	struct noun_phrase phrase;
	uint32_t verb;
	bool is_apart = gap & (GAP_COMMA | GAP_DASH | GAP_ASK);

	if (!noun_phrase_at(scene, unit, &phrase))
		return false;
	verb = verb_of_phrase(scene, phrase.end);
	if (verb == NO_UNIT || is_passive(scene, verb))
		return false;
	if ((gap & GAP_STOP) && !ends_soon(scene, verb))
		return false;
	if (!is_apart && !(gap & GAP_STOP) && !ends_soon(scene, verb))
		return false;
	found->speaker = phrase;
	set_cue(found, verb, unit_at(scene, verb)->classes & WORD_SAY ? 0.95F : 0.7F);
	return true;
}

/* "..." is what X called it. */
static bool what_called(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	struct noun_phrase phrase;
	uint32_t verb;

	if (!(unit_at(scene, unit)->classes & WORD_BE) || unit + 2 >= scene->frame->count ||
		!(is_word(scene, unit + 1, "what") || is_word(scene, unit + 1, "how")) ||
		!noun_phrase_at(scene, unit + 2, &phrase))
		return false;
	verb = verb_of_phrase(scene, phrase.end);
	if (verb == NO_UNIT)
		return false;
	found->speaker = phrase;
	set_cue(found, verb, 0.9F);
	return true;
}

bool attribution_after(const struct scene *scene, uint32_t piece, struct attribution *found)
{
	uint32_t unit = scene->frame->pieces[piece].close + 1;
	unsigned gap;

	*found = (struct attribution){0};
	if (unit >= scene->frame->count)
		return false;
	gap = unit_at(scene, unit)->gap;
	if (gap & GAP_PARAGRAPH)
		return false;
	while (unit + 1 < scene->frame->count && (unit_at(scene, unit)->classes & WORD_ADVERB) &&
		!(unit_at(scene, unit + 1)->gap & separating))
		unit++;
	if (according_to(scene, unit, found) || what_called(scene, unit, found))
		return true;
	if (!(gap & GAP_STOP) && inverted(scene, unit, found))
		return true;
	return subject_first(scene, unit, gap, found);
}

/* The agent of "was described by X as". */
static bool agent(const struct scene *scene, uint32_t verb, struct noun_phrase *phrase)
{
	uint32_t unit = verb + 1;

	for (unsigned n = 0; n < 12 && unit < scene->frame->count; n++, unit++) {
		if (unit_at(scene, unit)->gap & (GAP_STOP | GAP_SEMICOLON))
			return false;
		if (unit_at(scene, unit)->classes & WORD_OPEN)
			unit = unit_at(scene, unit)->root;
		else if (is_word(scene, unit, "by") && unit + 1 < scene->frame->count)
			return noun_phrase_at(scene, unit + 1, phrase);
	}
	return false;
}

/* How much a verb at some distance before the piece speaks for being its cue. */
static float weight_of(const struct scene *scene, uint32_t unit, unsigned distance)
{
	uint64_t classes = unit_at(scene, unit)->classes;
	float weight = classes & WORD_SAY ? 0.9F : classes & WORD_NAME ? 0.85F : 0.6F;

	if ((classes & WORD_NAME) && !(classes & WORD_SAY) && distance > 10)
		weight = 0.6F;
	return weight - 0.004F * (float)distance;
}

static bool cue_at(const struct scene *scene, uint32_t unit, unsigned distance,
	struct attribution *found)
{
	struct attribution candidate = {0};
	float weight = weight_of(scene, unit, distance);

	if (weight <= found->score || !noun_phrase_is_verb(scene, unit))
		return false;
	if (is_passive(scene, unit)) {
		if (!agent(scene, unit, &candidate.speaker) &&
			!(is_word(scene, unit, "quoted") &&
				noun_phrase_subject(scene, unit, &candidate.speaker)))
			return false;
	} else if (!noun_phrase_subject(scene, unit, &candidate.speaker)) {
		return false;
	}
	set_cue(&candidate, unit, weight);
	*found = candidate;
	return true;
}

/* "For Reed, the plan is ..."; "In the words of Reed, ...". */
static bool opening_phrase(const struct scene *scene, uint32_t begin, uint32_t open,
	struct attribution *found)
{
	uint32_t object = begin + 1;

	if (begin + 1 >= open || !(is_word(scene, begin, "for") || is_word(scene, begin, "to")))
		return false;
	if (!noun_phrase_at(scene, object, &found->speaker) || found->speaker.end >= open ||
		!(unit_at(scene, found->speaker.end)->gap & GAP_COMMA))
		return false;
	if (found->speaker.mention == NO_UNIT && !(unit_at(scene, found->speaker.end - 1)->classes &
		(WORD_ROLE | WORD_GROUP | WORD_BODY)))
		return false;
	set_cue(found, begin, 0.8F);
	return true;
}

static bool words_of(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	if (!is_word(scene, unit, "words") || !is_word(scene, unit + 1, "of") || unit < 2 ||
		unit + 2 >= scene->frame->count || !noun_phrase_at(scene, unit + 2, &found->speaker))
		return false;
	found->cue_begin = unit - 2;
	found->cue_end = unit + 2;
	found->score = 0.95F;
	return true;
}

/* The subject of the sentence, where a colon but no verb of saying leads to the piece. */
static bool by_colon(const struct scene *scene, uint32_t begin, uint32_t open,
	struct attribution *found)
{
	for (uint32_t unit = begin; unit != NO_UNIT && unit < open;
		unit = frame_next(scene->frame, unit)) {
		uint32_t mention = unit_at(scene, unit)->mention;

		if (mention == NO_UNIT || scene->mentions->mentions[mention].kind == MENTION_PLACE ||
			!noun_phrase_at(scene, unit, &found->speaker))
			continue;
		found->has_colon = true;
		found->score = 0.6F;
		return true;
	}
	return false;
}

bool attribution_before(const struct scene *scene, uint32_t piece, struct attribution *found)
{
	const struct frame *frame = scene->frame;
	uint32_t open = frame->pieces[piece].open, unit = open;
	unsigned opening = unit_at(scene, open)->gap;

	*found = (struct attribution){0};
	if ((opening & GAP_STOP) && !(opening & GAP_COLON))
		return false;
	for (unsigned n = 1; n < REACH_BEFORE; n++) {
		uint32_t before = frame_before(frame, unit);

		if (before == NO_UNIT)
			break;
		unit = before;
		if (!(unit_at(scene, unit)->classes & WORD_OPEN)) {
			if (according_to(scene, unit, found) || words_of(scene, unit, found))
				return true;
			cue_at(scene, unit, n, found);
		}
		if (unit_at(scene, unit)->gap & (GAP_STOP | GAP_SEMICOLON))
			break;
	}
	if (found->score > 0)
		return true;
	if (opening_phrase(scene, unit, open, found))
		return true;
	return (opening & GAP_COLON) && by_colon(scene, unit, open, found);
}

bool attribution_by_last_sentence(const struct scene *scene, uint32_t piece,
	struct attribution *found)
{
	const struct frame *frame = scene->frame;
	uint32_t sentence = frame->pieces[piece].sentence;
	struct sentence_units units;

	*found = (struct attribution){0};
	if (sentence == 0 || (unit_at(scene, frame->pieces[piece].open)->gap & GAP_PARAGRAPH))
		return false;
	units = frame->sentences[sentence - 1];
	for (uint32_t unit = units.begin; unit != NO_UNIT && unit < units.end;
		unit = frame_next(frame, unit)) {
		uint32_t mention = unit_at(scene, unit)->mention;

		if (unit >= units.begin + REACH_AFTER)
			return false;
		if (mention == NO_UNIT || !scene->mentions->mentions[mention].is_subject ||
			scene->mentions->mentions[mention].kind == MENTION_PLACE)
			continue;
		found->speaker = (struct noun_phrase){scene->mentions->mentions[mention].begin,
			scene->mentions->mentions[mention].end, mention};
		found->score = 0.4F;
		return true;
	}
	return false;
}
