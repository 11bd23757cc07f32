/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/frame.h"

#include <string.h>

#include "base/memory.h"
#include "text/utf8.h"

/* Words ahead of the build whose knowledge is on its way from memory. */
#define EXPECTED_AHEAD 12

/* Where the build stands. */
struct builder {
	struct frame *frame;
	const struct quote_list *quotes;
	size_t position; /* bytes read */
	size_t line;     /* where the line at hand begins */
	size_t piece;    /* the next to open, or the one that is open */
	unsigned gap;    /* seen since the last unit */
	bool is_open;    /* inside a piece */
	bool has_point;  /* the gap has a mark that may end a sentence */
	bool has_space;
};

static void read_gap_byte(struct builder *builder, unsigned char byte)
{
	switch (byte) {
	case ' ':
	case '\t':
	case '\r':
		builder->has_space = true;
		break;
	case ',':
		builder->gap |= GAP_COMMA;
		break;
	case '.':
		builder->gap |= GAP_POINT;
		builder->has_point = true;
		break;
	case '!':
	case '?':
		builder->has_point = true;
		break;
	case ':':
		builder->gap |= GAP_COLON;
		break;
	case ';':
		builder->gap |= GAP_SEMICOLON;
		break;
	case '(':
	case '[':
		builder->gap |= GAP_BRACKET;
		break;
	case ')':
	case ']':
		builder->gap |= GAP_BRACKET_END;
		break;
	case '\'':
		if (!builder->has_space)
			builder->gap |= GAP_GENITIVE;
		break;
	}
}

static void read_gap_wide(struct builder *builder, const unsigned char *bytes)
{
	if (bytes[0] == 0xc2) {
		builder->has_space |= bytes[1] == 0xa0;
		return;
	}
	if (bytes[1] != 0x80)
		return;
	if (bytes[2] == 0x93 || bytes[2] == 0x94 || bytes[2] == 0x95)
		builder->gap |= GAP_DASH;
	else if (bytes[2] == 0xa6)
		builder->has_point = true;
	else if (bytes[2] == 0x99 && !builder->has_space)
		builder->gap |= GAP_GENITIVE;
	else if (bytes[2] <= 0x8a || bytes[2] == 0xaf)
		builder->has_space = true;
}

/* Reads the bytes up to `end`, which belong to no word. */
static void read_gap(struct builder *builder, size_t end)
{
	struct slice text = builder->frame->text;

	for (size_t i = builder->position; i < end; i++) {
		unsigned char byte = (unsigned char)text.data[i];
		bool is_dash = byte == '-' && i > 0 && i + 1 < text.size &&
			((text.data[i - 1] == ' ' && text.data[i + 1] == ' ') ||
				text.data[i - 1] == '\n' || text.data[i + 1] == '-');

		if (byte == '\n') {
			builder->has_space = true;
			if (quote_paragraph_ends(text, builder->line, i))
				builder->gap |= GAP_PARAGRAPH | GAP_STOP;
			builder->line = i + 1;
		} else if (is_dash) {
			builder->gap |= GAP_DASH;
		} else if ((byte == 0xc2 && i + 1 < end) || (byte == 0xe2 && i + 2 < end)) {
			read_gap_wide(builder, (const unsigned char *)text.data + i);
		} else {
			read_gap_byte(builder, byte);
		}
	}
	if (end > builder->position)
		builder->position = end;
}

/* "Mr. Reed", "J. Smith", "U.S. troops": this point ends no sentence. */
static bool is_abbreviation(const struct frame *frame, const struct unit *unit, uint64_t next)
{
	static const uint64_t begins_sentence = WORD_DETERMINER | WORD_SUBJECT_PRONOUN |
		WORD_PREPOSITION | WORD_CONJUNCTION | WORD_CLAUSE | WORD_ADVERB;
	struct slice word = span_of(frame->text, frame->tokens[unit->token].span);
	size_t point;

	if (unit->classes & WORD_SUFFIX)
		return !(next & begins_sentence);
	if (unit->classes & WORD_ABBREVIATION)
		return (unit->classes & WORD_CAPITAL) &&
			((unit->classes & WORD_TITLE) || !(next & begins_sentence));
	if ((unit->classes & WORD_INITIAL) && !(unit->classes & WORD_SELF))
		return true;
	return slice_find_byte(word, '.', 0, &point) && !(next & begins_sentence);
}

static bool begins_upper(struct slice text, size_t position)
{
	unsigned char byte;

	while (position < text.size && strchr(" \"'([", text.data[position]))
		position++;
	byte = position < text.size ? (unsigned char)text.data[position] : 'A';
	return !(byte >= 'a' && byte <= 'z');
}

static unsigned finish_gap(struct builder *builder, bool is_upper, uint64_t next)
{
	struct frame *frame = builder->frame;
	const struct unit *last = frame->count ? &frame->units[frame->count - 1] : NULL;
	unsigned gap = builder->gap;

	if (!builder->has_space)
		gap |= GAP_JOINED;
	if (builder->has_point && builder->has_space && is_upper && !(gap & GAP_COMMA) &&
		!(last && (gap & GAP_POINT) && !(last->classes & WORD_CLOSE) &&
			is_abbreviation(frame, last, next)))
		gap |= GAP_STOP;
	if ((gap & GAP_INNER) && (gap & (GAP_POINT | GAP_ASK)) && builder->has_space) {
		if (is_upper)
			gap |= GAP_STOP;
		else
			gap |= GAP_COMMA;
	}
	if (!last)
		gap |= GAP_STOP | GAP_PARAGRAPH;
	builder->gap = 0;
	builder->has_point = builder->has_space = false;
	return gap;
}

static struct unit *add_unit(struct builder *builder, unsigned gap)
{
	struct frame *frame = builder->frame;

	if (frame->count == frame->capacity)
		frame->units = memory_grow(frame->units, &frame->capacity, frame->count + 1,
			sizeof(*frame->units));
	frame->units[frame->count] =
		(struct unit){.gap = (uint16_t)gap, .mention = NO_UNIT};
	return &frame->units[frame->count++];
}

static void begin_sentence(struct frame *frame, uint32_t unit)
{
	if (frame->sentence_count)
		frame->sentences[frame->sentence_count - 1].end = unit;
	if (frame->sentence_count == frame->sentence_capacity)
		frame->sentences = memory_grow(frame->sentences, &frame->sentence_capacity,
			frame->sentence_count + 1, sizeof(*frame->sentences));
	frame->sentences[frame->sentence_count++] = (struct sentence_units){unit, unit};
}

static void open_piece(struct builder *builder, uint32_t token)
{
	struct frame *frame = builder->frame;
	const struct quote_piece *piece = &builder->quotes->pieces[builder->piece];
	unsigned gap;
	struct unit *unit;
	struct frame_piece *place;

	read_gap(builder, piece->outer.begin);
	builder->has_space = true; /* a mark parts words as white space does */
	/* "..., of Jacksonville, Fla. "It ..." A quotation seldom begins amid a name. */
	gap = finish_gap(builder, begins_upper(frame->text, piece->inner.begin), WORD_DETERMINER);
	unit = add_unit(builder, gap);
	unit->classes = WORD_OPEN;
	unit->token = (uint32_t)builder->piece;
	if (gap & GAP_STOP)
		begin_sentence(frame, (uint32_t)(frame->count - 1));
	frame->pieces = memory_grow(frame->pieces, &frame->piece_capacity,
		frame->piece_count + 1, sizeof(*frame->pieces));
	place = &frame->pieces[frame->piece_count++];
	*place = (struct frame_piece){.open = (uint32_t)(frame->count - 1),
		.sentence = (uint32_t)(frame->sentence_count - 1), .first_token = token};
	builder->position = piece->inner.begin;
	builder->is_open = true;
}

/* What the piece ends with counts for the gap after it. */
static unsigned inner_end(struct slice text, const struct quote_piece *piece)
{
	size_t end = piece->inner.end;
	unsigned size;

	while (end > piece->inner.begin) {
		uint32_t last = utf8_decode_before(text, end, &size);

		if (last == ',')
			return GAP_INNER | GAP_COMMA;
		if (last == '.' && end >= 2 && text.data[end - 2] == '.')
			return GAP_INNER | GAP_ASK;
		if (last == '.')
			return GAP_INNER | GAP_POINT;
		if (last == '?' || last == '!' || last == 0x2026 || last == 0x2014 ||
			last == 0x2013 || last == '-')
			return GAP_INNER | GAP_ASK;
		if (last != '\'' && last != '"' && last != 0x2019 && last != 0x201d && last != ' ')
			return 0;
		end -= size;
	}
	return 0;
}

static void close_piece(struct builder *builder, uint32_t token)
{
	struct frame *frame = builder->frame;
	const struct quote_piece *piece = &builder->quotes->pieces[builder->piece];
	struct frame_piece *place = &frame->pieces[frame->piece_count - 1];
	struct unit *unit;

	read_gap(builder, piece->inner.end);
	unit = add_unit(builder, finish_gap(builder, false, 0) & ~(unsigned)(GAP_STOP | GAP_PARAGRAPH));
	unit->classes = WORD_CLOSE;
	unit->token = (uint32_t)builder->piece;
	unit->root = place->open;
	place->close = (uint32_t)(frame->count - 1);
	place->end_token = token;
	frame->units[place->open].root = place->close;
	builder->position = piece->outer.end;
	builder->gap = inner_end(frame->text, piece);
	builder->is_open = false;
	builder->piece++;
}

/* Opens and closes the pieces whose marks stand before `position`. */
static void pass_marks(struct builder *builder, size_t position, uint32_t token)
{
	const struct quote_list *quotes = builder->quotes;

	while (builder->piece < quotes->count) {
		const struct quote_piece *piece = &quotes->pieces[builder->piece];

		if (!builder->is_open) {
			if (piece->outer.begin >= position)
				return;
			open_piece(builder, token);
		}
		if (piece->inner.end > position)
			return;
		close_piece(builder, token);
	}
}

/* The words of a title come without lexemes. */
static struct word_knowledge know_token(struct vocabulary *vocabulary, struct slice text,
	const struct token *token, enum language language)
{
	return token->lexeme ? vocabulary_of_lexeme(vocabulary, language, token->lexeme) :
		vocabulary_know_written(vocabulary, language, span_of(text, token->span));
}

void frame_build(
	struct frame *frame, struct vocabulary *vocabulary, const struct frame_text *source)
{
	struct builder builder = {.frame = frame, .quotes = source->quotes};
	const struct token_list *tokens = source->tokens;
	struct slice text = source->text;

	frame->text = text;
	frame->language = source->language;
	frame->tokens = tokens->tokens;
	frame->count = frame->piece_count = frame->sentence_count = 0;
	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->tokens[i];
		struct word_knowledge word;
		struct unit *unit;
		unsigned gap;

		if (i + EXPECTED_AHEAD < tokens->count)
			vocabulary_expect(vocabulary, source->language,
				tokens->tokens[i + EXPECTED_AHEAD].lexeme);
		word = know_token(vocabulary, text, token, source->language);

		pass_marks(&builder, token->span.begin, (uint32_t)i);
		read_gap(&builder, token->span.begin);
		gap = finish_gap(&builder, !(text.data[token->span.begin] >= 'a' &&
			text.data[token->span.begin] <= 'z'), word.classes);
		unit = add_unit(&builder, gap);
		unit->classes = word.classes;
		unit->root = word.root;
		unit->token = (uint32_t)i;
		if ((gap & GAP_STOP) && (!builder.is_open || frame->sentence_count == 0))
			begin_sentence(frame, (uint32_t)(frame->count - 1));
		builder.position = token->span.end;
	}
	pass_marks(&builder, text.size + 1, (uint32_t)tokens->count);
	if (frame->sentence_count)
		frame->sentences[frame->sentence_count - 1].end = (uint32_t)frame->count;
}

static struct span unit_span(const struct frame *frame, uint32_t unit)
{
	return frame->tokens[frame->units[unit].token].span;
}

struct span frame_span(const struct frame *frame, uint32_t begin, uint32_t end)
{
	while (begin < end && (frame->units[begin].classes & (WORD_OPEN | WORD_CLOSE)))
		begin++;
	while (end > begin && (frame->units[end - 1].classes & (WORD_OPEN | WORD_CLOSE)))
		end--;
	if (begin >= end)
		return (struct span){0, 0};
	return (struct span){unit_span(frame, begin).begin, unit_span(frame, end - 1).end};
}

void frame_clear(struct frame *frame)
{
	memory_free(frame->units);
	memory_free(frame->pieces);
	memory_free(frame->sentences);
	*frame = (struct frame){0};
}
