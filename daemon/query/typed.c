/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/query/typed.h"

#include "daemon/query/token.h"
#include "text/word.h"

/* What was read so far. */
struct reading {
	struct typed typed;
	enum field next;   /* the field of the next token; FIELD_TEXT: none */
	size_t next_begin; /* where its name begins */
	enum field group;  /* of the parentheses that are open */
	bool is_over;      /* the next word is no neighbour of the last */
};

static void forget_words(struct reading *reading)
{
	reading->typed.count = 0;
	reading->is_over = false;
}

static void add_word(struct typed *typed, struct slice word)
{
	if (typed->count == TYPED_WORDS) {
		for (size_t i = 1; i < TYPED_WORDS; i++)
			typed->words[i - 1] = typed->words[i];
		typed->count--;
	}
	typed->words[typed->count++] = word;
}

static void take_words(struct typed *typed, struct slice text)
{
	struct word_cursor cursor = {.text = text};
	struct span span;
	enum word_kind kind;

	while (word_next(&cursor, &span, &kind))
		add_word(typed, span_of(text, span));
}

static void take_word(struct reading *reading, struct slice query, const struct query_token *token)
{
	struct typed *typed = &reading->typed;
	const size_t begin = (size_t)(token->text.data - query.data);

	if (reading->is_over || reading->next != FIELD_TEXT || token->is_unclosed)
		forget_words(reading);
	if (!typed->is_in_mark) {
		typed->field = reading->next != FIELD_TEXT ? reading->next : reading->group;
		typed->is_in_mark = token->is_unclosed;
		typed->begin = reading->next_begin;
		typed->value = slice_range(query, begin, query.size);
		/* A word in a field of its own has no neighbour behind it. */
		reading->is_over = reading->next != FIELD_TEXT && !typed->is_in_mark;
	}
	take_words(typed, token->text);
	reading->next = FIELD_TEXT;
	reading->next_begin = SIZE_MAX;
}

static void take_token(struct reading *reading, struct slice query, const struct query_token *token)
{
	switch (token->kind) {
	case QUERY_TOKEN_WORD:
		take_word(reading, query, token);
		return;
	case QUERY_TOKEN_FIELD:
		reading->next = token->field;
		reading->next_begin = token->span.begin;
		return;
	case QUERY_TOKEN_OPEN:
		reading->group = reading->next;
		break;
	case QUERY_TOKEN_CLOSE:
		reading->group = FIELD_TEXT;
		break;
	case QUERY_TOKEN_END:
	case QUERY_TOKEN_PHRASE:
	case QUERY_TOKEN_RANGE:
	case QUERY_TOKEN_AND:
	case QUERY_TOKEN_OR:
	case QUERY_TOKEN_NOT:
	case QUERY_TOKEN_PLUS:
	case QUERY_TOKEN_MINUS:
	case QUERY_TOKEN_NEAR:
	case QUERY_TOKEN_BEFORE:
	case QUERY_TOKEN_NOTHING:
		break;
	}
	reading->next = FIELD_TEXT;
	reading->next_begin = SIZE_MAX;
	forget_words(reading);
}

bool typed_parse(struct slice query, struct typed *typed)
{
	struct query_lexer lexer = {.text = query};
	struct reading reading = {.next_begin = SIZE_MAX};
	struct query_token token, last = {.kind = QUERY_TOKEN_END};
	struct slice word;

	for (query_lexer_next(&lexer, &token); token.kind != QUERY_TOKEN_END;
		query_lexer_next(&lexer, &token)) {
		take_token(&reading, query, &token);
		last = token;
	}
	if (last.kind != QUERY_TOKEN_WORD || reading.typed.count == 0)
		return false;
	*typed = reading.typed;
	word = typed->words[typed->count - 1];
	if (word.data + word.size != query.data + query.size)
		return false;
	if (typed->begin == SIZE_MAX) {
		const bool is_text = field_get(typed->field)->kind == FIELD_KIND_TEXT;

		typed->begin = (size_t)((is_text ? word : typed->value).data - query.data);
	}
	return true;
}
