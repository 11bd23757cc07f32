/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/attribution.h"

#include "text/cue.h"
#include "text/subject.h"

enum {
	REACH_AFTER = 40,  /* units into the sentence before */
	REACH_BEFORE = 60, /* units before the piece */
	MOST_PIECES = 5,   /* among them */
	LONGEST_LEAD = 8,  /* units before a colon that names the speaker */
};

/* The agent of "was described by X as". */
static bool agent(const struct scene *scene, uint32_t verb, struct noun_phrase *phrase)
{
	uint32_t unit = verb + 1;

	for (unsigned n = 0; n < 12 && unit < scene->frame->count; n++, unit++) {
		if (scene_unit(scene, unit)->gap & (GAP_STOP | GAP_SEMICOLON))
			return false;
		if (scene_unit(scene, unit)->classes & WORD_OPEN)
			unit = scene_unit(scene, unit)->root;
		else if (scene_is_word(scene, unit, "by") && unit + 1 < scene->frame->count)
			return noun_phrase_at(scene, unit + 1, phrase);
	}
	return false;
}

/* ", saying", "by saying", "and saying"; not "a statement saying". */
static bool is_free_participle(const struct scene *scene, uint32_t unit)
{
	if (scene_unit(scene, unit)->gap & (GAP_COMMA | GAP_DASH) || unit == 0)
		return true;
	return scene_unit(scene, unit - 1)->classes &
		(WORD_CONJUNCTION | WORD_PREPOSITION | WORD_CLAUSE | WORD_ADVERB);
}

/* "mocked him for calling", "accused them of saying": another says so. */
static bool is_charge(const struct scene *scene, uint32_t unit)
{
	if (unit > 1 && (scene_unit(scene, unit - 1)->classes & WORD_ADVERB) &&
		!(scene_unit(scene, unit - 1)->classes & WORD_PREPOSITION))
		unit--;
	return !(scene_unit(scene, unit)->gap & GAP_SEPARATES) && unit > 0 &&
		(scene_is_word(scene, unit - 1, "for") || scene_is_word(scene, unit - 1, "of"));
}

/* How much a verb at some distance before the piece speaks for being its cue. */
static float weight_of(const struct scene *scene, uint32_t unit, unsigned distance)
{
	uint64_t classes = scene_unit(scene, unit)->classes;
	bool is_finite = classes & (WORD_PAST | WORD_PRESENT);
	float weight = 0.6F;

	if (unit >= 2 && (classes & WORD_SAY) && scene_is_word(scene, unit - 1, "to") &&
		scene_is_word(scene, unit - 2, "on"))
		weight = 0.9F; /* "went on to say" */
	else if ((classes & WORD_ING) && !is_finite && is_charge(scene, unit))
		weight = classes & (WORD_SAY | WORD_NAME) ? 0.72F : 0.55F;
	else if ((classes & WORD_ING) && !is_finite && !is_free_participle(scene, unit))
		weight = 0.72F;
	else if (classes & WORD_SAY)
		weight = is_finite ? 0.9F : classes & WORD_ING ? 0.91F : 0.66F;
	else if (classes & WORD_NAME)
		weight = distance > 10 ? 0.64F : is_finite ? 0.86F : 0.91F;
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
	float weight = 0.70F - 0.01F * (float)distance;
	uint32_t owner = unit;

	if (!(scene_unit(scene, unit)->classes & WORD_CUE_NOUN) || weight <= found->score)
		return false;
	for (unsigned n = 0; n < 4 && owner > 0; n++) {
		if (scene_unit(scene, owner)->gap & (GAP_SEPARATES | GAP_GENITIVE))
			break;
		owner--;
		if (scene_unit(scene, owner)->classes & (WORD_GENITIVE | WORD_POSSESSIVE))
			break;
		if (scene_unit(scene, owner)->classes & (WORD_OPEN | WORD_CLOSE | WORD_PREPOSITION |
				WORD_DETERMINER | WORD_CONJUNCTION))
			return false;
	}
	if (scene_unit(scene, owner)->classes & WORD_POSSESSIVE) {
		if (!(scene_unit(scene, owner)->classes & (WORD_MALE | WORD_FEMALE)))
			return false;
		found->speaker = (struct noun_phrase){owner, owner + 1, scene_unit(scene, owner)->mention};
	} else if ((scene_unit(scene, owner)->classes & WORD_GENITIVE) &&
		scene_unit(scene, owner)->mention != NO_UNIT) {
		const struct mention *mention =
			&scene->mentions->mentions[scene_unit(scene, owner)->mention];

		found->speaker = (struct noun_phrase){mention->begin, mention->end,
			scene_unit(scene, owner)->mention};
	} else {
		return false;
	}
	cue_set(found, unit, weight);
	return true;
}

/* "The wheel, said Reed, is "broken"": verb and name between commas. */
static bool is_inserted(const struct scene *scene, uint32_t unit)
{
	struct noun_phrase name;

	return unit + 1 < scene->frame->count && (scene_unit(scene, unit)->classes & WORD_SAY) &&
		(scene_unit(scene, unit)->gap & GAP_COMMA) &&
		noun_phrase_at(scene, unit + 1, &name) && name.mention != NO_UNIT &&
		scene->mentions->mentions[name.mention].kind != MENTION_PRONOUN &&
		name.end < scene->frame->count &&
		(scene_unit(scene, name.end)->gap & (GAP_COMMA | GAP_COLON));
}

/* "the turmoil underscores": who has said so may stand further left. */
static bool is_thing(const struct scene *scene, const struct noun_phrase *phrase)
{
	return !noun_phrase_can_act(scene, phrase) &&
		!(scene_unit(scene, phrase->begin)->classes & WORD_OTHER_PRONOUN);
}

static bool cue_at(const struct scene *scene, uint32_t unit, unsigned distance,
	struct attribution *found)
{
	struct attribution candidate = {0};
	float weight;

	if (!(scene_unit(scene, unit)->classes & (WORD_CUE | WORD_CUE_NOUN)))
		return false;
	if (noun_cue_at(scene, unit, distance, found))
		return true;
	weight = weight_of(scene, unit, distance);
	if ((scene_is_word(scene, unit, "put") || scene_is_word(scene, unit, "puts")) &&
		!scene_is_word(scene, unit + 1, "it"))
		return false;
	if (weight <= found->score || !noun_phrase_is_verb(scene, unit))
		return false;
	if (((scene_unit(scene, unit)->gap & GAP_STOP) || is_inserted(scene, unit)) &&
		cue_inverted(scene, unit, &candidate)) {
		*found = candidate; /* "Said Ruth Calloway: ..." */
		return true;
	}
	if (cue_is_passive(scene, unit)) {
		if (!agent(scene, unit, &candidate.speaker) &&
			!(scene_is_word(scene, unit, "quoted") &&
				subject_find(scene, unit, &candidate.speaker)))
			return false;
	} else if (!subject_find(scene, unit, &candidate.speaker)) {
		return false;
	}
	if (!(scene_unit(scene, unit)->classes & (WORD_SAY | WORD_NAME)) &&
		(!noun_phrase_can_act(scene, &candidate.speaker) ||
			scene_is_word(scene, candidate.speaker.begin, "you")))
		return false;
	if (is_thing(scene, &candidate.speaker))
		weight -= 0.2F;
	if (weight <= found->score)
		return false;
	cue_set(&candidate, unit, weight);
	*found = candidate;
	return true;
}

/* "Reed said that Lee had called it "..."": the words are Lee's in Reed's. What the writer
 * vouches for is that Reed said so. */
static void outer_cue_at(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	struct attribution outer = {0};
	uint64_t classes = scene_unit(scene, unit)->classes;

	if (!(classes & WORD_SAY) || !(classes & (WORD_PAST | WORD_PRESENT)) ||
		!noun_phrase_is_verb(scene, unit) || cue_is_passive(scene, unit) ||
		!subject_find(scene, unit, &outer.speaker) ||
		!noun_phrase_can_act(scene, &outer.speaker) ||
		(scene_unit(scene, outer.speaker.begin)->classes & WORD_RELATIVE))
		return;
	cue_set(&outer, unit, found->score);
	*found = outer;
}

/* "For Reed, the plan is ..."; "In the words of Reed, ...". */
static bool opening_phrase(const struct scene *scene, uint32_t begin, uint32_t open,
	struct attribution *found)
{
	uint32_t object = begin + 1;
	struct noun_phrase phrase;

	if (begin + 1 >= open || !(scene_is_word(scene, begin, "for") || scene_is_word(scene, begin, "to")))
		return false;
	if (!noun_phrase_at(scene, object, &phrase) || phrase.end >= open ||
		!(scene_unit(scene, phrase.end)->gap & GAP_COMMA) ||
		!noun_phrase_can_act(scene, &phrase))
		return false;
	found->speaker = phrase;
	cue_set(found, begin, 0.8F);
	return true;
}

static bool words_of(const struct scene *scene, uint32_t unit, struct attribution *found)
{
	if (!scene_is_word(scene, unit, "words") || !scene_is_word(scene, unit + 1, "of") || unit < 2 ||
		unit + 2 >= scene->frame->count || !noun_phrase_at(scene, unit + 2, &found->speaker))
		return false;
	found->cue_begin = unit - 2;
	found->cue_end = unit + 2;
	found->score = 0.95F;
	return true;
}

/* "A lesson from Reed: ...", "Her words hung on the wall: ..." */
static bool first_person(const struct scene *scene, uint32_t begin, uint32_t end,
	struct noun_phrase *phrase)
{
	uint32_t unit = begin;

	for (unsigned n = 0; n < REACH_BEFORE && unit != NO_UNIT && unit < end; n++) {
		const struct mention *person = scene_mention(scene, unit);

		if (person && person->kind <= MENTION_SINGLE) {
			if (!noun_phrase_at(scene, unit, phrase) || !noun_phrase_can_act(scene, phrase))
				*phrase = (struct noun_phrase){person->begin, person->end,
					scene_unit(scene, unit)->mention};
			return true;
		}
		unit = scene_next(scene, unit);
	}
	return false;
}

/* "Asked about it, he demurred: ...": a verb that no table has leads to the piece. */
static bool by_any_verb(const struct scene *scene, uint32_t open, struct attribution *found)
{
	uint32_t unit = open;
	unsigned pieces = 0;

	for (unsigned n = 0; n < REACH_BEFORE && pieces < MOST_PIECES; n++) {
		if ((scene_unit(scene, unit)->gap & GAP_STOP) && unit != open)
			return false;
		unit = scene_before(scene, unit);
		if (unit == NO_UNIT)
			return false;
		pieces += (scene_unit(scene, unit)->classes & WORD_OPEN) != 0;
		if ((scene_unit(scene, unit)->classes & WORD_LETTERS_ED) &&
			subject_find(scene, unit, &found->speaker) &&
			noun_phrase_can_act(scene, &found->speaker)) {
			cue_set(found, unit, 0.7F);
			return true;
		}
	}
	return false;
}

/* "A footnote makes it clear: ...": the thing that a sentence tells of. Not "His voice broke: ...",
 * "Then, the punch line: ...", "It happens: ...". */
static bool is_source(const struct scene *scene, const struct noun_phrase *phrase, uint32_t begin,
	uint32_t open)
{
	uint64_t first = scene_unit(scene, phrase->begin)->classes;

	return phrase->begin == begin && phrase->end < open && phrase->end > begin + 1 &&
		(first & WORD_DETERMINER) && !(first & WORD_POSSESSIVE);
}

/* "Reed: the plan is "dead""; or the subject of a sentence that leads to the piece by a
 * colon, but has no verb of saying. */
static bool by_colon(const struct scene *scene, uint32_t begin, uint32_t open,
	struct attribution *found)
{
	uint32_t colon = begin;

	while (colon != NO_UNIT && colon < open && colon < begin + LONGEST_LEAD &&
		!(scene_unit(scene, colon)->gap & GAP_COLON))
		colon = scene_next(scene, colon);
	if (colon != NO_UNIT && colon < open && colon > begin && colon < begin + LONGEST_LEAD &&
		noun_phrase_at(scene, begin, &found->speaker) && found->speaker.end <= colon &&
		noun_phrase_can_act(scene, &found->speaker)) {
		found->mark = colon;
		found->score = 0.85F;
		return true;
	}
	if (!(scene_unit(scene, open)->gap & GAP_COLON))
		return false;
	if (by_any_verb(scene, open, found))
		return true;
	if (!noun_phrase_first(scene, begin, open, &found->speaker))
		return false;
	if (!noun_phrase_can_act(scene, &found->speaker) &&
		!first_person(scene, begin, open, &found->speaker) &&
		!is_source(scene, &found->speaker, begin, open))
		found->speaker = (struct noun_phrase){0, 0, NO_UNIT};
	found->mark = open;
	found->score = 0.6F;
	return true;
}

/* "Ruth Calloway: "..."", "A mill in the rain - Ruth Calloway: "..."" */
static bool named_by_colon(const struct scene *scene, uint32_t open, struct attribution *found)
{
	const struct mention *name = open > 0 ? scene_mention(scene, open - 1) : NULL;

	if (!(scene_unit(scene, open)->gap & GAP_COLON) || !name || name->end != open ||
		name->kind == MENTION_PRONOUN || name->kind == MENTION_PLACE ||
		!(scene_unit(scene, name->begin)->gap & (GAP_DASH | GAP_STOP | GAP_PARAGRAPH)))
		return false;
	found->speaker = (struct noun_phrase){name->begin, name->end,
		scene_unit(scene, open - 1)->mention};
	found->mark = open;
	found->score = 0.95F;
	return true;
}

/* "Calloway: the plan is 'a Fraud'" as a headline. */
static bool titled_by_colon(const struct scene *scene, uint32_t piece, struct attribution *found)
{
	const struct frame *frame = scene->frame;
	uint32_t sentence = frame->pieces[piece].sentence;
	uint32_t begin = frame->sentences[sentence].begin;
	const struct mention *name = scene_mention(scene, begin);

	if (sentence > 0 || !name || name->end >= frame->pieces[piece].open ||
		name->kind == MENTION_PRONOUN || name->kind == MENTION_PLACE ||
		!(scene_unit(scene, name->end)->gap & GAP_COLON))
		return false;
	found->speaker = (struct noun_phrase){name->begin, name->end, scene_unit(scene, begin)->mention};
	found->mark = name->end;
	found->score = 0.85F;
	return true;
}

/* "Lawmakers Rip Plan as 'a Fraud'": in a headline the subject of the whole. */
static bool by_headline(const struct scene *scene, uint32_t piece, struct attribution *found)
{
	const struct frame *frame = scene->frame;
	uint32_t open = frame->pieces[piece].open;
	uint32_t begin = frame->sentences[frame->pieces[piece].sentence].begin;

	if (!frame->sentences[frame->pieces[piece].sentence].is_headline ||
		!noun_phrase_first(scene, begin, open, &found->speaker))
		return false;
	if (found->speaker.end < open)
		cue_set(found, found->speaker.end, 0.5F);
	found->score = 0.5F;
	return true;
}

/* "praised her and said": what is further left does not govern it. */
static bool joins_cue(const struct scene *scene, uint32_t unit, const struct attribution *found)
{
	return found->score > 0 && found->cue_begin <= unit + 3 &&
		(scene_unit(scene, unit)->classes & WORD_CONJUNCTION);
}

static bool is_said_by_pronoun(const struct scene *scene, const struct attribution *found)
{
	return found->score > 0 && found->speaker.end == found->speaker.begin + 1 &&
		(scene_unit(scene, found->speaker.begin)->classes & WORD_SUBJECT_PRONOUN);
}

bool attribution_before(const struct scene *scene, uint32_t piece, struct attribution *found)
{
	const struct frame *frame = scene->frame;
	uint32_t open = frame->pieces[piece].open, unit = open;
	unsigned opening = scene_unit(scene, open)->gap, pieces = 0;
	bool is_barred = false;

	*found = (struct attribution){0};
	if ((opening & GAP_STOP) && !(opening & GAP_COLON))
		return false;
	if (named_by_colon(scene, open, found))
		return true;
	for (unsigned n = 1; n < REACH_BEFORE && pieces < MOST_PIECES; n++) {
		uint32_t before = scene_before(scene, unit);

		if (before == NO_UNIT)
			break;
		unit = before;
		if (!(scene_unit(scene, unit)->classes & WORD_OPEN)) {
			if (cue_according_to(scene, unit, found) || words_of(scene, unit, found))
				return true;
			if (!is_barred && found->score > 0)
				outer_cue_at(scene, unit, found);
			if (cue_at(scene, unit, n, found))
				is_barred = false;
		} else {
			pieces++;
		}
		is_barred |= (scene_unit(scene, unit)->gap & (GAP_COMMA | GAP_DASH | GAP_COLON)) ||
			((scene_unit(scene, unit)->classes & WORD_CLAUSE) &&
				!(scene_unit(scene, unit)->classes & WORD_RELATIVE) &&
				!is_said_by_pronoun(scene, found)) ||
			joins_cue(scene, unit, found);
		if (scene_unit(scene, unit)->gap & (GAP_STOP | GAP_SEMICOLON))
			break;
	}
	if (found->score < 0.8F && titled_by_colon(scene, piece, found))
		return true;
	if (found->score < 0.7F && opening_phrase(scene, unit, open, found))
		return true;
	if (found->score > 0)
		return true;
	unit = frame->sentences[frame->pieces[piece].sentence].begin;
	return by_colon(scene, unit, open, found) || by_headline(scene, piece, found);
}

/* The last verb of saying in [begin, end), or the first verb at all, stands for a cue. */
static void set_last_cue(const struct scene *scene, uint32_t begin, uint32_t end,
	struct attribution *found)
{
	bool has_verb = false;

	for (uint32_t unit = begin; unit != NO_UNIT && unit < end && unit < begin + REACH_AFTER;
		unit = scene_next(scene, unit)) {
		uint64_t classes = scene_unit(scene, unit)->classes;

		if (!(classes & WORD_CUE) || !noun_phrase_is_verb(scene, unit) ||
			(has_verb && (!(classes & WORD_SAY) || !(classes & (WORD_PAST | WORD_PRESENT)))))
			continue;
		cue_set(found, unit, found->score);
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
		unit = scene_next(scene, unit)) {
		uint32_t mention = scene_unit(scene, unit)->mention;

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
