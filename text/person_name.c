/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/person_name.h"

#include "base/memory.h"

enum {
	LONGEST_RUN = 16,       /* units of one name with its titles */
	SHORTEST_HEADLINE = 5,  /* words */
	FEWEST_CAPITALS = 4,    /* in such a one */
	LONGEST_HEADLINE = 40,  /* units that are looked at */
};

static const uint64_t small_word = WORD_DETERMINER | WORD_POSSESSIVE | WORD_PREPOSITION |
	WORD_CONJUNCTION | WORD_CLAUSE | WORD_RELATIVE | WORD_SUBJECT_PRONOUN | WORD_OBJECT |
	WORD_BE | WORD_AUXILIARY;

static const struct word_row western[] = {
#include "text/lexis/english_names.inc"
};

struct word_rows person_name_rows(enum language language)
{
	(void)language;
	return (struct word_rows){western, COUNT_OF(western)};
}

/* Where the search stands. */
struct search {
	struct mention_list *list;
	struct frame *frame;
	uint32_t sentence;
	uint32_t sentence_end; /* unit; of the last sentence above all */
	bool is_inside;
	bool is_headline;
};

/* At the beginning of a sentence: is it never in lower case, and seen with a capital
 * elsewhere, or followed by what follows a name? */
static bool is_likely_name(const struct search *search, uint32_t unit)
{
	const struct frame *frame = search->frame;
	uint32_t root = frame->units[unit].root;
	const struct unit *next = unit + 1 < frame->count ? &frame->units[unit + 1] : NULL;

	if (frame_has_spelling(frame, root, WRITTEN_SMALL))
		return false;
	if (frame_has_spelling(frame, root, WRITTEN_CAPITAL) || search->is_headline || !next)
		return true;
	return (next->gap & ~(unsigned)GAP_JOINED) || (frame->units[unit].classes & WORD_GENITIVE) ||
		(next->classes & (WORD_CAPITAL | WORD_CUE | WORD_LETTERS_ED | WORD_BE |
			WORD_AUXILIARY | WORD_ADVERB | WORD_CONJUNCTION | WORD_RELATIVE));
}

static bool is_name_word(const struct search *search, uint32_t unit, bool is_first)
{
	const struct unit *word = &search->frame->units[unit];
	uint64_t classes = word->classes;
	bool is_start = is_first && frame_begins_sentence(search->frame, unit);

	if (!(classes & WORD_CAPITAL)) /* "Ji-hoon" */
		return !is_first && (word->gap & GAP_JOINED) && !(classes & small_word) &&
			!(classes & (WORD_OPEN | WORD_CLOSE | WORD_LETTERS_ED | WORD_DIGITS));
	if ((classes & WORD_ACCORDING) && !(classes & WORD_GIVEN))
		return false;
	if (classes & WORD_INITIAL)
		return !(classes & WORD_SELF) && !(is_start && (classes & WORD_DETERMINER));
	if (classes & (WORD_TITLE | WORD_INSTITUTION | WORD_PLACE))
		return !is_start || !(classes & small_word);
	if (classes & WORD_GIVEN)
		return !(is_start && (classes & small_word));
	if (classes & small_word)
		return !is_start && (classes & WORD_PARTICLE) && !is_first;
	if ((classes & WORD_CUE) && (classes & (WORD_PAST | WORD_PRESENT | WORD_ING)))
		return !is_start && !search->is_headline && is_first && !(classes & WORD_SAY);
	if (is_start && (classes & (WORD_ADVERB | WORD_ROLE | WORD_GROUP | WORD_CUE | WORD_TIME |
					WORD_CUE_NOUN | WORD_LETTERS_ED | WORD_LETTERS_ING)))
		return false;
	return !is_start || is_likely_name(search, unit);
}

/* May the unit continue the run before it, as far as the gap goes? */
static bool is_adjacent(const struct frame *frame, uint32_t unit)
{
	const struct unit *last = &frame->units[unit - 1];
	unsigned gap = frame->units[unit].gap;

	if (last->classes & (WORD_GENITIVE | WORD_OPEN | WORD_CLOSE))
		return false;
	if ((gap & GAP_JOINED) && gap != GAP_JOINED)
		return false;
	if (gap & GAP_POINT)
		return (gap & ~(unsigned)(GAP_POINT | GAP_JOINED)) == 0 &&
			(last->classes & (WORD_ABBREVIATION | WORD_INITIAL));
	return (gap & ~(unsigned)GAP_JOINED) == 0;
}

/* How many units, lower-case ones such as "von der" or "of", join the run to the next
 * capitalised word: "Bank of the West". */
static uint32_t joint_length(const struct search *search, uint32_t unit)
{
	const struct frame *frame = search->frame;
	const struct unit *last = &frame->units[unit - 1];
	uint32_t length = 0;
	bool is_office = last->classes & (WORD_INSTITUTION | WORD_TITLE) &&
		!(unit > 1 && !(last->gap & ~(unsigned)(GAP_JOINED | GAP_POINT)) &&
			(frame->units[unit - 2].classes & (WORD_INITIAL | WORD_GIVEN)));

	while (length < 3 && unit + length < frame->count) {
		const struct unit *word = &frame->units[unit + length];
		struct slice text;

		if (!is_adjacent(frame, unit + length) || (word->classes & (WORD_OPEN | WORD_CLOSE)))
			return 0;
		if (length > 0 && (word->classes & WORD_CAPITAL))
			return is_name_word(search, unit + length, false) ? length : 0;
		text = span_of(frame->text, frame->tokens[word->token].span);
		if (!(word->classes & WORD_PARTICLE) &&
			!(is_office && (slice_equal_string(text, "of") ||
				(length == 1 && slice_equal_string(text, "the")))))
			return 0;
		length++;
	}
	return 0;
}

static uint32_t run_end(const struct search *search, uint32_t begin)
{
	const struct frame *frame = search->frame;
	uint32_t end = begin + 1;

	while (end < frame->count && end < begin + LONGEST_RUN) {
		uint32_t joint;

		if (!is_adjacent(frame, end) || (frame->units[end].classes & (WORD_OPEN | WORD_CLOSE)))
			break;
		if (is_name_word(search, end, false)) {
			end++;
			continue;
		}
		joint = joint_length(search, end);
		if (joint == 0)
			break;
		end += joint + 1;
	}
	return end;
}

/* Is this word of a run one that stands before a person's name, not in it? */
static bool is_prefix(const struct unit *unit, bool is_first, bool is_after_given)
{
	if (unit->classes & (WORD_GIVEN | WORD_INITIAL))
		return false;
	if (is_after_given)
		return unit->classes & WORD_TITLE && !(unit->classes & WORD_INSTITUTION);
	return (unit->classes & (WORD_TITLE | WORD_ROLE | WORD_NOT_NAME)) ||
		(!(unit->classes & WORD_CAPITAL) && !(unit->classes & WORD_PARTICLE)) ||
		(!is_first && (unit->classes & (WORD_INSTITUTION | WORD_BODY)));
}

static void set_gender(struct mention *mention, uint64_t classes)
{
	bool is_male = classes & WORD_MALE, is_female = classes & WORD_FEMALE;

	if (is_male == is_female || mention->is_male || mention->is_female)
		return;
	mention->is_male = is_male;
	mention->is_female = is_female;
}

/* "Association of Flight Attendants", "South Korea": nothing of it is a title. */
static bool is_office_name(const struct frame *frame, const struct mention *mention)
{
	const struct unit *units = frame->units;

	if (mention->name_end == mention->begin + 2 && (units[mention->begin + 1].classes & WORD_PLACE) &&
		!(units[mention->begin].classes & (WORD_TITLE | WORD_GIVEN)))
		return true;
	for (uint32_t i = mention->begin + 1; i + 1 < mention->name_end; i++)
		if (!(units[i].classes & (WORD_CAPITAL | WORD_PARTICLE)) && !(units[i].gap & GAP_JOINED))
			return (units[i - 1].classes & WORD_INSTITUTION) &&
				!(units[i - 1].classes & WORD_TITLE);
	return false;
}

/* Parts a run into titles, name and suffix. */
static void split_run(const struct frame *frame, struct mention *mention)
{
	uint32_t last = mention->end - 1;

	mention->name = mention->begin;
	mention->name_end = mention->end;
	while (mention->name_end > mention->begin + 1 &&
		(frame->units[mention->name_end - 1].classes & WORD_SUFFIX))
		mention->name_end--;
	if (mention->name_end > mention->begin)
		last = mention->name_end - 1;
	if ((frame->units[last].classes & (WORD_INSTITUTION | WORD_BODY)) &&
		!(frame->units[last].classes & (WORD_GIVEN | WORD_TITLE)) && last > mention->begin &&
		!(frame->units[last - 1].classes & WORD_TITLE))
		return; /* "American Bar Association" */
	if (is_office_name(frame, mention))
		return;
	for (uint32_t i = mention->begin; i < last; i++) {
		if ((frame->units[i + 1].gap & GAP_JOINED) && !(frame->units[i + 1].gap & GAP_POINT) &&
			!(frame->units[i].classes & WORD_TITLE))
			continue; /* part of a hyphenated name */
		if (!is_prefix(&frame->units[i], i == mention->name, i > mention->name &&
				(frame->units[mention->name].classes & (WORD_GIVEN | WORD_INITIAL))))
			continue;
		mention->name = i + 1;
		if (frame->units[i].classes & WORD_TITLE) {
			mention->has_title = true;
			set_gender(mention, frame->units[i].classes);
			mention->is_sex_titled = mention->is_male || mention->is_female;
		}
	}
	/* "die Wirtin Klara Vogt" */
	if (frame->language == LANGUAGE_GERMAN && last >= mention->name + 2 && mention->begin > 0 &&
		mention->name == mention->begin && !(frame->units[mention->begin].gap & GAP_SEPARATES) &&
		(frame->units[mention->begin - 1].classes & (WORD_DETERMINER | WORD_POSSESSIVE)) &&
		!(frame->units[mention->begin].classes & WORD_GIVEN))
		mention->name++;
	/* "Recorder Helen Purcell": a word of unknown kind before a given name. */
	if (!(frame->units[mention->name].classes & (WORD_GIVEN | WORD_INITIAL | WORD_PARTICLE)))
		for (uint32_t i = mention->name + 1; i < last; i++)
			if ((frame->units[i].classes & WORD_GIVEN) && !(frame->units[i].gap & GAP_JOINED)) {
				mention->name = i;
				break;
			}
	while (mention->name < last && !(frame->units[mention->name].classes & WORD_CAPITAL) &&
		!(frame->units[mention->name].classes & WORD_PARTICLE))
		mention->name++;
}

static enum mention_kind kind_of_single(const struct unit *unit, bool has_title)
{
	if (has_title)
		return MENTION_PERSON;
	if (unit->classes & (WORD_PLACE | WORD_NOT_NAME) && !(unit->classes & WORD_GIVEN))
		return MENTION_PLACE;
	if (unit->classes & (WORD_ALL_CAPITALS | WORD_INITIAL))
		return MENTION_ORGANISATION;
	if ((unit->classes & (WORD_INSTITUTION | WORD_BODY)) && !(unit->classes & WORD_GIVEN))
		return MENTION_ORGANISATION;
	return MENTION_SINGLE;
}

/* Words of the name, those joined by hyphens being one. */
static uint32_t part_count(const struct frame *frame, const struct mention *mention)
{
	uint32_t count = 1;

	for (uint32_t i = mention->name + 1; i < mention->name_end; i++)
		count += !(frame->units[i].gap & GAP_JOINED) || (frame->units[i].gap & GAP_POINT);
	return count;
}

/* "Diane Black", "Oliver North": no demonym behind the given name. */
static bool is_colour_name(const struct unit *given, const struct unit *last)
{
	return !(given->classes & WORD_PLACE) &&
		(last->classes & (WORD_NOT_NAME | WORD_INSTITUTION | WORD_BODY | WORD_LETTERS_S |
			WORD_PLACE)) == WORD_NOT_NAME;
}

static enum mention_kind kind_of(const struct frame *frame, const struct mention *mention)
{
	const struct unit *units = frame->units;
	const struct unit *last = &units[mention->name_end - 1];
	static const uint64_t other = WORD_INSTITUTION | WORD_BODY | WORD_NOT_NAME;

	if (mention->parts == 1)
		return kind_of_single(last, mention->has_title);
	if ((units[mention->name].classes & WORD_GIVEN) &&
		!(last->classes & other && !(last->classes & WORD_GIVEN) && !mention->has_title &&
			!is_colour_name(&units[mention->name], last)))
		return MENTION_PERSON;
	if ((last->classes & (WORD_INSTITUTION | WORD_BODY)) || is_office_name(frame, mention))
		return MENTION_ORGANISATION;
	if (mention->has_title)
		return MENTION_PERSON;
	for (uint32_t i = mention->name + 1; i < mention->name_end; i++)
		if (units[i].classes & other)
			return MENTION_ORGANISATION;
	return mention->parts <= 4 ? MENTION_NAME : MENTION_ORGANISATION;
}

/* "to Ms. Lee", "of the former senator Lee": governed by a preposition. */
static bool is_governed(const struct frame *frame, uint32_t unit)
{
	static const uint64_t modifier = WORD_DETERMINER | WORD_POSSESSIVE | WORD_ROLE |
		WORD_TITLE | WORD_NOT_NAME | WORD_BODY | WORD_TIME | WORD_GENITIVE;

	for (unsigned i = 0; i < 6 && unit > 0; i++, unit--) {
		const struct unit *before = &frame->units[unit - 1];

		if (frame->units[unit].gap & (GAP_COMMA | GAP_STOP | GAP_DASH | GAP_COLON))
			return false;
		if (before->classes & WORD_PREPOSITION)
			return true;
		if (!(before->classes & modifier))
			return false;
	}
	return false;
}

static bool is_before_verb(const struct frame *frame, uint32_t unit)
{
	for (unsigned i = 0; i < 4 && unit < frame->count; i++, unit++) {
		uint64_t classes = frame->units[unit].classes;

		if (frame->units[unit].gap & ~(unsigned)GAP_JOINED)
			return false;
		if (classes & (WORD_BE | WORD_AUXILIARY | WORD_CUE | WORD_LETTERS_ED))
			return !(classes & WORD_ING) || (classes & WORD_FINITE);
		if (!(classes & WORD_ADVERB))
			return false;
	}
	return false;
}

/* "said X", "said the lawyer X", "noted NBC's X". */
static bool is_after_verb(const struct frame *frame, uint32_t unit)
{
	static const uint64_t modifier = WORD_DETERMINER | WORD_ROLE | WORD_TITLE | WORD_NOT_NAME |
		WORD_BODY | WORD_GENITIVE | WORD_CAPITAL;

	for (unsigned n = 0; n < 6 && unit > 0; n++, unit--) {
		uint64_t classes = frame->units[unit - 1].classes;

		if (frame->units[unit].gap & ~(unsigned)GAP_JOINED)
			return false;
		if ((classes & WORD_SAY) && (classes & (WORD_PAST | WORD_PRESENT)))
			return true;
		if (!(classes & modifier))
			return false;
	}
	return false;
}

static bool is_first_of_sentence(const struct search *search, uint32_t unit)
{
	const struct mention_list *list = search->list;
	const struct mention *last = list->count ? &list->mentions[list->count - 1] : NULL;

	if (unit > search->frame->sentences[search->sentence].begin + 3 &&
		!(search->frame->units[unit].gap & GAP_COMMA))
		return false;

	if (!last || last->sentence != search->sentence || last->is_inside)
		return true;
	/* "The former Ohio governor Clara Dunmore" */
	return last->kind == MENTION_PLACE && unit <= last->end + 3;
}

static void add_mention(struct search *search, const struct mention *mention)
{
	struct mention_list *list = search->list;
	struct frame *frame = search->frame;
	struct mention *added;

	if (list->count == list->capacity)
		list->mentions = memory_grow(
			list->mentions, &list->capacity, list->count + 1, sizeof(*list->mentions));
	added = &list->mentions[list->count];
	*added = *mention;
	added->sentence = search->sentence;
	added->entity = NO_ENTITY;
	added->is_inside = search->is_inside;
	added->is_headline = search->is_headline;
	added->is_subject = !mention->is_genitive && !search->is_inside &&
		!is_governed(frame, mention->begin) &&
		(is_first_of_sentence(search, mention->begin) || is_before_verb(frame, mention->end) ||
			is_after_verb(frame, mention->begin));
	for (uint32_t i = mention->begin; i < mention->end; i++)
		frame->units[i].mention = (uint32_t)list->count;
	list->count++;
}

/* German writes every noun with a capital: behind an article or an adjective it is one. */
static bool is_common_noun(const struct frame *frame, uint32_t unit)
{
	const struct unit *before = unit > 0 ? &frame->units[unit - 1] : NULL;

	if (!before || (frame->units[unit].gap & ~(unsigned)GAP_JOINED))
		return false;
	return (before->classes & (WORD_DETERMINER | WORD_POSSESSIVE | WORD_PREPOSITION)) ||
		!(before->classes & (WORD_IN_TABLE | WORD_CAPITAL | WORD_OPEN | WORD_CLOSE));
}

/* "Director of the National Trust": a post, and nobody's name. */
static bool is_post(const struct frame *frame, const struct mention *mention)
{
	const struct unit *units = frame->units;

	return mention->end > mention->begin + 2 && (units[mention->begin].classes & WORD_TITLE) &&
		!(units[mention->begin + 1].classes & (WORD_CAPITAL | WORD_PARTICLE)) &&
		(units[mention->end - 1].classes & (WORD_INSTITUTION | WORD_BODY));
}

/* The mention that begins with the run at `begin`; returns where to go on. */
static uint32_t take_run(struct search *search, uint32_t begin)
{
	const struct frame *frame = search->frame;
	struct mention mention = {.begin = begin, .end = run_end(search, begin)};
	const struct unit *last;

	split_run(frame, &mention);
	if (is_post(frame, &mention))
		return mention.end;
	last = &frame->units[mention.name_end - 1];
	mention.parts = (uint8_t)part_count(frame, &mention);
	if (mention.name_end - mention.name == 1 && !(last->classes & (WORD_GIVEN | WORD_PLACE)) &&
		!(mention.has_title && !(last->classes & WORD_NOT_NAME)) &&
		(last->classes & (WORD_TITLE | WORD_INITIAL | WORD_TIME | small_word)))
		return mention.end; /* "Senator", "Monday": no name */
	mention.kind = (uint8_t)kind_of(frame, &mention);
	if (mention.parts == 1 && frame->language == LANGUAGE_GERMAN && is_common_noun(frame, begin)) {
		if (last->classes & (WORD_BODY | WORD_ROLE | WORD_GROUP))
			return mention.end; /* "das Ministerium" */
		if (mention.kind == MENTION_SINGLE)
			mention.kind = MENTION_PLACE;
	}
	mention.is_genitive = (frame->units[mention.end - 1].classes & WORD_GENITIVE) ||
		(mention.end < frame->count && (frame->units[mention.end].gap & GAP_GENITIVE));
	if (mention.kind == MENTION_PERSON && mention.parts > 1)
		set_gender(&mention, frame->units[mention.name].classes);
	if (begin > 0 && !(frame->units[begin].gap & ~(unsigned)GAP_JOINED) &&
		(frame->units[begin - 1].classes & WORD_ROLE) && mention.kind != MENTION_ORGANISATION)
		set_gender(&mention, frame->units[begin - 1].classes);
	add_mention(search, &mention);
	return mention.end;
}

static void take_pronoun(struct search *search, uint32_t unit)
{
	struct mention mention = {.begin = unit, .end = unit + 1, .name = unit,
		.name_end = unit + 1, .kind = MENTION_PRONOUN};
	uint64_t classes = search->frame->units[unit].classes;

	mention.is_genitive = classes & WORD_POSSESSIVE;
	set_gender(&mention, classes);
	add_mention(search, &mention);
	search->list->mentions[search->list->count - 1].is_subject =
		(classes & (WORD_HE | WORD_SHE)) != 0;
}

/* A capital, or "von" before one where such words are no prepositions. */
static bool begins_name(const struct search *search, uint32_t unit)
{
	const struct frame *frame = search->frame;
	uint64_t classes = frame->units[unit].classes;

	if (classes & WORD_CAPITAL)
		return is_name_word(search, unit, true);
	return (classes & WORD_PARTICLE) && !(classes & small_word) && unit + 1 < frame->count &&
		is_adjacent(frame, unit + 1) &&
		(is_name_word(search, unit + 1, false) || joint_length(search, unit + 1) > 0);
}

/* Nearly every word that is not small begins with a capital, so that names cannot be told. */
static bool is_headline(const struct frame *frame, struct sentence_units units)
{
	uint32_t size = units.end - units.begin;
	unsigned words = 0, capitals = 0;

	if (frame->language == LANGUAGE_GERMAN)
		return false; /* every noun has one */
	if (size > LONGEST_HEADLINE)
		size = LONGEST_HEADLINE;
	for (uint32_t i = units.begin; i < units.begin + size; i++) {
		uint64_t classes = frame->units[i].classes;

		if (classes & (WORD_OPEN | WORD_CLOSE | WORD_DIGITS | small_word))
			continue;
		words++;
		capitals += (classes & WORD_CAPITAL) != 0;
		if ((words - capitals) * 5 > size)
			return false;
	}
	return words >= SHORTEST_HEADLINE && capitals * 10 >= words * 8;
}

/* `candidate`: the first of the sentence. One with too few for a headline, as nearly all have, is
 * not looked through. */
static void enter_sentence(struct search *search, uint32_t sentence, size_t candidate)
{
	struct frame *frame = search->frame;
	struct sentence_units *units = &frame->sentences[sentence];
	size_t size = units->end - units->begin;
	size_t fewest = size < LONGEST_HEADLINE ? size / 3 : LONGEST_HEADLINE / 3;
	size_t last = candidate + (fewest < FEWEST_CAPITALS ? FEWEST_CAPITALS : fewest) - 1;

	units->is_headline = last < frame->candidate_count &&
		frame->candidates[last] < units->end && is_headline(frame, *units);
	search->sentence = sentence;
	search->is_headline = units->is_headline;
	search->sentence_end = sentence + 1 < frame->sentence_count ? units->end : UINT32_MAX;
}

/* Returns the unit to go on with. */
static uint32_t take_candidate(struct search *search, uint32_t unit)
{
	uint64_t classes = search->frame->units[unit].classes;

	if (classes & (WORD_OPEN | WORD_CLOSE))
		search->is_inside = classes & WORD_OPEN;
	if (begins_name(search, unit))
		return take_run(search, unit);
	if ((classes & (WORD_MALE | WORD_FEMALE)) && !search->is_inside &&
		(classes & (WORD_HE | WORD_SHE | WORD_OBJECT | WORD_POSSESSIVE)))
		take_pronoun(search, unit);
	return unit + 1;
}

void mention_list_find(struct mention_list *list, struct frame *frame)
{
	struct search search = {.list = list, .frame = frame};
	uint32_t next = 0; /* unit */

	list->count = 0;
	if (frame->sentence_count)
		enter_sentence(&search, 0, 0);
	for (size_t i = 0; i < frame->candidate_count; i++) {
		uint32_t unit = frame->candidates[i];

		while (unit >= search.sentence_end)
			enter_sentence(&search, search.sentence + 1, i);
		if (unit >= next)
			next = take_candidate(&search, unit);
	}
}

void mention_list_clear(struct mention_list *list)
{
	memory_free(list->mentions);
	*list = (struct mention_list){0};
}
