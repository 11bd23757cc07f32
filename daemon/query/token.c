/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/query/token.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "daemon/query/operator.h"
#include "daemon/query/peer.h"
#include "text/utf8.h"

#define FIELD_NAME_LIMIT 32
#define DISTANCE_LIMIT 1000
#define EXPRESSION_SIGNS "[{*+?^$"
#define TRUNCATED_LEAST 3 /* letters before a ! that cuts a word */
#define BOOST_LIMIT 100.0
#define BOOST_LEAST 0.01

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

static size_t skip_chunk(const struct query_lexer *lexer, size_t position)
{
	const bool is_value = lexer->after_field && field_get(lexer->field)->kind == FIELD_KIND_EXACT;
	bool is_address = false; /* may have any sign in it */
	unsigned size;

	/* Behind a backslash nothing has a meaning of its own, as in Lucene. */
	for (uint32_t c; (c = peek(lexer, position, &size)), size > 0; position += size) {
		if (ends_chunk(c) || (c == '|' && !is_value && !is_address))
			break;
		is_address |= c == ':' && peek(lexer, position + 1, &size) == '/';
		peek(lexer, position, &size);
		if (c == '\\' && (c = peek(lexer, position + 1, &size), size > 0 && !is_blank(c)))
			size++;
		else
			size = size ? size : 1;
	}
	return position;
}

static void leave_out(struct query_lexer *lexer, struct slice name, struct query_token *token);

/* What stands behind before: and the like, where it is a date. */
static bool take_comparison(struct query_lexer *lexer, size_t colon, struct peer_name peer,
	struct query_token *token)
{
	const size_t begin = lexer->position + colon + 1, end = skip_chunk(lexer, begin);

	if (!peer_is_date(slice_range(lexer->text, begin, end)))
		return false;
	token->kind = QUERY_TOKEN_RANGE;
	token->field = peer.field;
	token->comparison = peer.comparison;
	token->text = slice_range(lexer->text, begin, end);
	lexer->position = end;
	return true;
}

/* NAME: as others write it; false where it means nothing here. */
static bool take_peer(struct query_lexer *lexer, struct slice chunk, size_t colon,
	struct query_token *token)
{
	const struct peer_name peer = peer_find(slice_range(chunk, 0, colon));

	switch (peer.kind) {
	case PEER_NONE:
		return false;
	case PEER_DATE:
		return take_comparison(lexer, colon, peer, token);
	case PEER_ADDRESS:
		if (!peer_has_host(slice_range(chunk, colon + 1, chunk.size))) {
			leave_out(lexer, slice_range(chunk, 0, colon + 1), token);
			return true;
		}
		notes_add(lexer->notes, "%.*s: is read as site:", SLICE_ARGS(slice_range(chunk, 0, colon)));
		break;
	case PEER_LEFT_OUT:
		leave_out(lexer, slice_range(chunk, 0, colon + 1), token);
		return true;
	case PEER_FIELD:
	case PEER_ALL:
		break;
	}
	token->kind = QUERY_TOKEN_FIELD;
	token->field = peer.field;
	token->is_of_all = peer.kind == PEER_ALL;
	return true;
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
	if (field_by_name(slice_range(chunk, 0, colon), &token->field))
		token->kind = QUERY_TOKEN_FIELD;
	else if (after != '/' && take_peer(lexer, chunk, colon, token) &&
		 token->kind != QUERY_TOKEN_FIELD)
		return true;
	if (token->kind == QUERY_TOKEN_FIELD) {
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

/* What asks for more than words: a range without a field, a function, an expression. */
static bool take_peer_chunk(struct query_lexer *lexer, struct slice chunk, struct slice rest,
	struct query_token *token)
{
	if (peer_is_date_range(chunk)) {
		token->kind = QUERY_TOKEN_RANGE;
		token->field = FIELD_DATE;
		token->comparison = "";
		token->text = chunk;
		notes_add(lexer->notes, "%.*s is read as date:%.*s", SLICE_ARGS(chunk), SLICE_ARGS(chunk));
	} else if (operator_is_function(chunk, rest, lexer->notes)) {
		token->kind = QUERY_TOKEN_NOTHING;
		lexer->is_legal = true;
	} else {
		return false;
	}
	lexer->position += chunk.size;
	return true;
}

/* /na[tz]o/ */
static void note_expression(const struct query_lexer *lexer, struct slice chunk)
{
	if (chunk.size < 3 || chunk.data[0] != '/' || chunk.data[chunk.size - 1] != '/')
		return;
	for (size_t i = 1; i + 1 < chunk.size; i++) {
		if (memchr(EXPRESSION_SIGNS, chunk.data[i], sizeof(EXPRESSION_SIGNS) - 1))
			notes_add(lexer->notes, "regular expressions are not known here; %.*s is read "
				"as words", SLICE_ARGS(chunk));
	}
}

/* negotiat! where the rest of the query is written so, too. */
static bool is_truncated(const struct query_lexer *lexer, struct slice chunk)
{
	if (!lexer->is_legal || chunk.size < TRUNCATED_LEAST + 1 || chunk.data[chunk.size - 1] != '!')
		return false;
	for (size_t i = 0; i + 1 < chunk.size; i++) {
		if (!is_letter(chunk.data[i]) && (unsigned char)chunk.data[i] < 0x80)
			return false;
	}
	return true;
}

static void take_word(struct query_lexer *lexer, struct query_token *token)
{
	const size_t begin = lexer->position, end = skip_chunk(lexer, begin);
	const struct slice rest = slice_range(lexer->text, begin, lexer->text.size);
	struct slice chunk = slice_range(lexer->text, begin, end);
	const bool can_join = begin > 0 && chunk.size < rest.size;
	size_t size;

	if (!lexer->after_field && operator_take(chunk, rest, lexer->is_legal,
					   can_join ? lexer->notes : NULL, token, &size)) {
		lexer->position += size;
		return;
	}
	if (!lexer->after_field && (take_field(lexer, chunk, token) ||
					   take_peer_chunk(lexer, chunk, rest, token)))
		return;
	token->kind = QUERY_TOKEN_WORD;
	lexer->position = end;
	note_expression(lexer, chunk);
	if (chunk.size > 1 && chunk.data[0] == '=') {
		token->is_exact = true;
		chunk = slice_range(chunk, 1, chunk.size);
	}
	cut_suffixes(&chunk, token);
	if (is_truncated(lexer, chunk)) {
		token->is_truncated = true;
		notes_add(lexer->notes, "%.*s is read as %.*s*", SLICE_ARGS(chunk),
			SLICE_ARGS(slice_range(chunk, 0, chunk.size - 1)));
		chunk.size--;
	}
	token->text = chunk;
}

static void take_range(struct query_lexer *lexer, struct query_token *token)
{
	size_t begin = lexer->position, end = begin;
	char opening = lexer->text.data[begin];

	token->kind = QUERY_TOKEN_RANGE;
	if (opening == '[' || opening == '{') {
		while (end < lexer->text.size && lexer->text.data[end] != ']' &&
			lexer->text.data[end] != '}')
			end++;
		if (end < lexer->text.size)
			end++;
	} else {
		end = skip_chunk(lexer, begin);
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
		if (c == '\\' && lexer->text.size > end + 2 && lexer->text.data[end + 1] == '"' &&
			slice_find_byte(lexer->text, '"', end + 2, &(size_t){0}))
			size++;
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

/* NAME: and what stands behind it. */
static void leave_out(struct query_lexer *lexer, struct slice name, struct query_token *token)
{
	unsigned size;

	lexer->position += name.size;
	if (!is_mark(peek(lexer, lexer->position, &size)) || !take_phrase(lexer, size, token))
		lexer->position = skip_chunk(lexer, lexer->position);
	token->kind = QUERY_TOKEN_NOTHING;
	notes_add(lexer->notes, "%.*s is not known here; left out",
		SLICE_ARGS(slice_make(name.data,
			(size_t)(lexer->text.data + lexer->position - name.data))));
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

/* title:[a TO c]: no words are in order here. */
static bool take_foreign_range(struct query_lexer *lexer, struct query_token *token)
{
	const struct slice name = slice_of(field_get(lexer->field)->name);
	const size_t begin = lexer->position;
	size_t to, end = begin;

	while (end < lexer->text.size && lexer->text.data[end] != ']' && lexer->text.data[end] != '}')
		end++;
	if (end == lexer->text.size ||
		!slice_find(slice_range(lexer->text, begin, end), SLICE_LITERAL(" TO "), 0, &to))
		return false;
	lexer->position = end + 1;
	token->kind = QUERY_TOKEN_NOTHING;
	notes_add(lexer->notes, "%.*s: has no ranges; %.*s was left out", SLICE_ARGS(name),
		SLICE_ARGS(slice_range(lexer->text, begin, end + 1)));
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
	} else if (lexer->after_field && (c == '[' || c == '{') && take_foreign_range(lexer, token)) {
		return;
	} else if (c == '|') {
		token->kind = QUERY_TOKEN_OR;
		lexer->position++;
		if (peek(lexer, lexer->position, &size) == '|')
			lexer->position++;
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

static void take_next(struct query_lexer *lexer, struct query_token *token)
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

void query_lexer_next(struct query_lexer *lexer, struct query_token *token)
{
	do
		take_next(lexer, token);
	while (token->kind == QUERY_TOKEN_NOTHING);
}
