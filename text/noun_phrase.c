/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/noun_phrase.h"

enum {
	LONGEST_PHRASE = 9,   /* units */
	LONGEST_WALK = 60,    /* units from a verb to its subject */
	MOST_LINKS = 6,       /* "the head of the office of the mayor of ..." */
};

static const uint64_t noun = WORD_ROLE | WORD_GROUP | WORD_BODY;
static const uint64_t function_word = WORD_PREPOSITION | WORD_CONJUNCTION | WORD_CLAUSE |
	WORD_RELATIVE | WORD_BE | WORD_AUXILIARY | WORD_OBJECT;
static const unsigned separating = GAP_COMMA | GAP_COLON | GAP_SEMICOLON | GAP_DASH |
	GAP_BRACKET | GAP_BRACKET_END | GAP_STOP | GAP_PARAGRAPH;

static const struct unit *unit_at(const struct scene *scene, uint32_t unit)
{
	return &scene->frame->units[unit];
}

static const struct mention *mention_at(const struct scene *scene, uint32_t unit)
{
	uint32_t mention = unit_at(scene, unit)->mention;

	return mention == NO_UNIT ? NULL : &scene->mentions->mentions[mention];
}

static bool is_capital(const struct unit *unit)
{
	return unit->classes & WORD_CAPITAL;
}

static bool is_end(const struct unit *unit)
{
	return unit->classes & (WORD_OPEN | WORD_CLOSE);
}

/* A word that may be part of a noun phrase, and is not a verb in all likelihood. */
static bool is_content(const struct unit *unit)
{
	if (is_end(unit) || (unit->classes & WORD_LETTERS_ED))
		return false;
	if (unit->classes & noun)
		return true;
	if (unit->classes & (function_word | WORD_SUBJECT_PRONOUN))
		return false;
	if (unit->classes & WORD_CUE)
		return !(unit->classes & (WORD_PAST | WORD_PRESENT)) ||
			((unit->classes & WORD_CUE_NOUN) && !(unit->classes & WORD_PAST));
	return !(unit->classes & WORD_ADVERB) || !(unit->classes & WORD_IN_TABLE);
}

bool noun_phrase_is_verb(const struct scene *scene, uint32_t unit)
{
	const struct unit *verb = unit_at(scene, unit);
	uint32_t before = frame_before(scene->frame, unit);
	uint64_t left = before == NO_UNIT || (verb->gap & separating) ? 0 :
		unit_at(scene, before)->classes;

	if (!(verb->classes & WORD_CUE) || (is_capital(verb) && mention_at(scene, unit)))
		return false;
	if (verb->classes & (noun | WORD_CUE_NOUN | WORD_GIVEN) &&
		(left & (WORD_DETERMINER | WORD_POSSESSIVE | WORD_GENITIVE | WORD_PREPOSITION)) &&
		!(verb->classes & WORD_ING))
		return false;
	if ((verb->classes & (WORD_PAST | WORD_PRESENT)) == 0 && (verb->classes & WORD_BASE))
		return left & (WORD_THEY | WORD_SELF | WORD_GROUP | WORD_AUXILIARY | WORD_ADVERB |
				      WORD_OTHER_PRONOUN | WORD_RELATIVE | WORD_CONJUNCTION) ||
			(before != NO_UNIT && (left & WORD_PREPOSITION) &&
				slice_equal_string(span_of(scene->frame->text,
					frame_span(scene->frame, before, before + 1)), "to"));
	if ((verb->classes & WORD_PAST) && (left & (WORD_DETERMINER | WORD_POSSESSIVE)))
		return false;
	return true;
}

/* From inside or behind a name to the noun it modifies: "the Reed campaign". */
static uint32_t extend_right(const struct scene *scene, uint32_t unit, uint32_t *mention)
{
	const struct frame *frame = scene->frame;

	for (unsigned n = 0; unit < frame->count && n < LONGEST_PHRASE; n++) {
		const struct unit *next = unit_at(scene, unit);
		const struct mention *name;

		if (next->gap & separating || is_end(next))
			break;
		name = mention_at(scene, unit);
		if (name && name->kind != MENTION_PRONOUN) {
			*mention = next->mention;
			unit = name->end;
			continue;
		}
		if (!is_content(next) || (next->classes & WORD_TIME))
			break;
		*mention = NO_UNIT;
		unit++;
	}
	return unit;
}

bool noun_phrase_at(const struct scene *scene, uint32_t unit, struct noun_phrase *phrase)
{
	const struct frame *frame = scene->frame;
	const struct unit *first = unit_at(scene, unit);
	const struct mention *name = mention_at(scene, unit);

	*phrase = (struct noun_phrase){unit, unit + 1, NO_UNIT};
	if (is_end(first))
		return false;
	if (name && name->kind != MENTION_PRONOUN) {
		phrase->mention = first->mention;
		phrase->end = name->end;
		if (name->is_genitive || (name->end < frame->count &&
				(unit_at(scene, name->end)->classes & noun) &&
				!(unit_at(scene, name->end)->gap & separating)))
			phrase->end = extend_right(scene, name->end, &phrase->mention);
		return true;
	}
	if (first->classes & (WORD_PERSON_PRONOUN) && !(first->classes & WORD_POSSESSIVE)) {
		phrase->mention = first->mention;
		return true;
	}
	if (first->classes & (WORD_DETERMINER | WORD_POSSESSIVE)) {
		phrase->end = extend_right(scene, unit + 1, &phrase->mention);
		return phrase->end > unit + 1 || (first->classes & WORD_OTHER_PRONOUN);
	}
	if (first->classes & WORD_OTHER_PRONOUN)
		return true;
	if (!is_content(first) || (first->classes & WORD_TIME))
		return false;
	phrase->end = extend_right(scene, unit, &phrase->mention);
	return phrase->mention != NO_UNIT || (phrase->end > unit &&
		(unit_at(scene, phrase->end - 1)->classes & noun));
}

/* The left end of a phrase of common nouns that ends at `unit`. */
static uint32_t extend_left(const struct scene *scene, uint32_t unit)
{
	for (unsigned n = 0; n < LONGEST_PHRASE && unit > 0; n++) {
		const struct unit *before = unit_at(scene, unit - 1);

		if ((unit_at(scene, unit)->gap & separating) || is_end(before))
			break;
		if (before->classes & (WORD_DETERMINER | WORD_POSSESSIVE))
			return unit - 1;
		if (before->mention != NO_UNIT && mention_at(scene, unit - 1)->kind != MENTION_PRONOUN) {
			unit = mention_at(scene, unit - 1)->begin;
			continue;
		}
		if (!is_content(before) && !(before->classes & WORD_NUMBER))
			break;
		unit--;
	}
	return unit;
}

bool noun_phrase_ending(const struct scene *scene, uint32_t unit, struct noun_phrase *phrase)
{
	const struct unit *last = unit_at(scene, unit);
	const struct mention *name = mention_at(scene, unit);

	*phrase = (struct noun_phrase){unit, unit + 1, NO_UNIT};
	if (is_end(last))
		return false;
	if (name && name->kind != MENTION_PRONOUN) {
		if (name->is_genitive)
			return false;
		*phrase = (struct noun_phrase){name->begin, name->end, last->mention};
		return true;
	}
	if (last->classes & WORD_PERSON_PRONOUN) {
		phrase->mention = last->mention;
		return true;
	}
	if (last->classes & WORD_OTHER_PRONOUN)
		return true;
	if (!is_content(last) || (last->classes & (WORD_TIME | WORD_DETERMINER | WORD_POSSESSIVE)))
		return false;
	phrase->begin = extend_left(scene, unit);
	return true;
}

/* Where the preposition stands that governs a phrase; NO_UNIT where none does. */
static uint32_t governor(const struct scene *scene, const struct noun_phrase *phrase)
{
	uint32_t unit = extend_left(scene, phrase->begin);

	if (unit == 0 || (unit_at(scene, unit)->gap & separating))
		return NO_UNIT;
	return unit_at(scene, unit - 1)->classes & WORD_PREPOSITION ? unit - 1 : NO_UNIT;
}

/* "A spokesman for the campaign": from a governed phrase to the one it belongs to. */
static bool climb(const struct scene *scene, struct noun_phrase *phrase)
{
	for (unsigned n = 0; n < MOST_LINKS; n++) {
		uint32_t preposition = governor(scene, phrase);
		struct noun_phrase outer;

		if (preposition == NO_UNIT)
			return true;
		if (preposition == 0 || (unit_at(scene, preposition)->gap & separating))
			return false;
		if (!noun_phrase_ending(scene, preposition - 1, &outer))
			return false;
		*phrase = outer;
	}
	return false;
}

/* "Reed, who said": the subject is "who", and it stands for Reed. */
static bool subject_of_relative(const struct scene *scene, uint32_t relative,
	struct noun_phrase *phrase)
{
	uint32_t before = frame_before(scene->frame, relative);
	struct noun_phrase antecedent;

	*phrase = (struct noun_phrase){relative, relative + 1, NO_UNIT};
	if (before != NO_UNIT && !(unit_at(scene, relative)->gap & GAP_STOP) &&
		noun_phrase_ending(scene, before, &antecedent)) {
		struct noun_phrase outer = antecedent;

		if (antecedent.mention == NO_UNIT && climb(scene, &outer))
			antecedent = outer;
		phrase->mention = antecedent.mention;
	}
	return true;
}

static uint32_t sentence_begin(const struct scene *scene, uint32_t unit)
{
	for (unsigned n = 0; n < LONGEST_WALK && unit != NO_UNIT; n++) {
		uint32_t before;

		if (unit_at(scene, unit)->gap & (GAP_STOP | GAP_SEMICOLON))
			return unit;
		before = frame_before(scene->frame, unit);
		if (before == NO_UNIT)
			return unit;
		unit = before;
	}
	return unit;
}

/* The unit behind the next comma, or `limit`. */
static uint32_t behind_comma(const struct scene *scene, uint32_t unit, uint32_t limit)
{
	while (unit != NO_UNIT && unit < limit) {
		unit = frame_next(scene->frame, unit);
		if (unit != NO_UNIT && unit < limit && (unit_at(scene, unit)->gap & GAP_COMMA))
			return unit;
	}
	return limit;
}

/* The first phrase of [begin, end) that may be the subject of a main clause. */
static bool first_phrase(const struct scene *scene, uint32_t begin, uint32_t end,
	struct noun_phrase *phrase)
{
	for (uint32_t unit = begin; unit != NO_UNIT && unit < end;) {
		uint64_t classes = unit_at(scene, unit)->classes;

		if ((classes & WORD_PREPOSITION) && !(classes & WORD_CLAUSE)) {
			struct noun_phrase object;
			uint32_t next = frame_next(scene->frame, unit);

			if (next != NO_UNIT && next < end && noun_phrase_at(scene, next, &object))
				next = object.end;
			unit = next;
			continue;
		}
		if (!(classes & (WORD_TIME | WORD_OPEN)) && noun_phrase_at(scene, unit, phrase) &&
			phrase->end <= end)
			return true;
		unit = frame_next(scene->frame, unit);
	}
	return false;
}

/* The subject where an aside, a conjunction or another verb parts it from its verb. */
static bool distant_subject(const struct scene *scene, uint32_t verb, struct noun_phrase *phrase)
{
	uint32_t begin = sentence_begin(scene, verb), main = begin;
	uint64_t first = unit_at(scene, begin)->classes;

	if (first & (WORD_CLAUSE | WORD_PREPOSITION | WORD_ING | WORD_LETTERS_ED)) {
		main = behind_comma(scene, begin, verb);
		if (main < verb && first_phrase(scene, main, verb, phrase))
			return true;
	}
	return first_phrase(scene, begin, verb, phrase);
}

bool noun_phrase_subject(const struct scene *scene, uint32_t verb, struct noun_phrase *phrase)
{
	static const uint64_t skipped = WORD_ADVERB | WORD_AUXILIARY | WORD_BE | WORD_TIME;
	uint32_t unit = verb;
	bool is_finite = unit_at(scene, verb)->classes & (WORD_PAST | WORD_PRESENT | WORD_BASE);

	for (unsigned n = 0; n < LONGEST_PHRASE; n++) {
		uint32_t before;

		if (unit_at(scene, unit)->gap & (GAP_STOP | GAP_SEMICOLON))
			return false;
		if (unit_at(scene, unit)->gap & separating)
			break;
		before = frame_before(scene->frame, unit);
		if (before == NO_UNIT)
			return false;
		unit = before;
		if ((unit_at(scene, unit)->classes & skipped) && unit_at(scene, unit)->mention == NO_UNIT &&
			!(unit_at(scene, unit)->classes & (WORD_SUBJECT_PRONOUN & ~WORD_OTHER_PRONOUN)))
			continue;
		if ((unit_at(scene, unit)->classes & WORD_RELATIVE) && is_finite)
			return subject_of_relative(scene, unit, phrase);
		if (is_finite && noun_phrase_ending(scene, unit, phrase)) {
			struct noun_phrase nearest = *phrase;

			if (climb(scene, phrase))
				return true;
			if (distant_subject(scene, nearest.begin, phrase))
				return true;
			*phrase = nearest;
			return true;
		}
		break;
	}
	return distant_subject(scene, verb, phrase);
}
