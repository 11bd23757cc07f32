/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/quotation.h"

#include <string.h>

#include "base/memory.h"
#include "text/attribution.h"
#include "text/entity.h"
#include "text/frame.h"
#include "text/person_name.h"
#include "text/quote_mark.h"
#include "text/vocabulary.h"

enum {
	SHORT_PIECE = 8, /* words; shorter ones that nobody says are titles or scare quotes */
};

struct quotation_finder {
	struct vocabulary *vocabulary;
	struct quote_list quotes;
	struct frame frame, title_frame;
	struct token_list title_tokens;
	struct mention_list mentions;
	struct entity_table entities;
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
	memory_free(finder->title_tokens.tokens);
	mention_list_clear(&finder->mentions);
	entity_table_clear(&finder->entities);
	memory_free(finder);
}

/* The title comes as bytes only; its words are few. */
static void cut_title(struct quotation_finder *finder, struct slice title)
{
	struct token_list *list = &finder->title_tokens;
	struct word_cursor cursor = {.text = title};
	enum word_kind kind;
	struct span span;

	list->count = 0;
	while (word_next(&cursor, &span, &kind)) {
		list->tokens = memory_grow(
			list->tokens, &list->capacity, list->count + 1, sizeof(*list->tokens));
		list->tokens[list->count++] = (struct token){.span = span};
	}
}

/* Names of the title make entities; what the title says of them is not looked at. */
static void find_names(struct quotation_finder *finder, struct arena *arena)
{
	size_t roots = vocabulary_root_limit(finder->vocabulary);

	entity_table_begin(&finder->entities, roots);
	mention_list_find(&finder->mentions, &finder->title_frame, roots);
	entity_table_add(&finder->entities, &finder->title_frame, &finder->mentions, arena);
	mention_list_find(&finder->mentions, &finder->frame, roots);
	entity_table_add(&finder->entities, &finder->frame, &finder->mentions, arena);
	entity_table_resolve(&finder->entities, &finder->frame, &finder->mentions, arena);
}

/* The attribution of the pieces, one after another: what the last one was said by counts. */
struct reading {
	struct scene scene;
	const struct quote_list *quotes;
	struct attribution last; /* of the last piece that had one */
	uint32_t last_piece;
	bool has_last;
};

static bool begins_upper(struct slice text, const struct quote_piece *piece)
{
	unsigned char first = (unsigned char)text.data[piece->inner.begin];

	return !(first >= 'a' && first <= 'z');
}

static bool same_paragraph(const struct frame *frame, uint32_t earlier, uint32_t later)
{
	uint32_t unit = frame->pieces[later].open;

	for (unsigned n = 0; n < 200; n++) {
		uint32_t before;

		if (frame->units[unit].gap & GAP_PARAGRAPH)
			return false;
		before = frame_before(frame, unit);
		if (before == NO_UNIT || before <= frame->pieces[earlier].open)
			return true;
		unit = before;
	}
	return false;
}

static bool continues(const struct reading *reading, uint32_t piece, bool is_direct,
	struct attribution *found)
{
	const struct frame *frame = reading->scene.frame;
	bool is_paragraph = frame->units[frame->pieces[piece].open].gap & GAP_PARAGRAPH;

	if (!reading->has_last || reading->last_piece + 1 != piece)
		return false;
	if (!reading->quotes->pieces[piece].is_continuing && !is_direct)
		return false;
	if (!reading->quotes->pieces[piece].is_continuing && !is_paragraph &&
		!same_paragraph(frame, reading->last_piece, piece))
		return false;
	*found = reading->last;
	found->score = reading->quotes->pieces[piece].is_continuing ? 0.9F : 0.6F;
	return true;
}

static bool attribute(const struct reading *reading, uint32_t piece, bool is_direct,
	struct attribution *found)
{
	const struct scene *scene = &reading->scene;
	struct attribution after, before;
	bool has_after = attribution_after(scene, piece, &after);
	bool has_before = attribution_before(scene, piece, &before);

	if (has_after && (!has_before || is_direct || after.score > before.score + 0.05F)) {
		*found = after;
		return true;
	}
	if (has_before) {
		*found = before;
		return true;
	}
	if (continues(reading, piece, is_direct, found))
		return true;
	return is_direct && attribution_by_last_sentence(scene, piece, found);
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
	uint32_t open_mark)
{
	if (!found->has_colon)
		return frame_span(frame, found->cue_begin, found->cue_end);
	for (uint32_t i = open_mark; i > 0 && i + 8 > open_mark; i--)
		if (frame->text.data[i - 1] == ':')
			return (struct span){i - 1, i};
	return (struct span){0, 0};
}

static void fill(const struct quotation_finder *finder, const struct attribution *found,
	uint32_t open_mark, struct quotation *quotation)
{
	const struct frame *frame = &finder->frame;
	uint32_t mention = found->speaker.mention;

	quotation->speaker = frame_span(frame, found->speaker.begin, found->speaker.end);
	quotation->cue = cue_of(frame, found, open_mark);
	quotation->score = found->score;
	quotation->is_attributed = true;
	if (mention != NO_UNIT && finder->mentions.mentions[mention].entity != NO_ENTITY)
		quotation->entity =
			finder->entities.entities[finder->mentions.mentions[mention].entity].name;
}

static struct quotation_list read_pieces(struct quotation_finder *finder, struct arena *arena)
{
	const struct frame *frame = &finder->frame;
	struct quotation *quotations = arena_allocate_array(
		arena, frame->piece_count ? frame->piece_count : 1, sizeof(*quotations));
	struct reading reading = {.scene = {frame, &finder->mentions}, .quotes = &finder->quotes};
	size_t count = 0;

	for (uint32_t i = 0; i < frame->piece_count; i++) {
		const struct quote_piece *piece = &finder->quotes.pieces[i];
		const struct frame_piece *place = &frame->pieces[i];
		struct attribution found = {0};
		struct quotation *quotation = &quotations[count];
		bool is_upper = begins_upper(frame->text, piece);
		bool is_direct = is_upper && (frame->units[place->open].gap &
			(GAP_STOP | GAP_COMMA | GAP_COLON));

		if (attribute(&reading, i, is_direct, &found)) {
			reading.last = found;
			reading.last_piece = i;
			reading.has_last = true;
		} else if (place->end_token - place->first_token < SHORT_PIECE) {
			continue;
		}
		*quotation = (struct quotation){.span = piece->inner, .outer = piece->outer,
			.sentence = sentence_of(frame, &finder->quotes, i),
			.first_token = place->first_token, .end_token = place->end_token,
			.is_direct = is_direct};
		if (found.score > 0)
			fill(finder, &found, piece->outer.begin, quotation);
		count++;
	}
	return (struct quotation_list){quotations, count};
}

struct quotation_list quotation_find(struct quotation_finder *finder, struct slice title,
	struct slice body, const struct token_list *tokens, enum language language,
	unsigned generation, struct arena *arena)
{
	static const struct quote_list no_quotes;

	quote_list_find(&finder->quotes, body);
	if (finder->quotes.count == 0)
		return (struct quotation_list){NULL, 0};
	vocabulary_begin(finder->vocabulary, language, generation);
	cut_title(finder, title);
	frame_build(&finder->title_frame, finder->vocabulary, title, &finder->title_tokens,
		&no_quotes, language);
	frame_build(&finder->frame, finder->vocabulary, body, tokens, &finder->quotes, language);
	find_names(finder, arena);
	return read_pieces(finder, arena);
}
