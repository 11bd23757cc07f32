/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/subject.h"

enum {
	LONGEST_PHRASE = 9, /* units between a verb and its subject that say nothing */
	LONGEST_WALK = 60,  /* units from a verb to its subject */
	MOST_LINKS = 6,     /* asides within asides */
};

/* "Reed, who said": the subject is "who", and it stands for Reed. */
static bool subject_of_relative(const struct scene *scene, uint32_t relative,
	struct noun_phrase *phrase)
{
	uint32_t before = scene_before(scene, relative);
	struct noun_phrase antecedent;

	*phrase = (struct noun_phrase){relative, relative + 1, NO_UNIT};
	if (before != NO_UNIT && !(scene_unit(scene, relative)->gap & GAP_STOP) &&
		noun_phrase_ending(scene, before, &antecedent)) {
		struct noun_phrase outer = antecedent;

		if (antecedent.mention == NO_UNIT && noun_phrase_climb(scene, &outer))
			antecedent = outer;
		phrase->mention = antecedent.mention;
	}
	return true;
}

static uint32_t sentence_begin(const struct scene *scene, uint32_t unit)
{
	for (unsigned n = 0; n < LONGEST_WALK && unit != NO_UNIT; n++) {
		uint32_t before;

		if (scene_unit(scene, unit)->gap & (GAP_STOP | GAP_SEMICOLON))
			return unit;
		before = scene_before(scene, unit);
		if (before == NO_UNIT)
			return unit;
		unit = before;
	}
	return unit;
}

/* The unit behind the next comma, or `limit`. */
static uint32_t behind_comma(const struct scene *scene, uint32_t unit, uint32_t limit)
{
	for (unsigned n = 0; n < LONGEST_WALK && unit != NO_UNIT && unit < limit; n++) {
		unit = scene_next(scene, unit);
		if (unit != NO_UNIT && unit < limit && (scene_unit(scene, unit)->gap & GAP_COMMA))
			return unit;
	}
	return limit;
}

/* The first phrase of the main clause: not of "When X lost, ..." */
static bool first_subject(const struct scene *scene, uint32_t verb, struct noun_phrase *phrase)
{
	uint32_t begin = sentence_begin(scene, verb);
	uint64_t first = scene_unit(scene, begin)->classes;

	if (first & (WORD_CLAUSE | WORD_PREPOSITION | WORD_ING | WORD_LETTERS_ED | WORD_LETTERS_ING)) {
		uint32_t main = behind_comma(scene, begin, verb);

		if (main < verb && noun_phrase_first(scene, main, verb, phrase))
			return true;
	}
	return noun_phrase_first(scene, begin, verb, phrase);
}

static bool is_finite(const struct unit *unit)
{
	return (unit->classes & (WORD_CUE | WORD_LETTERS_ED)) &&
		(unit->classes & (WORD_PAST | WORD_PRESENT | WORD_LETTERS_ED));
}

/* "spoke to discuss the strategy said": the object of another verb. */
static bool is_object(const struct scene *scene, const struct noun_phrase *phrase)
{
	uint32_t begin = noun_phrase_left(scene, phrase->begin);
	uint64_t left;

	if (begin == 0 || (scene_unit(scene, begin)->gap & GAP_SEPARATES))
		return false;
	left = scene_unit(scene, begin - 1)->classes;
	if (scene_unit(scene, begin - 1)->mention != NO_UNIT)
		return false;
	return left & (WORD_LETTERS_ED | WORD_LETTERS_ING) || ((left & (WORD_NAME | WORD_MIND)) &&
		!(left & WORD_SAY) && noun_phrase_is_verb(scene, begin - 1));
}

/* The unit before the brackets that end before `unit`. */
static uint32_t before_brackets(const struct scene *scene, uint32_t unit)
{
	uint32_t before = scene_before(scene, unit);

	if (!(scene_unit(scene, unit)->gap & GAP_BRACKET_END))
		return before;
	for (unsigned n = 0; n < LONGEST_PHRASE && before != NO_UNIT; n++) {
		if (scene_unit(scene, before)->gap & GAP_BRACKET)
			return scene_before(scene, before);
		before = scene_before(scene, before);
	}
	return before;
}

static bool is_before_comma(const struct scene *scene, const struct noun_phrase *phrase)
{
	return phrase->end < scene->frame->count &&
		(scene_unit(scene, phrase->end)->gap & GAP_COMMA);
}

/* From "an expert" in "Tabler, an expert at the Institute, noted" to "Tabler". False for an
 * aside to something else: "who works at Acme, a company, said". */
static bool leave_aside(const struct scene *scene, struct noun_phrase *phrase)
{
	struct noun_phrase first;
	uint32_t joint = phrase->begin;

	if (joint > 2 && (scene_unit(scene, joint - 1)->classes & WORD_ADVERB) &&
		!(scene_unit(scene, joint)->gap & GAP_SEPARATES))
		joint--; /* "and now the head" */
	if (phrase->mention == NO_UNIT && joint > 1 &&
		(scene_unit(scene, joint - 1)->classes & WORD_CONJUNCTION) &&
		!(scene_unit(scene, joint - 1)->gap & GAP_SEPARATES) &&
		noun_phrase_ending(scene, joint - 2, &first) && noun_phrase_climb(scene, &first))
		*phrase = first; /* "a lawyer and writer" */
	for (unsigned n = 0; n < MOST_LINKS; n++) {
		unsigned gap = scene_unit(scene, phrase->begin)->gap;
		uint32_t before = before_brackets(scene, phrase->begin);
		struct noun_phrase outer;
		const struct mention *name = scene_mention(scene, phrase->begin);

		if (!(gap & (GAP_COMMA | GAP_BRACKET | GAP_DASH)) || (gap & GAP_STOP) ||
			before == NO_UNIT || !noun_phrase_ending(scene, before, &outer))
			return true;
		if (!noun_phrase_climb(scene, &outer) || !noun_phrase_can_act(scene, &outer))
			return name || phrase->mention != NO_UNIT;
		if (!(gap & GAP_BRACKET) && name && name->begin == phrase->begin &&
			phrase->mention != NO_UNIT && name->kind != MENTION_PLACE &&
			(name->kind == MENTION_PERSON || !is_before_comma(scene, phrase) ||
				outer.mention == NO_UNIT)) {
			if (outer.mention == NO_UNIT && name->kind == MENTION_PERSON &&
				(scene_unit(scene, outer.end - 1)->classes & WORD_ROLE))
				phrase->begin = outer.begin; /* "Its director, Ruth Reed, said" */
			return true; /* "In Ohio, Reed said" */
		}
		*phrase = outer;
	}
	return true;
}

/* Within "who lives in Ohio" as far as the comma before it. */
static bool is_in_relative(const struct scene *scene, uint32_t unit)
{
	for (unsigned n = 0; n < LONGEST_WALK && unit > 0; n++) {
		if (scene_unit(scene, unit)->gap & GAP_SEPARATES)
			return false;
		unit--;
		if ((scene_unit(scene, unit)->classes & (WORD_OPEN | WORD_CLOSE)))
			return false;
		if ((scene_unit(scene, unit)->classes & (WORD_RELATIVE | WORD_CLAUSE)) == WORD_RELATIVE)
			return true;
	}
	return false;
}

/* "who, on Friday, said", "who has in the past said": the verb of "who" is yet to come. */
static bool waits_for_verb(const struct scene *scene, uint32_t unit)
{
	const struct unit *next = scene_unit(scene, unit + 1);

	if ((scene_unit(scene, unit)->classes & (WORD_RELATIVE | WORD_CLAUSE)) != WORD_RELATIVE)
		return false;
	return (next->gap & (GAP_COMMA | GAP_DASH)) ||
		(next->classes & (WORD_PREPOSITION | WORD_AUXILIARY));
}

/* Asides stand between subject and verb: "X, who lives there, said". From the nearest comma
 * outward, the first phrase before one that nothing governs. */
static bool subject_before_aside(const struct scene *scene, uint32_t verb,
	struct noun_phrase *phrase)
{
	uint32_t unit = verb;
	bool has_verb = false;

	for (unsigned n = 0; n < LONGEST_WALK; n++) {
		unsigned gap = scene_unit(scene, unit)->gap;
		uint32_t before = scene_before(scene, unit);

		if ((gap & (GAP_STOP | GAP_SEMICOLON)) || before == NO_UNIT)
			return false;
		if ((gap & (GAP_COMMA | GAP_DASH | GAP_BRACKET)) &&
			!(scene_unit(scene, unit)->classes & WORD_CONJUNCTION) &&
			noun_phrase_ending(scene, before_brackets(scene, unit), phrase) &&
			!is_in_relative(scene, phrase->begin) && noun_phrase_climb(scene, phrase) &&
			!is_object(scene, phrase) && leave_aside(scene, phrase) &&
			noun_phrase_can_act(scene, phrase))
			return true;
		unit = before;
		if (!has_verb && waits_for_verb(scene, unit))
			return subject_of_relative(scene, unit, phrase);
		has_verb |= is_finite(scene_unit(scene, unit)) ||
			(scene_unit(scene, unit)->classes & (WORD_BE | WORD_AUXILIARY));
	}
	return false;
}

/* The phrase right before the verb, but for adverbs and auxiliaries. `*unit` is set to the
 * unit where the search ended. */
static bool adjacent_subject(const struct scene *scene, uint32_t verb, uint32_t *unit,
	struct noun_phrase *phrase)
{
	static const uint64_t skipped = WORD_ADVERB | WORD_AUXILIARY | WORD_BE | WORD_TIME;

	*unit = verb;
	for (unsigned n = 0; n < LONGEST_PHRASE; n++) {
		uint32_t before;
		const struct unit *word;

		if (scene_unit(scene, *unit)->gap & GAP_SEPARATES)
			return false;
		before = scene_before(scene, *unit);
		if (before == NO_UNIT)
			return false;
		*unit = before;
		word = scene_unit(scene, before);
		if ((word->classes & skipped) && word->mention == NO_UNIT &&
			!(word->classes & WORD_PERSON_PRONOUN))
			continue;
		if ((word->classes & WORD_DETERMINER) &&
			(scene_unit(scene, before + 1)->classes & WORD_TIME))
			continue; /* "Reed this week said" */
		if (word->classes & WORD_RELATIVE &&
			(!(word->classes & WORD_CLAUSE) || (scene_unit(scene, verb)->classes & WORD_SAY)))
			return subject_of_relative(scene, before, phrase);
		return noun_phrase_ending(scene, before, phrase);
	}
	return false;
}

/* The subject of the verb before this one: of "and said", ", adding". */
static bool subject_of_last_verb(const struct scene *scene, uint32_t verb,
	struct noun_phrase *phrase)
{
	uint32_t unit = verb, end;

	for (unsigned n = 0; n < LONGEST_WALK; n++) {
		if (scene_unit(scene, unit)->gap & (GAP_STOP | GAP_SEMICOLON))
			return false;
		unit = scene_before(scene, unit);
		if (unit == NO_UNIT)
			return false;
		if (!is_finite(scene_unit(scene, unit)) || scene_unit(scene, unit)->mention != NO_UNIT ||
			((scene_unit(scene, unit)->classes & WORD_CUE) &&
				!noun_phrase_is_verb(scene, unit)))
			continue;
		if (adjacent_subject(scene, unit, &end, phrase) && noun_phrase_climb(scene, phrase) &&
			noun_phrase_can_act(scene, phrase))
			return true;
		if ((scene_unit(scene, unit)->gap & (GAP_COMMA | GAP_BRACKET_END)) &&
			subject_before_aside(scene, unit, phrase))
			return true;
	}
	return false;
}

/* "When asked, he laughed and said": the verb right before the conjunction, if it has a
 * subject of its own. */
static bool subject_of_partner(const struct scene *scene, uint32_t conjunction,
	struct noun_phrase *phrase)
{
	uint32_t partner = scene_before(scene, conjunction), end;

	return (scene_unit(scene, conjunction)->classes & WORD_CONJUNCTION) && partner != NO_UNIT &&
		!(scene_unit(scene, conjunction)->gap & GAP_SEPARATES) &&
		is_finite(scene_unit(scene, partner)) &&
		adjacent_subject(scene, partner, &end, phrase) && noun_phrase_can_act(scene, phrase) &&
		noun_phrase_governor(scene, phrase) == NO_UNIT;
}

/* "An aide who asked to discuss the plan said": the phrase before "who". */
static bool before_relative(const struct scene *scene, uint32_t unit, struct noun_phrase *phrase)
{
	for (unsigned n = 0; n < 20; n++) {
		if (scene_unit(scene, unit)->gap & GAP_SEPARATES)
			return false;
		unit = scene_before(scene, unit);
		if (unit == NO_UNIT)
			return false;
		if ((scene_unit(scene, unit)->classes & (WORD_RELATIVE | WORD_CLAUSE)) == WORD_RELATIVE)
			return unit > 0 && !(scene_unit(scene, unit)->gap & GAP_SEPARATES) &&
				noun_phrase_ending(scene, unit - 1, phrase) && noun_phrase_climb(scene, phrase);
	}
	return false;
}

static bool is_with(const struct scene *scene, const struct noun_phrase *phrase)
{
	uint32_t unit = noun_phrase_governor(scene, phrase);

	return unit != NO_UNIT && scene_is_word(scene, unit, "with");
}

bool subject_find(const struct scene *scene, uint32_t verb, struct noun_phrase *phrase)
{
	const struct unit *word = scene_unit(scene, verb);
	struct noun_phrase nearest;
	uint32_t end;
	bool is_near = adjacent_subject(scene, verb, &end, &nearest);

	if (word->classes & WORD_ING && !(word->classes & (WORD_PAST | WORD_PRESENT))) {
		if (is_near && is_with(scene, &nearest)) {
			*phrase = nearest;
			return true;
		}
		if (subject_of_last_verb(scene, verb, phrase))
			return true;
		if (is_near && noun_phrase_can_act(scene, &nearest)) {
			*phrase = nearest;
			return true;
		}
		return first_subject(scene, verb, phrase);
	}
	if (is_near) {
		*phrase = nearest;
		if (is_object(scene, phrase) && before_relative(scene, phrase->begin, phrase))
			return true;
		if (noun_phrase_climb(scene, phrase))
			return true;
		if (!first_subject(scene, nearest.begin, phrase))
			*phrase = nearest;
		return true;
	}
	if ((scene_unit(scene, end)->gap & (GAP_COMMA | GAP_BRACKET_END | GAP_DASH)) &&
		!(scene_unit(scene, end)->classes & WORD_CONJUNCTION) &&
		subject_before_aside(scene, end, phrase))
		return true;
	if (subject_of_partner(scene, end, phrase))
		return true;
	/* "Reed said he agreed and added": the main clause goes on. */
	if ((scene_unit(scene, end)->classes & WORD_CONJUNCTION) && first_subject(scene, end, phrase) &&
		noun_phrase_can_act(scene, phrase))
		return true;
	return subject_of_last_verb(scene, verb, phrase) || first_subject(scene, verb, phrase);
}
