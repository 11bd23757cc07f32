/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/quotation.h"

#include <string.h>

#include "base/memory.h"
#include "text/attribution.h"
#include "text/entity.h"
#include "text/frame.h"
#include "text/label.h"
#include "text/person_name.h"
#include "text/quote_mark.h"
#include "text/vocabulary.h"

enum {
	SHORT_PIECE = 8, /* words; shorter ones that nobody says are titles or scare quotes */
	LONGEST_TAIL = 6, /* units behind a noun that belong to it */
	LONGEST_PARAGRAPH = 300, /* units; nobody goes on speaking over more */
};

struct quotation_finder {
	struct vocabulary *vocabulary;
	struct quote_list quotes;
	struct frame frame, title_frame;
	struct mention_list mentions;
	struct entity_table entities;
	struct result *results; /* one for each piece */
	size_t result_capacity;
	uint64_t steps;
};

struct quotation_finder *quotation_finder_new(void)
{
	struct quotation_finder *finder = memory_allocate_array(1, sizeof(*finder));

	finder->vocabulary = vocabulary_new();
	return finder;
}

void quotation_finder_free(struct quotation_finder *finder)
{
	if (!finder)
		return;
	vocabulary_free(finder->vocabulary);
	quote_list_clear(&finder->quotes);
	frame_clear(&finder->frame);
	frame_clear(&finder->title_frame);
	mention_list_clear(&finder->mentions);
	entity_table_clear(&finder->entities);
	memory_free(finder->results);
	memory_free(finder);
}

/* Names of the title make entities; what the title says of them is not looked at. */
static void find_names(struct quotation_finder *finder, struct arena *arena)
{
	size_t roots = vocabulary_root_limit(finder->vocabulary, finder->frame.language);

	entity_table_begin(&finder->entities, roots);
	mention_list_find(&finder->mentions, &finder->title_frame);
	entity_table_add(&finder->entities, &finder->title_frame, &finder->mentions, arena);
	mention_list_find(&finder->mentions, &finder->frame);
	entity_table_add(&finder->entities, &finder->frame, &finder->mentions, arena);
	entity_table_resolve(&finder->entities, &finder->frame, &finder->mentions, arena);
}

/* How the attribution of a piece was found. */
enum source {
	SOURCE_NONE,
	SOURCE_GUESS,     /* the sentence before */
	SOURCE_NEAR,      /* goes on within the paragraph */
	SOURCE_LAST,      /* goes on with what the piece before it said */
	SOURCE_SENTENCE,  /* its own sentence */
};

struct result {
	struct attribution found;
	enum source source;
	bool is_direct;
	bool is_kept;     /* not a title or the like */
};

/* The attribution of the pieces, one after another: who said the last one counts. */
struct reading {
	struct scene scene;
	const struct quote_list *quotes;
	struct result *results; /* one for each piece */
	uint32_t last;          /* the last piece that was said by somebody, or NO_UNIT */
};

static bool begins_upper(struct slice text, const struct quote_piece *piece)
{
	unsigned char first = (unsigned char)text.data[piece->inner.begin];

	return !(first >= 'a' && first <= 'z');
}

/* Paragraphs that begin after the earlier piece, up to the later one; 2 for more. */
static unsigned paragraphs_between(const struct frame *frame, uint32_t earlier, uint32_t later)
{
	const struct frame_piece *from = &frame->pieces[earlier], *to = &frame->pieces[later];
	uint32_t count = to->paragraph - from->paragraph;

	return count > 2 || to->place - from->place > LONGEST_PARAGRAPH ? 2 : count;
}

static bool continues(const struct reading *reading, uint32_t piece, unsigned most_paragraphs,
	struct result *result)
{
	const struct frame *frame = reading->scene.frame;
	const struct result *last;
	bool is_continuing = reading->quotes->pieces[piece].is_continuing;

	if (reading->last == NO_UNIT || (!is_continuing && !result->is_direct))
		return false;
	if (!is_continuing && paragraphs_between(frame, reading->last, piece) > most_paragraphs)
		return false;
	last = &reading->results[reading->last];
	result->found = last->found;
	result->found.score = is_continuing ? 0.9F : 0.6F;
	result->source = SOURCE_LAST;
	return true;
}

/* "He warned, "...," as Reed told a paper": right before the marks. */
static bool leads_to(const struct scene *scene, uint32_t piece, const struct attribution *before)
{
	return !before->mark && before->score > 0.95F &&
		before->cue_end == scene->frame->pieces[piece].open &&
		(scene_unit(scene, before->cue_end)->gap & (GAP_COMMA | GAP_COLON));
}

static bool by_sentence(const struct reading *reading, uint32_t piece, struct result *result)
{
	const struct scene *scene = &reading->scene;
	struct attribution after, before, trailing;
	bool has_after = attribution_after(scene, piece, &after);
	bool has_before = attribution_before(scene, piece, &before);

	if (has_after &&
		(!has_before || after.score > before.score + 0.05F ||
			(result->is_direct && !leads_to(scene, piece, &before))))
		result->found = after;
	else if (attribution_trailing(scene, piece, &trailing) &&
		(!has_before || trailing.score > before.score))
		result->found = trailing;
	else if (has_before)
		result->found = before;
	else
		return false;
	result->source = SOURCE_SENTENCE;
	return true;
}

/* The sentence before the piece is that of the last quotation, or holds its cue. */
static bool is_after_last(const struct reading *reading, uint32_t piece)
{
	const struct frame *frame = reading->scene.frame;
	uint32_t sentence = frame->pieces[piece].sentence;

	if (reading->last == NO_UNIT || sentence == 0)
		return false;
	return frame->pieces[reading->last].sentence + 1 >= sentence ||
		reading->results[reading->last].found.cue_begin >=
			frame->sentences[sentence - 1].begin;
}

static uint32_t entity_of(const struct reading *reading, const struct attribution *found)
{
	uint32_t mention = found->speaker.mention;

	return mention == NO_UNIT || found->score <= 0 ? NO_ENTITY :
		reading->scene.mentions->mentions[mention].entity;
}

/* The sentence before goes on about the last speaker. */
static bool is_same_speaker(const struct reading *reading, const struct result *result)
{
	return reading->last != NO_UNIT && entity_of(reading, &result->found) != NO_ENTITY &&
		entity_of(reading, &result->found) ==
			entity_of(reading, &reading->results[reading->last].found);
}

static void attribute(const struct reading *reading, uint32_t piece, struct result *result)
{
	if (by_sentence(reading, piece, result))
		return;
	if (reading->quotes->pieces[piece].is_continuing && continues(reading, piece, 1, result))
		return;
	if (!result->is_direct)
		return;
	if (is_after_last(reading, piece) && continues(reading, piece, 0, result)) {
		result->source = SOURCE_NEAR;
		return;
	}
	if (attribution_by_last_sentence(&reading->scene, piece, &result->found)) {
		result->source = SOURCE_GUESS;
		if (is_same_speaker(reading, result))
			continues(reading, piece, 1, result);
		return;
	}
	continues(reading, piece, 1, result);
}

/* A quotation whose speaker is named only after its next part. */
static void attribute_backward(const struct reading *reading, uint32_t piece)
{
	struct result *result = &reading->results[piece];
	const struct result *next = &reading->results[piece + 1];

	if (result->source == SOURCE_SENTENCE || result->source == SOURCE_NEAR ||
		next->source != SOURCE_SENTENCE ||
		!reading->quotes->pieces[piece + 1].is_continuing)
		return;
	result->found = next->found;
	result->source = SOURCE_LAST;
}

static struct span sentence_of(const struct frame *frame, const struct quote_list *quotes,
	uint32_t piece)
{
	struct sentence_units units = frame->sentences[frame->pieces[piece].sentence];
	struct span span = frame_span(frame, units.begin, units.end);
	struct span outer = quotes->pieces[piece].outer;

	if (span.begin == span.end || span.begin > outer.begin)
		span.begin = outer.begin;
	if (span.end < outer.end)
		span.end = outer.end;
	return span;
}

static struct span cue_of(const struct frame *frame, const struct attribution *found,
	const struct quote_list *quotes)
{
	const struct unit *unit = &frame->units[found->mark];
	uint32_t end;

	if (!found->mark)
		return frame_span(frame, found->cue_begin, found->cue_end);
	end = unit->classes & WORD_OPEN ? quotes->pieces[unit->token].outer.begin :
					  frame->tokens[unit->token].span.begin;
	for (uint32_t i = end; i > 0 && i + 8 > end; i--) {
		if (frame->text.data[i - 1] == ':' || frame->text.data[i - 1] == '-')
			return (struct span){i - 1, i};
		if (i >= 3 && memcmp(frame->text.data + i - 3, "\xe2\x80", 2) == 0)
			return (struct span){i - 3, i};
	}
	return (struct span){0, 0};
}

/* Where the phrase ends with what belongs to it: "one of the workers". */
static uint32_t whole_end(const struct frame *frame, const struct noun_phrase *phrase)
{
	uint32_t end = phrase->end;

	if (end < frame->count && (frame->units[end].classes & WORD_PREPOSITION))
		while (end < frame->count && end < phrase->end + LONGEST_TAIL &&
			!(frame->units[end].gap & GAP_SEPARATES))
			end++;
	return end;
}

/* "the mayor's spokesman, Ivo Brandt, said" */
static uint32_t entity_of_apposition(
	const struct quotation_finder *finder, const struct noun_phrase *phrase)
{
	const struct frame *frame = &finder->frame;
	const struct unit *units = frame->units;
	uint32_t end = whole_end(frame, phrase);
	const struct mention *name;

	if (end >= frame->count || units[end].mention == NO_UNIT ||
		(units[end].gap & GAP_SEPARATES) != GAP_COMMA ||
		!(units[end - 1].classes & (WORD_ROLE | WORD_GROUP | WORD_LETTERS_S)))
		return NO_ENTITY;
	name = &finder->mentions.mentions[units[end].mention];
	if (name->kind == MENTION_PRONOUN || name->kind >= MENTION_ORGANISATION || name->is_genitive ||
		(name->end < frame->count && !(units[name->end].gap & (GAP_COMMA | GAP_STOP))))
		return NO_ENTITY;
	return name->entity;
}

/* "the secretary" is who was called so before; "the former Dutch minister", who must have
 * been named, is the one who spoke last. */
static uint32_t entity_of_role(const struct quotation_finder *finder,
	const struct noun_phrase *phrase, uint32_t last)
{
	const struct unit *units = finder->frame.units;
	uint32_t entity = entity_of_apposition(finder, phrase);
	bool is_known = false;

	if (entity != NO_ENTITY)
		return entity;
	if (!(units[phrase->begin].classes & WORD_DETERMINER) ||
		!(units[phrase->end - 1].classes & WORD_ROLE))
		return NO_ENTITY;
	entity = entity_table_by_title(&finder->entities, units[phrase->end - 1].root);
	if (entity != NO_ENTITY)
		return entity;
	for (uint32_t i = phrase->begin + 1; i < phrase->end; i++)
		is_known |= (units[i].classes & WORD_NOT_NAME) != 0;
	return is_known ? last : NO_ENTITY;
}

/* Returns the entity of the speaker; `last` is that of the quotation before. */
static uint32_t fill(const struct quotation_finder *finder, const struct attribution *found,
	uint32_t last, struct quotation *quotation)
{
	const struct frame *frame = &finder->frame;
	uint32_t mention = found->speaker.mention;

	quotation->speaker = frame_span(frame, found->speaker.begin, found->speaker.end);
	quotation->cue = cue_of(frame, found, &finder->quotes);
	quotation->score = found->score;
	quotation->is_attributed = true;
	uint32_t entity = NO_ENTITY;

	if (mention != NO_UNIT)
		entity = finder->mentions.mentions[mention].entity;
	else if (found->speaker.end > found->speaker.begin)
		entity = entity_of_role(finder, &found->speaker, last);
	if (entity != NO_ENTITY)
		quotation->entity = finder->entities.entities[entity].name;
	return entity;
}

/* A short piece counts only where somebody says it. */
static bool is_quotation(const struct reading *reading, uint32_t piece,
	const struct result *result)
{
	const struct frame_piece *place = &reading->scene.frame->pieces[piece];

	if (place->end_token - place->first_token >= SHORT_PIECE)
		return true;
	return result->source != SOURCE_NONE && !label_is(&reading->scene, piece, &result->found);
}

/* Returns how many pieces are quotations. */
static size_t attribute_all(struct quotation_finder *finder)
{
	const struct frame *frame = &finder->frame;
	struct result *results = finder->results;
	size_t kept = 0;
	struct reading reading = {{frame, &finder->mentions, &finder->steps},
		&finder->quotes, results, NO_UNIT};

	for (uint32_t i = 0; i < frame->piece_count; i++) {
		results[i].is_direct = begins_upper(frame->text, &finder->quotes.pieces[i]) &&
			(frame->units[frame->pieces[i].open].gap &
				(GAP_STOP | GAP_COMMA | GAP_COLON));
		attribute(&reading, i, &results[i]);
		results[i].is_kept = is_quotation(&reading, i, &results[i]);
		if (results[i].is_kept && results[i].source != SOURCE_NONE)
			reading.last = i;
	}
	for (uint32_t i = (uint32_t)frame->piece_count; i-- > 1;) {
		attribute_backward(&reading, i - 1);
		results[i - 1].is_kept = is_quotation(&reading, i - 1, &results[i - 1]);
	}
	for (uint32_t i = 0; i < frame->piece_count; i++)
		kept += results[i].is_kept;
	return kept;
}

static void begin_results(struct quotation_finder *finder)
{
	size_t count = finder->frame.piece_count;

	finder->results = memory_grow(
		finder->results, &finder->result_capacity, count, sizeof(*finder->results));
	memset(finder->results, 0, count * sizeof(*finder->results));
}

static struct quotation_list read_pieces(struct quotation_finder *finder, struct arena *arena)
{
	const struct frame *frame = &finder->frame;
	const struct result *results;
	struct quotation *quotations;
	size_t kept, count = 0;
	uint32_t last = NO_ENTITY;

	begin_results(finder);
	kept = attribute_all(finder);
	results = finder->results;
	quotations = arena_allocate(arena, kept * sizeof(*quotations));
	for (uint32_t i = 0; i < frame->piece_count; i++) {
		const struct quote_piece *piece = &finder->quotes.pieces[i];
		const struct frame_piece *place = &frame->pieces[i];
		struct quotation *quotation = &quotations[count];

		if (!results[i].is_kept)
			continue;
		*quotation = (struct quotation){.span = piece->inner, .outer = piece->outer,
			.sentence = sentence_of(frame, &finder->quotes, i),
			.first_token = place->first_token, .end_token = place->end_token,
			.is_direct = results[i].is_direct};
		if (results[i].source != SOURCE_NONE)
			last = fill(finder, &results[i].found, last, quotation);
		count++;
	}
	return (struct quotation_list){quotations, count};
}

struct quotation_list quotation_find(struct quotation_finder *finder,
	const struct quotation_text *text, struct arena *arena)
{
	static const struct quote_list no_quotes;

	quote_list_find(&finder->quotes, text->body);
	if (finder->quotes.count == 0)
		return (struct quotation_list){NULL, 0};
	frame_build(&finder->title_frame, finder->vocabulary, &(struct frame_text){text->title,
		text->lexicon, text->title_tokens, &no_quotes});
	frame_build(&finder->frame, finder->vocabulary, &(struct frame_text){text->body,
		text->lexicon, text->tokens, &finder->quotes});
	find_names(finder, arena);
	return read_pieces(finder, arena);
}

uint64_t quotation_finder_steps(const struct quotation_finder *finder)
{
	return finder->steps + finder->quotes.steps;
}
