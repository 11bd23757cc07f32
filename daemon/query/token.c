/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/query/token.h"

#include <stdlib.h>

#include "base/memory.h"
#include "text/utf8.h"

#define FIELD_NAME_LIMIT 32
#define DISTANCE_LIMIT 1000
#define BOOST_LIMIT 100.0
#define BOOST_LEAST 0.01
#define SENTENCE_LEAST 4 /* words in capitals, operators apart */

static uint32_t peek(const struct query_lexer *lexer, size_t position, unsigned *size)
{
	*size = 0;
	return position < lexer->text.size ? utf8_decode(lexer->text, position, size) : 0;
}

static bool is_blank(uint32_t c)
{
	return c <= ' ' || c == 0xa0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200b);
}

/* Any mark that people type or paste around a phrase: a phone gives curly ones. */
static bool is_mark(uint32_t c)
{
	return c == '"' || c == 0xab || c == 0xbb || (c >= 0x201c && c <= 0x201f) || c == 0xff02;
}

static bool ends_chunk(uint32_t c)
{
	return is_blank(c) || c == '(' || c == ')' || is_mark(c);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static unsigned clamp_distance(uint64_t number)
{
	return number < 1 ? 1 : number > DISTANCE_LIMIT ? DISTANCE_LIMIT : (unsigned)number;
}

static double clamp_boost(double boost)
{
	return !(boost >= BOOST_LEAST) ? BOOST_LEAST : boost > BOOST_LIMIT ? BOOST_LIMIT : boost;
}

/* Where a run of digits, with a decimal point if `decimal`, ends. */
static size_t skip_number(struct slice text, size_t from, bool decimal)
{
	size_t i = from;

	while (i < text.size && (is_digit(text.data[i]) ||
				 (decimal && text.data[i] == '.' && i + 1 < text.size &&
					 is_digit(text.data[i + 1]))))
		i++;
	return i;
}

static double number_of(struct slice digits)
{
	char copy[32];
	size_t size = digits.size < sizeof(copy) - 1 ? digits.size : sizeof(copy) - 1;

	for (size_t i = 0; i < size; i++)
		copy[i] = digits.data[i];
	copy[size] = '\0';
	return strtod(copy, NULL);
}

/* One ~N or ^N at `position` of `text`; where it ends, or `position` when there is none. */
static size_t take_suffix(struct slice text, size_t position, struct query_token *token)
{
	size_t end;
	uint64_t number;

	if (position >= text.size || (text.data[position] != '~' && text.data[position] != '^'))
		return position;
	end = skip_number(text, position + 1, true);
	if (text.data[position] == '^') {
		if (end == position + 1)
			return position;
		token->boost = clamp_boost(number_of(slice_range(text, position + 1, end)));
		return end;
	}
	/* Lucene's old ~0.8 was a likeness, not a number of edits: as a bare ~. */
	if (!slice_to_unsigned(slice_range(text, position + 1, end), &number))
		number = 0;
	token->tilde = (int)(number > DISTANCE_LIMIT ? DISTANCE_LIMIT : number);
	return end;
}

/* Suffixes behind a closing mark or parenthesis. */
static void take_suffixes(struct query_lexer *lexer, struct query_token *token)
{
	size_t end;

	while ((end = take_suffix(lexer->text, lexer->position, token)) != lexer->position)
		lexer->position = end;
}

/* Suffixes at the end of a word: cut off `word`. */
static void cut_suffixes(struct slice *word, struct query_token *token)
{
	for (int round = 0; round < 2; round++) {
		size_t mark = word->size;

		while (mark > 1 && (is_digit(word->data[mark - 1]) || word->data[mark - 1] == '.'))
			mark--;
		if (mark < 2 || take_suffix(*word, mark - 1, token) != word->size)
			return;
		word->size = mark - 1;
	}
}

struct operator_row {
	const char *text;
	enum query_token_kind kind;
	bool takes_distance; /* text may be followed by /N */
	bool needs_distance;
	bool is_word;        /* bare, in a sentence of capitals: side by side says nearly the same */
};

static const struct operator_row operators[] = {
	{"AND", QUERY_TOKEN_AND, false, false, true},
	{"&&", QUERY_TOKEN_AND, false, false, false},
	{"OR", QUERY_TOKEN_OR, false, false, false},
	{"||", QUERY_TOKEN_OR, false, false, false},
	{"|", QUERY_TOKEN_OR, false, false, false},
	{"NOT", QUERY_TOKEN_NOT, false, false, false},
	{"NEAR", QUERY_TOKEN_NEAR, true, false, true},
	{"AROUND", QUERY_TOKEN_NEAR, true, false, true},
	{"BEFORE", QUERY_TOKEN_BEFORE, true, false, true},
	{"ADJ", QUERY_TOKEN_BEFORE, true, false, false},
	{"w", QUERY_TOKEN_NEAR, true, true, false},
	{"W", QUERY_TOKEN_NEAR, true, true, false},
	{"pre", QUERY_TOKEN_BEFORE, true, true, false},
	{"PRE", QUERY_TOKEN_BEFORE, true, true, false},
};

static bool take_operator(struct query_lexer *lexer, struct slice chunk, struct query_token *token)
{
	for (size_t i = 0; i < COUNT_OF(operators); i++) {
		const struct operator_row *row = &operators[i];
		struct slice name = slice_of(row->text), rest;
		uint64_t number = QUERY_NEAR_INITIAL;
		size_t end = chunk.size;

		if (!slice_starts_with(chunk, name))
			continue;
		rest = slice_range(chunk, name.size, chunk.size);
		if (rest.size == 0 && (row->needs_distance || (row->is_word && lexer->is_sentence)))
			continue;
		if (rest.size > 0 &&
			(!row->takes_distance || rest.data[0] != '/' ||
				!slice_to_unsigned(slice_range(rest, 1, rest.size), &number)))
			continue;
		token->kind = row->kind;
		token->distance = clamp_distance(number);
		lexer->position += end;
		/* AROUND(5), as Google writes it. */
		if (slice_equal_string(chunk, "AROUND") && lexer->position < lexer->text.size &&
			lexer->text.data[lexer->position] == '(') {
			size_t close = skip_number(lexer->text, lexer->position + 1, false);

			if (close < lexer->text.size && lexer->text.data[close] == ')' &&
				slice_to_unsigned(slice_range(lexer->text, lexer->position + 1, close),
					&number)) {
				token->distance = clamp_distance(number);
				lexer->position = close + 1;
			}
		}
		return true;
	}
	return false;
}

/* Peers' names for our fields. */
static const struct {
	const char *name;
	enum field field;
} peer_fields[] = {
	{"intitle", FIELD_TITLE},
	{"allintitle", FIELD_TITLE},
	{"intext", FIELD_BODY},
	{"hostname", FIELD_SITE},
	{"lang", FIELD_LANGUAGE},
	{"published", FIELD_DATE},
};

static bool field_of(struct slice name, enum field *field)
{
	if (field_by_name(name, field))
		return true;
	for (size_t i = 0; i < COUNT_OF(peer_fields); i++) {
		if (slice_equal_ignore_case(name, slice_of(peer_fields[i].name))) {
			*field = peer_fields[i].field;
			return true;
		}
	}
	return false;
}

/* NAME: at the start of a chunk, with something behind it. */
static bool take_field(struct query_lexer *lexer, struct slice chunk, struct query_token *token)
{
	size_t colon = 0;
	unsigned size;
	uint32_t after;

	while (colon < chunk.size && colon < FIELD_NAME_LIMIT &&
		(is_letter(chunk.data[colon]) || chunk.data[colon] == '_'))
		colon++;
	if (colon == 0 || colon >= chunk.size || chunk.data[colon] != ':')
		return false;
	after = peek(lexer, lexer->position + colon + 1, &size);
	if (size == 0 || is_blank(after) || after == ')')
		return false;
	if (field_of(slice_range(chunk, 0, colon), &token->field)) {
		token->kind = QUERY_TOKEN_FIELD;
		lexer->position += colon + 1;
		lexer->after_field = true;
		lexer->field = token->field;
		return true;
	}
	/* http://... and the like are addresses, no fields. */
	if (after != '/')
		token->unknown_field = slice_range(chunk, 0, colon);
	return false;
}

static void take_word(struct query_lexer *lexer, struct query_token *token)
{
	size_t begin = lexer->position, end = begin;
	struct slice chunk;
	unsigned size;

	for (uint32_t c; (c = peek(lexer, end, &size)), size > 0 && !ends_chunk(c);)
		end += size;
	chunk = slice_range(lexer->text, begin, end);
	if (!lexer->after_field &&
		(take_operator(lexer, chunk, token) || take_field(lexer, chunk, token)))
		return;
	token->kind = QUERY_TOKEN_WORD;
	lexer->position = end;
	if (chunk.size > 1 && chunk.data[0] == '=') {
		token->is_exact = true;
		chunk = slice_range(chunk, 1, chunk.size);
	}
	cut_suffixes(&chunk, token);
	token->text = chunk;
}

static void take_range(struct query_lexer *lexer, struct query_token *token)
{
	size_t begin = lexer->position, end = begin;
	char opening = lexer->text.data[begin];
	unsigned size;

	token->kind = QUERY_TOKEN_RANGE;
	if (opening == '[' || opening == '{') {
		while (end < lexer->text.size && lexer->text.data[end] != ']' &&
			lexer->text.data[end] != '}')
			end++;
		if (end < lexer->text.size)
			end++;
	} else {
		for (uint32_t c; (c = peek(lexer, end, &size)), size > 0 && !ends_chunk(c);)
			end += size;
	}
	token->text = slice_range(lexer->text, begin, end);
	lexer->position = end;
}

/* A phrase up to its closing mark; false where it never closes. */
static bool take_phrase(struct query_lexer *lexer, unsigned mark_size, struct query_token *token)
{
	size_t begin = lexer->position + mark_size, end = begin;
	unsigned size;

	for (uint32_t c; (c = peek(lexer, end, &size)), size > 0; end += size) {
		if (!is_mark(c))
			continue;
		token->kind = QUERY_TOKEN_PHRASE;
		token->text = slice_range(lexer->text, begin, end);
		lexer->position = end + size;
		take_suffixes(lexer, token);
		return true;
	}
	return false;
}

/* + - ! in front of something. */
static bool take_sign(struct query_lexer *lexer, uint32_t c, struct query_token *token)
{
	unsigned size;
	uint32_t after = peek(lexer, lexer->position + 1, &size);

	if ((c != '+' && c != '-' && c != '!') || size == 0 || is_blank(after) || after == c ||
		after == ')')
		return false;
	token->kind = c == '+' ? QUERY_TOKEN_PLUS : QUERY_TOKEN_MINUS;
	lexer->position++;
	return true;
}

static void take_token(struct query_lexer *lexer, uint32_t c, struct query_token *token)
{
	unsigned size;

	if (lexer->after_field && field_get(lexer->field)->kind == FIELD_KIND_RANGE && c != '(') {
		/* date:"2024-05" is a date, too. */
		peek(lexer, lexer->position, &size);
		if (is_mark(c) && take_phrase(lexer, size, token))
			token->kind = QUERY_TOKEN_RANGE;
		else
			take_range(lexer, token);
	} else if (c == '(' || c == ')') {
		token->kind = c == '(' ? QUERY_TOKEN_OPEN : QUERY_TOKEN_CLOSE;
		lexer->position++;
		if (c == ')')
			take_suffixes(lexer, token);
	} else if (is_mark(c)) {
		peek(lexer, lexer->position, &size);
		if (take_phrase(lexer, size, token))
			return;
		lexer->position += size;
		query_lexer_next(lexer, token);
		token->is_unclosed = true;
	} else if (lexer->after_field || !take_sign(lexer, c, token)) {
		take_word(lexer, token);
	}
}

bool query_is_shouted(struct slice query)
{
	bool has_blank = false;

	for (size_t i = 0; i < query.size; i++) {
		unsigned char c = (unsigned char)query.data[i];

		if ((c >= 'a' && c <= 'z') || c >= 0x80)
			return false;
		has_blank |= c == ' ';
	}
	return has_blank;
}

/* Capitals only, and words enough: MEASUREMENT OF PRESSURE AND HEAT, but not NATO AND EU. */
static bool is_sentence(struct slice query)
{
	struct query_lexer lexer = {.text = query};
	struct query_token token;
	size_t count = 0;

	if (!query_is_shouted(query))
		return false;
	for (query_lexer_next(&lexer, &token); token.kind != QUERY_TOKEN_END;
		query_lexer_next(&lexer, &token))
		count += token.kind == QUERY_TOKEN_WORD;
	return count >= SENTENCE_LEAST;
}

void query_lexer_init(struct query_lexer *lexer, struct slice text)
{
	*lexer = (struct query_lexer){.text = text, .is_sentence = is_sentence(text)};
}

void query_lexer_next(struct query_lexer *lexer, struct query_token *token)
{
	unsigned size;
	uint32_t c;
	size_t begin;
	bool was_after_field = lexer->after_field;

	*token = (struct query_token){.tilde = QUERY_NO_TILDE, .boost = 1};
	while ((c = peek(lexer, lexer->position, &size)), size > 0 && is_blank(c))
		lexer->position += size;
	begin = lexer->position;
	if (size > 0)
		take_token(lexer, c, token);
	if (was_after_field)
		lexer->after_field = false;
	token->span = (struct span){(uint32_t)begin, (uint32_t)lexer->position};
}
