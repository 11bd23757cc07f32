/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/noun_phrase.h"

enum {
	LONGEST_PHRASE = 9, /* units */
	LONGEST_WALK = 60,  /* units looked at for the first phrase */
	MOST_LINKS = 6,     /* "the head of the office of the mayor of ..." */
};

static const uint64_t noun = WORD_ROLE | WORD_GROUP | WORD_BODY;
static const uint64_t function_word = WORD_PREPOSITION | WORD_CONJUNCTION | WORD_CLAUSE |
	WORD_RELATIVE | WORD_BE | WORD_AUXILIARY | WORD_OBJECT;

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

/* "the two reports contained", "Reed emails were": a noun, not the verb it may be. */
static bool is_noun_here(const struct scene *scene, uint32_t unit)
{
	if (unit + 1 < scene->frame->count && !(scene_unit(scene, unit + 1)->gap & GAP_SEPARATES) &&
		(scene_unit(scene, unit + 1)->classes & (WORD_BE | WORD_AUXILIARY | WORD_LETTERS_ED |
			WORD_PAST)))
		return true;
	for (unsigned n = 0; n < 4 && unit > 0; n++) {
		const struct unit *before = scene_unit(scene, unit - 1);

		if ((scene_unit(scene, unit)->gap & GAP_SEPARATES) || is_end(before) ||
			(before->classes & (noun | WORD_CAPITAL)))
			return false;
		if (before->classes & (WORD_DETERMINER | WORD_POSSESSIVE))
			return !(before->classes & WORD_SUBJECT_PRONOUN) || n > 0;
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
	uint64_t right = after < scene->frame->count ? scene_unit(scene, after)->classes : 0;

	if (before == NO_UNIT)
		return false;
	if ((left & bearing) ||
		((right & (WORD_CLAUSE | WORD_OPEN)) &&
			!(scene_unit(scene, unit)->classes & WORD_CUE_NOUN)) ||
		((scene_unit(scene, unit)->classes & WORD_SAY) && (right & WORD_SUBJECT_PRONOUN)))
		return true;
	return scene_is_word(scene, before, "to");
}

/* "the federal rules are", "22 emails, which": a plural behind a plain word, with nothing behind
 * it that a verb would govern. */
static bool is_plural_noun(const struct scene *scene, uint32_t unit, uint64_t left)
{
	static const uint64_t plain = WORD_IN_TABLE | WORD_CAPITAL | WORD_OPEN | WORD_CLOSE;
	const struct unit *verb = scene_unit(scene, unit);
	const struct unit *next = unit + 1 < scene->frame->count ? verb + 1 : NULL;

	if (!(verb->classes & WORD_PRESENT) || (verb->classes & WORD_PAST) || !left || !next ||
		(left & plain))
		return false;
	return (next->classes & (WORD_BE | WORD_AUXILIARY | noun)) ||
		((next->classes & (WORD_RELATIVE | WORD_DETERMINER)) == WORD_RELATIVE) ||
		((next->gap & GAP_SEPARATES) && !(next->classes & (WORD_OPEN | WORD_DETERMINER)));
}

bool noun_phrase_is_verb(const struct scene *scene, uint32_t unit)
{
	const struct unit *verb = scene_unit(scene, unit);
	uint32_t before = scene_before(scene, unit);
	uint64_t left = before == NO_UNIT || (verb->gap & GAP_SEPARATES) ? 0 :
		scene_unit(scene, before)->classes;

	if (!(verb->classes & WORD_CUE) || (is_capital(verb) && scene_mention(scene, unit)))
		return false;
	if ((verb->gap & GAP_JOINED) && left && !(left & (WORD_CLOSE | WORD_SUBJECT_PRONOUN)))
		return false; /* "gun-related" */
	if (!(verb->classes & (WORD_PAST | WORD_ING)) &&
		((left & WORD_GENITIVE) || ((left & (WORD_DETERMINER | WORD_POSSESSIVE)) &&
				!(left & WORD_SUBJECT_PRONOUN)) ||
			((left & WORD_PREPOSITION) && !(left & (WORD_CLAUSE | WORD_ADVERB)) &&
				!scene_is_word(scene, before, "to"))))
		return false;
	if (verb->classes & (noun | WORD_CUE_NOUN | WORD_GIVEN) &&
		(left & (WORD_DETERMINER | WORD_POSSESSIVE | WORD_GENITIVE | WORD_PREPOSITION)) &&
		!(verb->classes & WORD_ING))
		return false;
	if ((verb->classes & WORD_CUE_NOUN) && !(verb->classes & WORD_PAST) &&
		is_noun_here(scene, unit))
		return false;
	if (is_plural_noun(scene, unit, left) || ((verb->classes & WORD_ING) &&
			(left & WORD_DETERMINER) && !(left & (WORD_SUBJECT_PRONOUN | WORD_CLAUSE))))
		return false;
	if ((verb->classes & (WORD_PAST | WORD_PRESENT | WORD_ING)) == 0)
		return is_base_verb(scene, unit, before, left);
	if ((verb->classes & WORD_SAY) && (left & WORD_OTHER_PRONOUN))
		return true; /* "another said" */
	return !(verb->classes & WORD_PAST) ||
		!(left & (WORD_DETERMINER | WORD_POSSESSIVE | WORD_GENITIVE));
}

/* "critics say" */
static bool is_plural_verb(const struct scene *scene, uint32_t unit)
{
	const struct unit *verb = scene_unit(scene, unit);

	return (verb->classes & WORD_SAY) && (verb->classes & WORD_BASE) &&
		!(verb->classes & (noun | WORD_CUE_NOUN)) && unit > 0 &&
		(scene_unit(scene, unit - 1)->classes & (WORD_GROUP | WORD_LETTERS_S));
}

/* From inside or behind a name to the noun it modifies: "the Reed campaign". */
static uint32_t extend_right(const struct scene *scene, uint32_t unit, uint32_t *mention)
{
	const struct frame *frame = scene->frame;

	for (unsigned n = 0; unit < frame->count && n < LONGEST_PHRASE; n++) {
		const struct unit *next = scene_unit(scene, unit);
		const struct mention *name;

		if (next->gap & GAP_SEPARATES || is_end(next))
			break;
		name = scene_mention(scene, unit);
		if (name && name->kind != MENTION_PRONOUN) {
			*mention = next->mention;
			unit = name->end;
			continue;
		}
		if (is_plural_verb(scene, unit))
			break;
		if ((next->gap & GAP_JOINED) && (scene_unit(scene, unit - 1)->classes & WORD_DIGITS)) {
			*mention = NO_UNIT; /* "the 43-year-old" */
			unit++;
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
	return unit + 1 < scene->frame->count && (scene_unit(scene, unit + 1)->gap & GAP_JOINED) &&
		(scene_unit(scene, unit + 1)->classes & noun);
}

/* "the Acme deputy press chief", "the Acme senior adviser Reed": plain words that lead from a
 * name to a noun for somebody. */
static bool leads_to_role(const struct scene *scene, uint32_t unit)
{
	for (unsigned n = 0; n < 4 && unit < scene->frame->count; n++, unit++) {
		const struct unit *next = scene_unit(scene, unit);

		if ((next->gap & GAP_SEPARATES) || is_end(next))
			return false;
		if (next->mention != NO_UNIT)
			return n == 1 && (scene_unit(scene, unit - 1)->gap & GAP_JOINED);
		if (next->classes & noun)
			return true;
		if ((next->gap & GAP_JOINED) && n == 0)
			continue; /* "the Geneva-based agency" */
		if (!is_content(next) ||
			(next->classes & (WORD_TIME | WORD_CUE | WORD_DETERMINER | WORD_POSSESSIVE)))
			return false;
	}
	return false;
}

bool noun_phrase_at(const struct scene *scene, uint32_t unit, struct noun_phrase *phrase)
{
	const struct frame *frame = scene->frame;
	const struct unit *first = scene_unit(scene, unit);
	const struct mention *name = scene_mention(scene, unit);

	*phrase = (struct noun_phrase){unit, unit + 1, NO_UNIT};
	if (is_end(first))
		return false;
	if (name && name->kind != MENTION_PRONOUN) {
		phrase->mention = first->mention;
		phrase->end = name->end;
		if (name->is_genitive || (name->end < frame->count &&
				!(scene_unit(scene, name->end)->gap & GAP_SEPARATES) &&
				(scene_unit(scene, name->end)->mention != NO_UNIT ||
					is_compound(scene, name->end) ||
					leads_to_role(scene, name->end) ||
					(scene_unit(scene, name->end)->classes &
						(noun | WORD_CAPITAL | WORD_DIGITS)))))
			phrase->end = extend_right(scene, name->end, &phrase->mention);
		return true;
	}
	if (first->classes & (WORD_PERSON_PRONOUN) && !(first->classes & WORD_POSSESSIVE)) {
		phrase->mention = first->mention;
		return true;
	}
	if ((first->classes & WORD_OTHER_PRONOUN) && unit + 1 < frame->count &&
		(first[1].classes & (WORD_SAY | WORD_PAST)) == (WORD_SAY | WORD_PAST))
		return true; /* "another said" */
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
	if ((scene_unit(scene, phrase->end - 1)->classes & noun) ||
		is_capital(scene_unit(scene, phrase->end - 1)))
		return true;
	/* "miller says": whatever stands there is the speaker. */
	return phrase->end < frame->count && !(scene_unit(scene, phrase->end)->gap & GAP_SEPARATES) &&
		(scene_unit(scene, phrase->end)->classes & WORD_SAY) &&
		(scene_unit(scene, phrase->end)->classes & (WORD_PAST | WORD_PRESENT));
}

/* "another early supporter", "the once mighty firm" */
static bool is_inner_adverb(const struct scene *scene, uint32_t unit)
{
	return (scene_unit(scene, unit)->classes & WORD_ADVERB) && unit > 0 &&
		!(scene_unit(scene, unit)->gap & GAP_SEPARATES) &&
		(scene_unit(scene, unit - 1)->classes & (WORD_DETERMINER | WORD_POSSESSIVE)) &&
		!(scene_unit(scene, unit - 1)->classes & (WORD_SUBJECT_PRONOUN | WORD_CLAUSE));
}

/* The left end of a phrase of common nouns that ends at `unit`. */
uint32_t noun_phrase_left(const struct scene *scene, uint32_t unit)
{
	for (unsigned n = 0; n < LONGEST_PHRASE && unit > 0; n++) {
		const struct unit *before = scene_unit(scene, unit - 1);

		if ((scene_unit(scene, unit)->gap & GAP_SEPARATES) || is_end(before))
			break;
		if ((before->classes & WORD_CLAUSE) && !(before->classes & WORD_POSSESSIVE))
			break; /* "what", "that" */
		if (before->classes & (WORD_DETERMINER | WORD_POSSESSIVE))
			return unit - 1;
		if (before->mention != NO_UNIT && scene_mention(scene, unit - 1)->kind != MENTION_PRONOUN) {
			unit = scene_mention(scene, unit - 1)->begin;
			continue;
		}
		if (!is_content(before) && !(before->classes & WORD_DIGITS) &&
			!is_inner_adverb(scene, unit - 1))
			break;
		unit--;
	}
	return unit;
}

bool noun_phrase_ending(const struct scene *scene, uint32_t unit, struct noun_phrase *phrase)
{
	if (unit == NO_UNIT)
		return false;

	const struct unit *last = scene_unit(scene, unit);
	const struct mention *name = scene_mention(scene, unit);

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
	phrase->begin = noun_phrase_left(scene, unit);
	return true;
}

static bool is_before_comma(const struct scene *scene, const struct noun_phrase *phrase)
{
	return phrase->end < scene->frame->count &&
		(scene_unit(scene, phrase->end)->gap & GAP_COMMA);
}

/* Where the preposition stands that governs a phrase; NO_UNIT where none does. */
uint32_t noun_phrase_governor(const struct scene *scene, const struct noun_phrase *phrase)
{
	uint32_t unit = phrase->begin;
	uint64_t left = unit > 0 ? scene_unit(scene, unit - 1)->classes : 0;

	/* "In an interview he said", "On Monday Reed said" */
	if ((phrase->end == unit + 1 && (scene_unit(scene, unit)->classes & WORD_SUBJECT_PRONOUN)) ||
		(phrase->mention != NO_UNIT && (left & (WORD_CUE_NOUN | WORD_TIME)) &&
			!(left & noun)))
		return NO_UNIT;
	unit = noun_phrase_left(scene, unit);
	/* "of registered voters" */
	if (unit > 1 && !(scene_unit(scene, unit)->gap & GAP_SEPARATES) &&
		(scene_unit(scene, unit - 1)->classes & (WORD_LETTERS_ED | WORD_LETTERS_ING)) &&
		(scene_unit(scene, unit - 2)->classes & (WORD_PREPOSITION | WORD_DETERMINER)))
		unit = noun_phrase_left(scene, unit - 1);
	if (unit == 0 || (scene_unit(scene, unit)->gap & GAP_SEPARATES))
		return NO_UNIT;
	left = scene_unit(scene, unit - 1)->classes;
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

	return phrase->begin > 1 && !(scene_unit(scene, phrase->begin)->gap & GAP_SEPARATES) &&
		(scene_unit(scene, phrase->begin - 1)->classes & WORD_CONJUNCTION) &&
		!(scene_unit(scene, phrase->begin - 1)->gap & GAP_SEPARATES) &&
		noun_phrase_ending(scene, phrase->begin - 2, &first) &&
		noun_phrase_governor(scene, &first) != NO_UNIT;
}

/* "A spokesman for the campaign": from a governed phrase to the one it belongs to. */
bool noun_phrase_climb(const struct scene *scene, struct noun_phrase *phrase)
{
	for (unsigned n = 0; n < MOST_LINKS; n++) {
		uint32_t preposition = noun_phrase_governor(scene, phrase);
		struct noun_phrase outer;

		if (preposition == NO_UNIT)
			return !is_second_object(scene, phrase);
		if (preposition == 0 || (scene_unit(scene, preposition)->gap & GAP_SEPARATES))
			return false;
		if (!noun_phrase_ending(scene, preposition - 1, &outer))
			return false;
		*phrase = outer;
	}
	return false;
}

bool noun_phrase_can_act(const struct scene *scene, const struct noun_phrase *phrase)
{
	const struct unit *last;

	if (phrase->end <= phrase->begin)
		return false;
	last = scene_unit(scene, phrase->end - 1);
	if (phrase->mention != NO_UNIT)
		return scene->mentions->mentions[phrase->mention].kind != MENTION_PLACE;
	return last->classes & (noun | WORD_PERSON_PRONOUN | WORD_RELATIVE);
}

bool noun_phrase_first(const struct scene *scene, uint32_t begin, uint32_t end,
	struct noun_phrase *phrase)
{
	struct noun_phrase candidate;
	bool is_found = false;
	uint32_t unit = begin;

	for (unsigned n = 0; n < LONGEST_WALK && unit != NO_UNIT && unit < end; n++) {
		uint64_t classes = scene_unit(scene, unit)->classes;
		uint32_t next = scene_next(scene, unit);

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
