/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/frame.h"

#include <string.h>

#include "base/memory.h"
#include "text/utf8.h"

/* Words ahead of the build for which what is known is on its way from memory. */
#define KNOWLEDGE_AHEAD 16

/* What a name, a pronoun or an end of a piece may begin with. */
static const uint64_t candidate = WORD_CAPITAL | WORD_PARTICLE | WORD_MALE | WORD_FEMALE |
	WORD_OPEN | WORD_CLOSE;

/* Where the build stands. */
struct builder {
	struct frame *frame;
	const struct quote_list *quotes;
	const struct word_knowledge *knowledge; /* by lexeme number */
	size_t position; /* bytes read */
	size_t line;     /* where the line at hand begins */
	size_t piece;    /* the next to open, or the one that is open */
	size_t next_end; /* words from here on stand behind the next end of a piece */
	uint32_t paragraphs; /* begun so far, outside pieces */
	uint32_t inside; /* units that stand within pieces so far, with one end of each */
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

	while (position < text.size && (text.data[position] == ' ' || text.data[position] == '"' ||
		text.data[position] == '\'' || text.data[position] == '(' || text.data[position] == '['))
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

/* There is room: frame_begin saw to it. */
static inline void add_unit(struct frame *frame, struct unit unit)
{
	frame->candidates[frame->candidate_count] = (uint32_t)frame->count;
	frame->candidate_count += (unit.classes & candidate) != 0;
	frame->units[frame->count++] = unit;
}

static void begin_sentence(struct frame *frame, uint32_t unit)
{
	if (frame->sentence_count)
		frame->sentences[frame->sentence_count - 1].end = unit;
	if (frame->sentence_count == frame->sentence_capacity)
		frame->sentences = memory_grow(frame->sentences, &frame->sentence_capacity,
			frame->sentence_count + 1, sizeof(*frame->sentences));
	frame->sentences[frame->sentence_count++] = (struct sentence_units){.begin = unit, .end = unit};
}

static void open_piece(struct builder *builder, uint32_t token)
{
	struct frame *frame = builder->frame;
	const struct quote_piece *piece = &builder->quotes->pieces[builder->piece];
	struct frame_piece *place;
	uint32_t unit = (uint32_t)frame->count;
	unsigned gap;

	read_gap(builder, piece->outer.begin);
	builder->has_space = true; /* a mark parts words as white space does */
	/* "..., of Jacksonville, Fla. "It ..." A quotation seldom begins amid a name. */
	gap = finish_gap(builder, begins_upper(frame->text, piece->inner.begin), WORD_DETERMINER);
	add_unit(frame, (struct unit){.classes = WORD_OPEN, .token = (uint32_t)builder->piece,
		.mention = NO_UNIT, .gap = (uint16_t)gap});
	if (gap & GAP_STOP)
		begin_sentence(frame, unit);
	place = &frame->pieces[frame->piece_count++];
	builder->paragraphs += (gap & GAP_PARAGRAPH) != 0;
	*place = (struct frame_piece){.open = unit,
		.sentence = (uint32_t)(frame->sentence_count - 1),
		.paragraph = builder->paragraphs,
		.place = unit - builder->inside, .first_token = token};
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
	unsigned gap;

	read_gap(builder, piece->inner.end);
	gap = finish_gap(builder, false, 0) & ~(unsigned)(GAP_STOP | GAP_PARAGRAPH);
	place->close = (uint32_t)frame->count;
	add_unit(frame, (struct unit){.classes = WORD_CLOSE, .token = (uint32_t)builder->piece,
		.root = place->open, .mention = NO_UNIT, .gap = (uint16_t)gap});
	place->end_token = token;
	frame->units[place->open].root = place->close;
	builder->inside += place->close - place->open;
	builder->position = piece->outer.end;
	builder->gap = inner_end(frame->text, piece);
	builder->is_open = false;
	builder->piece++;
}

/* Where the next end of a piece stands: a word that begins there or later is behind it. */
static size_t next_end(const struct builder *builder)
{
	const struct quote_list *quotes = builder->quotes;

	if (builder->piece == quotes->count)
		return SIZE_MAX;
	return builder->is_open ? quotes->pieces[builder->piece].inner.end :
				  (size_t)quotes->pieces[builder->piece].outer.begin + 1;
}

/* Opens and closes the pieces whose marks stand before `position`. */
static void pass_marks(struct builder *builder, size_t position, uint32_t token)
{
	while (position >= builder->next_end) {
		if (builder->is_open)
			close_piece(builder, token);
		else
			open_piece(builder, token);
		builder->next_end = next_end(builder);
	}
}

static void note_spelling(struct frame *frame, uint32_t unit)
{
	uint32_t root = frame->units[unit].root;
	bool is_capital = frame->units[unit].classes & WORD_CAPITAL;

	if (!is_capital || !frame_begins_sentence(frame, unit))
		frame->spellings[root].texts[is_capital] = frame->number;
}

/* What stands between the last unit and a word; begins the sentence that begins with it. */
static unsigned gap_before(struct builder *builder, uint32_t token, uint64_t classes)
{
	struct slice text = builder->frame->text;
	size_t begin = builder->frame->tokens[token].span.begin;
	unsigned gap;

	pass_marks(builder, begin, token);
	read_gap(builder, begin);
	gap = finish_gap(builder, !(text.data[begin] >= 'a' && text.data[begin] <= 'z'), classes);
	builder->paragraphs += (gap & GAP_PARAGRAPH) && !builder->is_open;
	if ((gap & GAP_STOP) && (!builder->is_open || builder->frame->sentence_count == 0))
		begin_sentence(builder->frame, (uint32_t)builder->frame->count);
	return gap;
}

static void add_word(struct builder *builder, uint32_t token)
{
	struct frame *frame = builder->frame;
	const struct word_knowledge *word = &builder->knowledge[frame->tokens[token].lexeme->number];
	unsigned gap = gap_before(builder, token, word->classes);

	add_unit(frame, (struct unit){.classes = word->classes, .token = token, .root = word->root,
		.mention = NO_UNIT, .gap = (uint16_t)gap});
	note_spelling(frame, (uint32_t)(frame->count - 1));
	builder->position = frame->tokens[token].span.end;
}

/* Words that stand behind a word and a blank, or a comma and a blank, as nearly all do: add_word
 * without its questions. Returns the first token that is none. */
static size_t add_plain_words(struct builder *builder, const struct token_list *list, size_t token)
{
	struct frame *const frame = builder->frame;
	const char *const text = frame->text.data;
	const struct word_knowledge *const knowledge = builder->knowledge;
	struct spelling *const spellings = frame->spellings;
	const size_t next_end = builder->next_end;
	size_t position = builder->position;

	if (frame->count == 0 || builder->gap)
		return token;
	for (; token < list->count; token++) {
		const struct span span = list->tokens[token].span;
		const bool has_comma = span.begin == position + 2;
		struct word_knowledge word;

		if (token + KNOWLEDGE_AHEAD < list->count)
			__builtin_prefetch(
				&knowledge[list->tokens[token + KNOWLEDGE_AHEAD].lexeme->number]);
		if (span.begin >= next_end || text[span.begin - 1] != ' ' ||
			!(has_comma ? text[position] == ',' : span.begin == position + 1))
			break;
		word = knowledge[list->tokens[token].lexeme->number];
		add_unit(frame, (struct unit){.classes = word.classes, .token = (uint32_t)token,
			.root = word.root, .mention = NO_UNIT, .gap = has_comma ? GAP_COMMA : 0});
		spellings[word.root].texts[(word.classes & WORD_CAPITAL) != 0] = frame->number;
		position = span.end;
	}
	builder->position = position;
	return token;
}

/* Makes room for the roots below `limit`. */
static void begin_spellings(struct frame *frame, size_t limit)
{
	size_t old = frame->spelling_capacity;

	if (limit > old) {
		frame->spellings = memory_grow(frame->spellings, &frame->spelling_capacity, limit,
			sizeof(*frame->spellings));
		memset(frame->spellings + old, 0,
			(frame->spelling_capacity - old) * sizeof(*frame->spellings));
	}
	if (++frame->number == 0) {
		memset(frame->spellings, 0, frame->spelling_capacity * sizeof(*frame->spellings));
		frame->number = 1;
	}
}

static void frame_begin(struct frame *frame, const struct frame_text *source)
{
	size_t pieces = source->quotes->count;

	frame->text = source->text;
	frame->language = lexicon_language(source->lexicon);
	frame->tokens = source->tokens->tokens;
	frame->count = frame->piece_count = frame->sentence_count = frame->candidate_count = 0;
	frame->units = memory_grow(frame->units, &frame->capacity,
		source->tokens->count + 2 * pieces + 1, sizeof(*frame->units));
	frame->pieces = memory_grow(
		frame->pieces, &frame->piece_capacity, pieces + 1, sizeof(*frame->pieces));
	frame->candidates = memory_grow(frame->candidates, &frame->candidate_capacity,
		source->tokens->count + 2 * pieces + 1, sizeof(*frame->candidates));
}

void frame_build(
	struct frame *frame, struct vocabulary *vocabulary, const struct frame_text *source)
{
	const struct token_list *list = source->tokens;
	struct builder builder = {.frame = frame, .quotes = source->quotes,
		.knowledge = vocabulary_learn(vocabulary, source->lexicon)};

	frame_begin(frame, source);
	begin_spellings(frame, vocabulary_root_limit(vocabulary, frame->language));
	builder.next_end = next_end(&builder);
	for (size_t i = 0; i < list->count;) {
		i = add_plain_words(&builder, list, i);
		if (i < list->count)
			add_word(&builder, (uint32_t)i++);
	}
	pass_marks(&builder, source->text.size + 1, (uint32_t)list->count);
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
	memory_free(frame->candidates);
	memory_free(frame->spellings);
	*frame = (struct frame){0};
}
