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

	if (!((verb->classes & WORD_SAY) && (verb->classes & (WORD_PAST | WORD_PRESENT))) &&
		!((verb->classes & (WORD_LETTERS_ED | WORD_MIND)) &&
			(verb->classes & (WORD_LETTERS_ED | WORD_PAST)) && (verb->gap & GAP_INNER)))
		return false;
	if (!(verb->gap & (GAP_COMMA | GAP_DASH | GAP_ASK | GAP_INNER | GAP_STOP)) &&
		!(unit + 1 < scene->frame->count && unit_at(scene, unit + 1)->mention != NO_UNIT))
		return false;
	if (is_word(scene, unit, "told") || is_word(scene, unit, "tells") ||
		unit + 1 >= scene->frame->count || (verb->classes & WORD_CAPITAL && verb->mention != NO_UNIT))
		return false;
	if (!(unit_at(scene, unit + 1)->gap & separating) &&
		noun_phrase_at(scene, unit + 1, &phrase)) {
		if (!(verb->classes & WORD_SAY) && (phrase.mention == NO_UNIT || phrase.end == unit + 2) &&
			!noun_phrase_can_act(scene, &phrase))
			return false;
		if (phrase.end == unit + 2 && begins_clause(scene, phrase.end))
			return false;
		if (!(verb->classes & WORD_SAY) && phrase.end < scene->frame->count &&
			(unit_at(scene, phrase.end)->classes & WORD_SAY))
			return false; /* "retired general Lloyd Newton said" */
		if (!(unit_at(scene, unit + 1)->classes & (WORD_OTHER_PRONOUN)) ||
			phrase.end > unit + 2 || is_word(scene, phrase.end, "of")) {
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
	uint32_t candidate = NO_UNIT;
	bool in_aside = false;

	for (unsigned n = 0; n < REACH_AFTER && unit != NO_UNIT && unit < scene->frame->count; n++) {
		const struct unit *word = unit_at(scene, unit);
		bool is_finite = word->classes & (WORD_PAST | WORD_PRESENT) ||
			((word->classes & WORD_BASE) && unit > 0 && !in_aside && n < 3 &&
				(unit_at(scene, unit - 1)->classes & WORD_AUXILIARY)) ||
			(n == 0 && (word->classes & WORD_BASE) && unit > 0 &&
				(unit_at(scene, unit - 1)->classes & (WORD_LETTERS_S | WORD_GROUP)));

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
static bool ends_soon(const struct scene *scene, uint32_t verb, bool may_go_on)
{
	uint32_t unit = verb + 1;

	for (unsigned n = 0; n < 10; n++, unit++) {
		if (unit >= scene->frame->count || (unit_at(scene, unit)->gap & (GAP_STOP | GAP_PARAGRAPH)))
			return true;
		if (n == 0 && may_go_on && (unit_at(scene, unit)->gap & GAP_COMMA))
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
	struct noun_phrase phrase, second;
	uint32_t verb;
	bool is_apart = gap & (GAP_COMMA | GAP_DASH | GAP_ASK);

	if ((unit_at(scene, unit)->classes & WORD_RELATIVE) || !noun_phrase_at(scene, unit, &phrase))
		return false;
	/* "the senator and party leader said" */
	if (phrase.end + 1 < scene->frame->count && phrase.mention == NO_UNIT &&
		(unit_at(scene, phrase.end)->classes & WORD_CONJUNCTION) &&
		noun_phrase_at(scene, phrase.end + 1, &second) && second.mention == NO_UNIT &&
		(unit_at(scene, second.end - 1)->classes & WORD_ROLE))
		phrase.end = second.end;
	verb = verb_of_phrase(scene, phrase.end);
	if (verb == NO_UNIT || is_passive(scene, verb))
		return false;
	if ((gap & GAP_STOP) && !(gap & GAP_ASK) && !ends_soon(scene, verb, false))
		return false;
	if (!is_apart && !(gap & GAP_STOP) && !ends_soon(scene, verb, true) &&
		!(verb == phrase.end && (unit_at(scene, verb)->classes & WORD_SAY) &&
			(unit_at(scene, phrase.begin)->classes & WORD_CAPITAL)))
		return false;
	found->speaker = phrase;
	set_cue(found, verb, unit_at(scene, verb)->classes & (WORD_SAY | WORD_NAME) ? 0.95F : 0.7F);
	return true;
}

/* "..." - Ruth Calloway */
static bool signed_by(const struct scene *scene, uint32_t unit, unsigned gap,
	struct attribution *found)
{
	struct noun_phrase phrase;

	if (!(gap & GAP_DASH) || unit_at(scene, unit)->mention == NO_UNIT ||
		!noun_phrase_at(scene, unit, &phrase) || phrase.mention == NO_UNIT)
		return false;
	if (phrase.end < scene->frame->count && !(unit_at(scene, phrase.end)->gap &
			(GAP_STOP | GAP_PARAGRAPH | GAP_COMMA)))
		return false;
	found->speaker = phrase;
	found->mark = unit;
	found->score = 0.9F;
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
	if ((!(gap & GAP_STOP) && according_to(scene, unit, found)) || what_called(scene, unit, found) ||
		signed_by(scene, unit, gap, found))
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

/* ", saying", "by saying", "and saying"; not "a statement saying". */
static bool is_free_participle(const struct scene *scene, uint32_t unit)
{
	if (unit_at(scene, unit)->gap & (GAP_COMMA | GAP_DASH) || unit == 0)
		return true;
	return unit_at(scene, unit - 1)->classes &
		(WORD_CONJUNCTION | WORD_PREPOSITION | WORD_CLAUSE | WORD_ADVERB);
}

/* How much a verb at some distance before the piece speaks for being its cue. */
static float weight_of(const struct scene *scene, uint32_t unit, unsigned distance)
{
	uint64_t classes = unit_at(scene, unit)->classes;
	bool is_finite = classes & (WORD_PAST | WORD_PRESENT);
	float weight = 0.6F;

	if ((classes & WORD_ING) && !is_finite && !is_free_participle(scene, unit))
		weight = 0.72F;
	else if (classes & WORD_SAY)
		weight = is_finite ? 0.9F : classes & WORD_ING ? 0.91F : 0.66F;
	else if (classes & WORD_NAME)
		weight = distance > 10 ? 0.64F : is_finite ? 0.86F : 0.87F;
	else if (!is_finite)
		weight = 0.55F;
	if (distance <= 2 && (classes & (WORD_SAY | WORD_NAME)))
		weight += 0.08F;
	return weight - 0.005F * (float)distance;
}

/* "Reed's claim that ...": whose words they are stands before the noun. */
static bool noun_cue_at(const struct scene *scene, uint32_t unit, unsigned distance,
	struct attribution *found)
{
	float weight = 0.74F - 0.01F * (float)distance;
	uint32_t owner = unit;

	if (!(unit_at(scene, unit)->classes & WORD_CUE_NOUN) || weight <= found->score)
		return false;
	for (unsigned n = 0; n < 4 && owner > 0; n++) {
		if (unit_at(scene, owner)->gap & (separating | GAP_GENITIVE))
			break;
		owner--;
		if (unit_at(scene, owner)->classes & (WORD_GENITIVE | WORD_POSSESSIVE))
			break;
		if (unit_at(scene, owner)->classes & (WORD_OPEN | WORD_CLOSE | WORD_PREPOSITION |
				WORD_DETERMINER | WORD_CONJUNCTION))
			return false;
	}
	if (unit_at(scene, owner)->classes & WORD_POSSESSIVE) {
		if (!(unit_at(scene, owner)->classes & (WORD_MALE | WORD_FEMALE)))
			return false;
		found->speaker = (struct noun_phrase){owner, owner + 1, unit_at(scene, owner)->mention};
	} else if ((unit_at(scene, owner)->classes & WORD_GENITIVE) &&
		unit_at(scene, owner)->mention != NO_UNIT) {
		const struct mention *mention =
			&scene->mentions->mentions[unit_at(scene, owner)->mention];

		found->speaker = (struct noun_phrase){mention->begin, mention->end,
			unit_at(scene, owner)->mention};
	} else {
		return false;
	}
	set_cue(found, unit, weight);
	return true;
}

static bool cue_at(const struct scene *scene, uint32_t unit, unsigned distance,
	struct attribution *found)
{
	struct attribution candidate = {0};
	float weight = weight_of(scene, unit, distance);

	if (noun_cue_at(scene, unit, distance, found))
		return true;
	if ((is_word(scene, unit, "put") || is_word(scene, unit, "puts")) &&
		!is_word(scene, unit + 1, "it"))
		return false;
	if (weight <= found->score || !noun_phrase_is_verb(scene, unit))
		return false;
	if ((unit_at(scene, unit)->gap & GAP_STOP) && inverted(scene, unit, &candidate)) {
		*found = candidate; /* "Said Ruth Calloway: ..." */
		return true;
	}
	if (is_passive(scene, unit)) {
		if (!agent(scene, unit, &candidate.speaker) &&
			!(is_word(scene, unit, "quoted") &&
				noun_phrase_subject(scene, unit, &candidate.speaker)))
			return false;
	} else if (!noun_phrase_subject(scene, unit, &candidate.speaker)) {
		return false;
	}
	if (!(unit_at(scene, unit)->classes & (WORD_SAY | WORD_NAME)) &&
		(!noun_phrase_can_act(scene, &candidate.speaker) ||
			is_word(scene, candidate.speaker.begin, "you")))
		return false;
	set_cue(&candidate, unit, weight);
	*found = candidate;
	return true;
}

/* "Reed said that Lee had called it "..."": the words are Lee's in Reed's. What the writer
 * vouches for is that Reed said so. */
static void outer_cue_at(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	struct attribution outer = {0};
	uint64_t classes = unit_at(scene, unit)->classes;

	if (!(classes & WORD_SAY) || !(classes & (WORD_PAST | WORD_PRESENT)) ||
		!noun_phrase_is_verb(scene, unit) || is_passive(scene, unit) ||
		!noun_phrase_subject(scene, unit, &outer.speaker) ||
		!noun_phrase_can_act(scene, &outer.speaker))
		return;
	set_cue(&outer, unit, found->score);
	*found = outer;
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

/* "A lesson from Reed: ..." */
static void first_person(const struct scene *scene, uint32_t begin, uint32_t end,
	struct noun_phrase *phrase)
{
	for (uint32_t unit = begin; unit != NO_UNIT && unit < end;
		unit = frame_next(scene->frame, unit)) {
		uint32_t mention = unit_at(scene, unit)->mention;

		if (mention != NO_UNIT &&
			scene->mentions->mentions[mention].kind <= MENTION_SINGLE) {
			noun_phrase_at(scene, unit, phrase);
			return;
		}
	}
}

/* "Asked about it, he demurred: ...": a verb that no table has leads to the piece. */
static bool by_any_verb(const struct scene *scene, uint32_t open, struct attribution *found)
{
	uint32_t unit = open;

	for (unsigned n = 0; n < REACH_BEFORE; n++) {
		if ((unit_at(scene, unit)->gap & GAP_STOP) && unit != open)
			return false;
		unit = frame_before(scene->frame, unit);
		if (unit == NO_UNIT)
			return false;
		if ((unit_at(scene, unit)->classes & WORD_LETTERS_ED) &&
			noun_phrase_subject(scene, unit, &found->speaker) &&
			noun_phrase_can_act(scene, &found->speaker)) {
			set_cue(found, unit, 0.7F);
			return true;
		}
	}
	return false;
}

/* "Reed: the plan is "dead""; or the subject of a sentence that leads to the piece by a
 * colon, but has no verb of saying. */
static bool by_colon(const struct scene *scene, uint32_t begin, uint32_t open,
	struct attribution *found)
{
	uint32_t colon = begin;

	while (colon != NO_UNIT && colon < open && !(unit_at(scene, colon)->gap & GAP_COLON))
		colon = frame_next(scene->frame, colon);
	if (colon != NO_UNIT && colon < open && colon > begin && colon < begin + 8 &&
		noun_phrase_at(scene, begin, &found->speaker) && found->speaker.end <= colon &&
		noun_phrase_can_act(scene, &found->speaker)) {
		found->mark = colon;
		found->score = 0.85F;
		return true;
	}
	if (!(unit_at(scene, open)->gap & GAP_COLON))
		return false;
	if (by_any_verb(scene, open, found))
		return true;
	if (!noun_phrase_first(scene, begin, open, &found->speaker))
		return false;
	if (!noun_phrase_can_act(scene, &found->speaker))
		first_person(scene, begin, open, &found->speaker);
	found->mark = open;
	found->score = 0.6F;
	return true;
}

/* "Lawmakers Rip Plan as 'a Fraud'": in a headline the subject of the whole. */
static bool by_headline(const struct scene *scene, uint32_t piece, struct attribution *found)
{
	const struct frame *frame = scene->frame;
	uint32_t open = frame->pieces[piece].open;
	uint32_t begin = frame->sentences[frame->pieces[piece].sentence].begin;

	if (!sentence_is_headline(frame, frame->pieces[piece].sentence) ||
		!noun_phrase_first(scene, begin, open, &found->speaker))
		return false;
	if (found->speaker.end < open)
		set_cue(found, found->speaker.end, 0.5F);
	found->score = 0.5F;
	return true;
}

/* "praised her and said": what is further left does not govern it. */
static bool joins_cue(const struct scene *scene, uint32_t unit, const struct attribution *found)
{
	return found->score > 0 && found->cue_begin <= unit + 3 &&
		(unit_at(scene, unit)->classes & WORD_CONJUNCTION);
}

bool attribution_before(const struct scene *scene, uint32_t piece, struct attribution *found)
{
	const struct frame *frame = scene->frame;
	uint32_t open = frame->pieces[piece].open, unit = open;
	unsigned opening = unit_at(scene, open)->gap;
	bool is_barred = false;

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
			if (!is_barred && found->score > 0)
				outer_cue_at(scene, unit, found);
			cue_at(scene, unit, n, found);
		}
		is_barred |= (unit_at(scene, unit)->gap & (GAP_COMMA | GAP_DASH | GAP_COLON)) ||
			((unit_at(scene, unit)->classes & WORD_CLAUSE) &&
				!(unit_at(scene, unit)->classes & WORD_RELATIVE)) ||
			joins_cue(scene, unit, found);
		if (unit_at(scene, unit)->gap & (GAP_STOP | GAP_SEMICOLON))
			break;
	}
	if (found->score > 0)
		return true;
	if (opening_phrase(scene, unit, open, found))
		return true;
	unit = frame->sentences[frame->pieces[piece].sentence].begin;
	return by_colon(scene, unit, open, found) || by_headline(scene, piece, found);
}

/* "X said (on Friday)." or "as X said": at the end of a sentence or of its part. */
static bool trailing_at(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	struct noun_phrase phrase;
	uint32_t verb;

	if (is_word(scene, unit, "as") && unit + 1 < scene->frame->count)
		unit++;
	if ((unit_at(scene, unit)->classes & (WORD_RELATIVE | WORD_CLAUSE | WORD_CONJUNCTION)) ||
		!noun_phrase_at(scene, unit, &phrase))
		return false;
	verb = verb_of_phrase(scene, phrase.end);
	if (verb == NO_UNIT || !(unit_at(scene, verb)->classes & WORD_SAY) || is_passive(scene, verb) ||
		!ends_soon(scene, verb, true))
		return false;
	found->speaker = phrase;
	set_cue(found, verb, 0.84F);
	return true;
}

bool attribution_trailing(const struct scene *scene, uint32_t piece, struct attribution *found)
{
	uint32_t unit = scene->frame->pieces[piece].close + 1;

	*found = (struct attribution){0};
	for (unsigned n = 0; n < REACH_AFTER && unit != NO_UNIT && unit < scene->frame->count; n++) {
		unsigned gap = unit_at(scene, unit)->gap;

		if (gap & (GAP_STOP | GAP_SEMICOLON | GAP_PARAGRAPH))
			return false;
		if (according_to(scene, unit, found)) {
			found->score = 0.84F;
			return true;
		}
		if ((gap & (GAP_COMMA | GAP_DASH)) && !(unit_at(scene, unit)->classes & WORD_OPEN) &&
			trailing_at(scene, unit, found))
			return true;
		unit = frame_next(scene->frame, unit);
	}
	return false;
}

/* The last verb of saying in [begin, end), or the first verb at all, stands for a cue. */
static void set_last_cue(const struct scene *scene, uint32_t begin, uint32_t end,
	struct attribution *found)
{
	bool has_verb = false;

	for (uint32_t unit = begin; unit != NO_UNIT && unit < end && unit < begin + REACH_AFTER;
		unit = frame_next(scene->frame, unit)) {
		uint64_t classes = unit_at(scene, unit)->classes;

		if (!(classes & WORD_CUE) || !noun_phrase_is_verb(scene, unit) ||
			(has_verb && !(classes & WORD_SAY)))
			continue;
		set_cue(found, unit, found->score);
		has_verb = true;
	}
}

bool attribution_by_last_sentence(const struct scene *scene, uint32_t piece,
	struct attribution *found)
{
	const struct frame *frame = scene->frame;
	uint32_t sentence = frame->pieces[piece].sentence;
	struct sentence_units units;

	*found = (struct attribution){0};
	if (sentence == 0)
		return false;
	units = frame->sentences[sentence - 1];
	for (uint32_t unit = units.begin; unit != NO_UNIT && unit < units.end;
		unit = frame_next(frame, unit)) {
		uint32_t mention = unit_at(scene, unit)->mention;

		if (unit >= units.begin + REACH_AFTER)
			return false;
		if (mention == NO_UNIT || !scene->mentions->mentions[mention].is_subject ||
			scene->mentions->mentions[mention].kind >= MENTION_ORGANISATION)
			continue;
		found->speaker = (struct noun_phrase){scene->mentions->mentions[mention].begin,
			scene->mentions->mentions[mention].end, mention};
		set_last_cue(scene, unit, units.end, found);
		found->score = 0.45F;
		return true;
	}
	return false;
}
