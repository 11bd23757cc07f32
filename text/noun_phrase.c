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
	if (is_end(unit) || (unit->classes & (WORD_LETTERS_ED | WORD_LETTERS_ING)))
		return false;
	if (unit->classes & noun)
		return true;
	if (unit->classes & (function_word | WORD_SUBJECT_PRONOUN))
		return false;
	if (unit->classes & WORD_CUE)
		return !(unit->classes & (WORD_PAST | WORD_PRESENT)) ||
			((unit->classes & WORD_CUE_NOUN) && !(unit->classes & WORD_PAST));
	return !(unit->classes & WORD_ADVERB);
}

static bool is_to(const struct scene *scene, uint32_t unit)
{
	return slice_equal_string(span_of(scene->frame->text,
		frame_span(scene->frame, unit, unit + 1)), "to");
}

/* "the two reports contained", "Reed emails were": a noun, not the verb it may be. */
static bool is_noun_here(const struct scene *scene, uint32_t unit)
{
	if (unit + 1 < scene->frame->count && !(unit_at(scene, unit + 1)->gap & separating) &&
		(unit_at(scene, unit + 1)->classes & (WORD_BE | WORD_AUXILIARY | WORD_LETTERS_ED |
			WORD_PAST)))
		return true;
	for (unsigned n = 0; n < 4 && unit > 0; n++) {
		const struct unit *before = unit_at(scene, unit - 1);

		if ((unit_at(scene, unit)->gap & separating) || is_end(before) ||
			(before->classes & (noun | WORD_CAPITAL)))
			return false;
		if (before->classes & (WORD_DETERMINER | WORD_POSSESSIVE))
			return !(before->classes & WORD_SUBJECT_PRONOUN);
		if (before->classes & WORD_PREPOSITION)
			return true;
		if (!is_content(before) && !(before->classes & WORD_ADVERB))
			return false;
		unit--;
	}
	return false;
}

/* "They say", "critics say", "to say", "would say", "the voters of Ohio say that". */
static bool is_base_verb(const struct scene *scene, uint32_t unit, uint32_t before, uint64_t left)
{
	static const uint64_t bearing = WORD_THEY | WORD_SELF | WORD_GROUP | WORD_AUXILIARY |
		WORD_ADVERB | WORD_OTHER_PRONOUN | WORD_RELATIVE | WORD_CONJUNCTION | WORD_LETTERS_S;
	uint32_t after = unit + 1;
	uint64_t right = after < scene->frame->count ? unit_at(scene, after)->classes : 0;

	if (before == NO_UNIT)
		return false;
	if ((left & bearing) ||
		((right & (WORD_CLAUSE | WORD_OPEN)) &&
			!(unit_at(scene, unit)->classes & WORD_CUE_NOUN)) ||
		((unit_at(scene, unit)->classes & WORD_SAY) && (right & WORD_SUBJECT_PRONOUN)))
		return true;
	return is_to(scene, before);
}

bool noun_phrase_is_verb(const struct scene *scene, uint32_t unit)
{
	const struct unit *verb = unit_at(scene, unit);
	uint32_t before = frame_before(scene->frame, unit);
	uint64_t left = before == NO_UNIT || (verb->gap & separating) ? 0 :
		unit_at(scene, before)->classes;

	if (!(verb->classes & WORD_CUE) || (is_capital(verb) && mention_at(scene, unit)))
		return false;
	if (!(verb->classes & (WORD_PAST | WORD_ING)) &&
		(((left & (WORD_DETERMINER | WORD_POSSESSIVE)) && !(left & WORD_SUBJECT_PRONOUN)) ||
			((left & WORD_PREPOSITION) && !(left & (WORD_CLAUSE | WORD_ADVERB)) &&
				!is_to(scene, before))))
		return false;
	if (verb->classes & (noun | WORD_CUE_NOUN | WORD_GIVEN) &&
		(left & (WORD_DETERMINER | WORD_POSSESSIVE | WORD_GENITIVE | WORD_PREPOSITION)) &&
		!(verb->classes & WORD_ING))
		return false;
	if ((verb->classes & WORD_CUE_NOUN) && !(verb->classes & WORD_PAST) &&
		is_noun_here(scene, unit))
		return false;
	if ((verb->classes & (WORD_PAST | WORD_PRESENT | WORD_ING)) == 0)
		return is_base_verb(scene, unit, before, left);
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
		/* "another leading advocate": a participle right behind the article. */
		if ((!is_content(next) && (n > 0 || (next->classes & function_word) ||
			!(next->classes & (WORD_ING | WORD_LETTERS_ING | WORD_LETTERS_ED |
				WORD_ADVERB | WORD_PAST)))) || (next->classes & WORD_TIME))
			break;
		*mention = NO_UNIT;
		unit++;
	}
	return unit;
}

/* "co-founder" */
static bool is_compound(const struct scene *scene, uint32_t unit)
{
	return unit + 1 < scene->frame->count && (unit_at(scene, unit + 1)->gap & GAP_JOINED) &&
		(unit_at(scene, unit + 1)->classes & noun);
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
				!(unit_at(scene, name->end)->gap & separating) &&
				(unit_at(scene, name->end)->mention != NO_UNIT ||
					is_compound(scene, name->end) ||
					(unit_at(scene, name->end)->classes &
						(noun | WORD_CAPITAL | WORD_NUMBER)))))
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
	phrase->end = extend_right(scene, unit + 1, &phrase->mention);
	if (phrase->mention != NO_UNIT)
		return true;
	return phrase->end > unit && ((unit_at(scene, phrase->end - 1)->classes & noun) ||
		is_capital(unit_at(scene, phrase->end - 1)));
}

/* The left end of a phrase of common nouns that ends at `unit`. */
static uint32_t extend_left(const struct scene *scene, uint32_t unit)
{
	for (unsigned n = 0; n < LONGEST_PHRASE && unit > 0; n++) {
		const struct unit *before = unit_at(scene, unit - 1);

		if ((unit_at(scene, unit)->gap & separating) || is_end(before))
			break;
		if ((before->classes & WORD_CLAUSE) && !(before->classes & WORD_POSSESSIVE))
			break; /* "what", "that" */
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
	if (unit == NO_UNIT)
		return false;

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

static bool is_before_comma(const struct scene *scene, const struct noun_phrase *phrase)
{
	return phrase->end < scene->frame->count &&
		(unit_at(scene, phrase->end)->gap & GAP_COMMA);
}

/* Where the preposition stands that governs a phrase; NO_UNIT where none does. */
static uint32_t governor(const struct scene *scene, const struct noun_phrase *phrase)
{
	uint32_t unit = phrase->begin;
	uint64_t left = unit > 0 ? unit_at(scene, unit - 1)->classes : 0;

	/* "In an interview he said", "On Monday Reed said" */
	if ((phrase->end == unit + 1 && (unit_at(scene, unit)->classes & WORD_SUBJECT_PRONOUN)) ||
		(phrase->mention != NO_UNIT && (left & (WORD_CUE_NOUN | WORD_TIME)) &&
			!(left & noun)))
		return NO_UNIT;
	unit = extend_left(scene, unit);
	/* "of registered voters" */
	if (unit > 1 && !(unit_at(scene, unit)->gap & separating) &&
		(unit_at(scene, unit - 1)->classes & (WORD_LETTERS_ED | WORD_LETTERS_ING)) &&
		(unit_at(scene, unit - 2)->classes & (WORD_PREPOSITION | WORD_DETERMINER)))
		unit = extend_left(scene, unit - 1);
	if (unit == 0 || (unit_at(scene, unit)->gap & separating))
		return NO_UNIT;
	left = unit_at(scene, unit - 1)->classes;
	if (!(left & WORD_PREPOSITION))
		return NO_UNIT;
	/* "as X said" begins a clause, "as a manager" does not */
	return (left & WORD_CLAUSE) && (phrase->mention != NO_UNIT || !is_before_comma(scene, phrase)) ?
		NO_UNIT : unit - 1;
}

/* "voted for Lee and Clinton": what governs the first of two governs the second. */
static bool is_second_object(const struct scene *scene, const struct noun_phrase *phrase)
{
	struct noun_phrase first;

	return phrase->begin > 1 && !(unit_at(scene, phrase->begin)->gap & separating) &&
		(unit_at(scene, phrase->begin - 1)->classes & WORD_CONJUNCTION) &&
		!(unit_at(scene, phrase->begin - 1)->gap & separating) &&
		noun_phrase_ending(scene, phrase->begin - 2, &first) &&
		governor(scene, &first) != NO_UNIT;
}

/* "A spokesman for the campaign": from a governed phrase to the one it belongs to. */
static bool climb(const struct scene *scene, struct noun_phrase *phrase)
{
	for (unsigned n = 0; n < MOST_LINKS; n++) {
		uint32_t preposition = governor(scene, phrase);
		struct noun_phrase outer;

		if (preposition == NO_UNIT)
			return !is_second_object(scene, phrase);
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

bool noun_phrase_can_act(const struct scene *scene, const struct noun_phrase *phrase)
{
	const struct unit *last;

	if (phrase->end <= phrase->begin)
		return false;
	last = unit_at(scene, phrase->end - 1);
	if (phrase->mention != NO_UNIT)
		return scene->mentions->mentions[phrase->mention].kind != MENTION_PLACE;
	return last->classes & (noun | WORD_PERSON_PRONOUN | WORD_RELATIVE);
}

bool noun_phrase_first(const struct scene *scene, uint32_t begin, uint32_t end,
	struct noun_phrase *phrase)
{
	struct noun_phrase candidate;
	bool is_found = false;

	for (uint32_t unit = begin; unit != NO_UNIT && unit < end;) {
		uint64_t classes = unit_at(scene, unit)->classes;
		uint32_t next = frame_next(scene->frame, unit);

		if (!(classes & (WORD_TIME | WORD_OPEN | WORD_PREPOSITION)) &&
			noun_phrase_at(scene, unit, &candidate) && candidate.end <= end) {
			if (!is_found || noun_phrase_can_act(scene, &candidate))
				*phrase = candidate;
			is_found = true;
			if (noun_phrase_can_act(scene, &candidate))
				return true;
			next = candidate.end;
		} else if ((classes & WORD_PREPOSITION) && next != NO_UNIT && next < end &&
			noun_phrase_at(scene, next, &candidate)) {
			next = candidate.end;
		}
		unit = next;
	}
	return is_found;
}

/* The first phrase of the main clause: not of "When X lost, ..." */
static bool first_subject(const struct scene *scene, uint32_t verb, struct noun_phrase *phrase)
{
	uint32_t begin = sentence_begin(scene, verb);
	uint64_t first = unit_at(scene, begin)->classes;

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
	uint32_t begin = extend_left(scene, phrase->begin);
	uint64_t left;

	if (begin == 0 || (unit_at(scene, begin)->gap & separating))
		return false;
	left = unit_at(scene, begin - 1)->classes;
	if (unit_at(scene, begin - 1)->mention != NO_UNIT)
		return false;
	return left & (WORD_LETTERS_ED | WORD_LETTERS_ING) || ((left & (WORD_NAME | WORD_MIND)) &&
		!(left & WORD_SAY) && noun_phrase_is_verb(scene, begin - 1));
}

/* The unit before the brackets that end before `unit`. */
static uint32_t before_brackets(const struct scene *scene, uint32_t unit)
{
	uint32_t before = frame_before(scene->frame, unit);

	if (!(unit_at(scene, unit)->gap & GAP_BRACKET_END))
		return before;
	for (unsigned n = 0; n < LONGEST_PHRASE && before != NO_UNIT; n++) {
		if (unit_at(scene, before)->gap & GAP_BRACKET)
			return frame_before(scene->frame, before);
		before = frame_before(scene->frame, before);
	}
	return before;
}

/* From "an expert" in "Tabler, an expert at the Institute, noted" to "Tabler". False for an
 * aside to something else: "who works at Acme, a company, said". */
static bool leave_aside(const struct scene *scene, struct noun_phrase *phrase)
{
	struct noun_phrase first;

	if (phrase->mention == NO_UNIT && phrase->begin > 1 &&
		(unit_at(scene, phrase->begin - 1)->classes & WORD_CONJUNCTION) &&
		!(unit_at(scene, phrase->begin - 1)->gap & separating) &&
		noun_phrase_ending(scene, phrase->begin - 2, &first) && climb(scene, &first))
		*phrase = first; /* "a lawyer and writer" */
	for (unsigned n = 0; n < MOST_LINKS; n++) {
		unsigned gap = unit_at(scene, phrase->begin)->gap;
		uint32_t before = before_brackets(scene, phrase->begin);
		struct noun_phrase outer;
		const struct mention *name = mention_at(scene, phrase->begin);

		if (!(gap & (GAP_COMMA | GAP_BRACKET | GAP_DASH)) || (gap & GAP_STOP) ||
			before == NO_UNIT || !noun_phrase_ending(scene, before, &outer))
			return true;
		if (!climb(scene, &outer) || !noun_phrase_can_act(scene, &outer))
			return name || phrase->mention != NO_UNIT;
		if (!(gap & GAP_BRACKET) && name && name->begin == phrase->begin &&
			phrase->mention != NO_UNIT && name->kind != MENTION_PLACE &&
			(name->kind == MENTION_PERSON || !is_before_comma(scene, phrase) ||
				outer.mention == NO_UNIT))
			return true; /* "In Ohio, Reed said" */
		*phrase = outer;
	}
	return true;
}

/* Within "who lives in Ohio" as far as the comma before it. */
static bool is_in_relative(const struct scene *scene, uint32_t unit)
{
	for (unsigned n = 0; n < LONGEST_WALK && unit > 0; n++) {
		if (unit_at(scene, unit)->gap & separating)
			return false;
		unit--;
		if (is_end(unit_at(scene, unit)))
			return false;
		if ((unit_at(scene, unit)->classes & (WORD_RELATIVE | WORD_CLAUSE)) == WORD_RELATIVE)
			return true;
	}
	return false;
}

/* "who, on Friday, said", "who has in the past said": the verb of "who" is yet to come. */
static bool waits_for_verb(const struct scene *scene, uint32_t unit)
{
	const struct unit *next = unit_at(scene, unit + 1);

	if ((unit_at(scene, unit)->classes & (WORD_RELATIVE | WORD_CLAUSE)) != WORD_RELATIVE)
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
		unsigned gap = unit_at(scene, unit)->gap;
		uint32_t before = frame_before(scene->frame, unit);

		if ((gap & (GAP_STOP | GAP_SEMICOLON)) || before == NO_UNIT)
			return false;
		if ((gap & (GAP_COMMA | GAP_DASH | GAP_BRACKET)) &&
			!(unit_at(scene, unit)->classes & WORD_CONJUNCTION) &&
			noun_phrase_ending(scene, before_brackets(scene, unit), phrase) &&
			!is_in_relative(scene, phrase->begin) && climb(scene, phrase) &&
			!is_object(scene, phrase) && leave_aside(scene, phrase) &&
			noun_phrase_can_act(scene, phrase))
			return true;
		unit = before;
		if (!has_verb && waits_for_verb(scene, unit))
			return subject_of_relative(scene, unit, phrase);
		has_verb |= is_finite(unit_at(scene, unit)) ||
			(unit_at(scene, unit)->classes & (WORD_BE | WORD_AUXILIARY));
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

		if (unit_at(scene, *unit)->gap & separating)
			return false;
		before = frame_before(scene->frame, *unit);
		if (before == NO_UNIT)
			return false;
		*unit = before;
		word = unit_at(scene, before);
		if ((word->classes & skipped) && word->mention == NO_UNIT &&
			!(word->classes & WORD_PERSON_PRONOUN))
			continue;
		if (word->classes & WORD_RELATIVE &&
			(!(word->classes & WORD_CLAUSE) || (unit_at(scene, verb)->classes & WORD_SAY)))
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
		if (unit_at(scene, unit)->gap & (GAP_STOP | GAP_SEMICOLON))
			return false;
		unit = frame_before(scene->frame, unit);
		if (unit == NO_UNIT)
			return false;
		if (!is_finite(unit_at(scene, unit)) || unit_at(scene, unit)->mention != NO_UNIT)
			continue;
		if (adjacent_subject(scene, unit, &end, phrase) && climb(scene, phrase) &&
			noun_phrase_can_act(scene, phrase))
			return true;
		if ((unit_at(scene, unit)->gap & (GAP_COMMA | GAP_BRACKET_END)) &&
			subject_before_aside(scene, unit, phrase))
			return true;
	}
	return false;
}

/* "An aide who asked to discuss the plan said": the phrase before "who". */
static bool before_relative(const struct scene *scene, uint32_t unit, struct noun_phrase *phrase)
{
	for (unsigned n = 0; n < 20; n++) {
		if (unit_at(scene, unit)->gap & separating)
			return false;
		unit = frame_before(scene->frame, unit);
		if (unit == NO_UNIT)
			return false;
		if ((unit_at(scene, unit)->classes & (WORD_RELATIVE | WORD_CLAUSE)) == WORD_RELATIVE)
			return unit > 0 && !(unit_at(scene, unit)->gap & separating) &&
				noun_phrase_ending(scene, unit - 1, phrase) && climb(scene, phrase);
	}
	return false;
}

static bool is_with(const struct scene *scene, const struct noun_phrase *phrase)
{
	uint32_t unit = governor(scene, phrase);

	return unit != NO_UNIT && slice_equal_string(span_of(scene->frame->text,
		frame_span(scene->frame, unit, unit + 1)), "with");
}

bool noun_phrase_subject(const struct scene *scene, uint32_t verb, struct noun_phrase *phrase)
{
	const struct unit *word = unit_at(scene, verb);
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
		if (climb(scene, phrase))
			return true;
		if (!first_subject(scene, nearest.begin, phrase))
			*phrase = nearest;
		return true;
	}
	if ((unit_at(scene, end)->gap & (GAP_COMMA | GAP_BRACKET_END | GAP_DASH)) &&
		!(unit_at(scene, end)->classes & WORD_CONJUNCTION) &&
		subject_before_aside(scene, end, phrase))
		return true;
	/* "Reed said he agreed and added": the main clause goes on. */
	if ((unit_at(scene, end)->classes & WORD_CONJUNCTION) && first_subject(scene, end, phrase) &&
		noun_phrase_can_act(scene, phrase))
		return true;
	return subject_of_last_verb(scene, verb, phrase) || first_subject(scene, verb, phrase);
}
