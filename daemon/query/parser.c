/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/query/parser.h"

#include "daemon/query/token.h"
#include "schema/wire.h"

#define SENTENCE_LEAST 4 /* words in capitals, operators apart */

struct parser {
	struct query_lexer lexer; /* takes notes; looking ahead does not */
	struct query_token token; /* the one to look at */
	struct arena *arena;
	struct notes *notes;
	unsigned depth;
	bool is_sentence;         /* all in capitals: AND, NEAR and BEFORE are words */
	bool is_of_all;           /* allintitle: came, and this is its group */
	enum field all_field;
	size_t position;          /* of the limit that was passed */
	struct error *error;
};

static struct tree *parse_or(struct parser *parser, enum field field);

/* Side by side says nearly the same as these; OR and NOT have no other way to be said. */
static bool is_word_in_sentence(struct slice written)
{
	return slice_equal_string(written, "AND") || slice_equal_string(written, "NEAR") ||
	       slice_equal_string(written, "BEFORE");
}

static void advance(struct parser *parser)
{
	struct slice written;

	query_lexer_next(&parser->lexer, &parser->token);
	written = span_of(parser->lexer.text, parser->token.span);
	if (parser->is_sentence && is_word_in_sentence(written)) {
		parser->token.kind = QUERY_TOKEN_WORD;
		parser->token.text = written;
	}
	if (parser->token.is_unclosed)
		notes_add(parser->notes,
			"a quotation mark is not closed; what follows it is read as words");
	if (parser->token.unknown_field.size)
		notes_add(parser->notes, "there is no field \"%.*s\"; read as words",
			SLICE_ARGS(parser->token.unknown_field));
}

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '\'' || (unsigned char)c >= 0x80;
}

/* A word with * or ? in it. A question mark at its end ends a question, and what has other
 * signs as well (an address) is no pattern; a path may have any. */
static bool has_wildcard(struct slice text, enum field field)
{
	bool found = false;

	if (field_get(field)->kind == FIELD_KIND_EXACT)
		return text.size > 1 && text.data[text.size - 1] == '*';
	for (size_t i = 0; i < text.size; i++) {
		char c = text.data[i];

		if (c == '*' || (c == '?' && i > 0 && i + 1 < text.size))
			found = true;
		else if (!is_word_byte(c) && i + 1 < text.size)
			return false;
	}
	return found;
}

static struct tree *leaf(struct parser *parser, enum tree_kind kind, enum field field)
{
	struct tree *tree = tree_new(parser->arena, kind, parser->token.span);

	tree->field = field;
	tree->text = parser->token.text;
	tree->boost = parser->token.boost;
	return tree;
}

/* Lucene's backslashes: http\:\/\/host is http://host. */
static struct slice unescaped(struct arena *arena, struct slice text)
{
	char *bytes = arena_copy_string(arena, text);
	size_t size = 0;

	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] == '\\' && i + 1 < text.size)
			i++;
		bytes[size++] = text.data[i];
	}
	return slice_make(bytes, size);
}

/* What stands behind date: or length:, or a date that was compared. */
static struct tree *parse_range(struct parser *parser, enum field field)
{
	const struct query_token *token = &parser->token;
	struct tree *tree = leaf(parser, TREE_RANGE, token->comparison ? token->field : field);

	tree->is_rewritten = token->comparison != NULL;
	if (token->comparison)
		tree->text = arena_printf(parser->arena, "%s%.*s", token->comparison,
			SLICE_ARGS(token->text));
	advance(parser);
	return tree;
}

static struct tree *parse_word(struct parser *parser, enum field field)
{
	const struct query_token *token = &parser->token;
	struct tree *tree = leaf(parser, TREE_WORD, field);

	if (field_get(field)->kind == FIELD_KIND_EXACT && field != FIELD_PATH) {
		tree->text = unescaped(parser->arena, tree->text);
		tree->is_rewritten = true;
	}
	if (field_get(field)->kind == FIELD_KIND_RANGE) {
		tree->kind = TREE_RANGE;
	} else if (slice_equal_string(token->text, "*:*")) {
		tree->kind = TREE_PATTERN;
		tree->text = slice_range(token->text, 0, 1);
	} else if (token->is_truncated) {
		tree->kind = TREE_PATTERN;
		tree->text = arena_printf(parser->arena, "%.*s*", SLICE_ARGS(token->text));
		tree->is_rewritten = true;
	} else if (token->is_exact) {
		tree->kind = TREE_EXACT;
	} else if (has_wildcard(token->text, field)) {
		tree->kind = TREE_PATTERN;
	} else if (token->tilde != QUERY_NO_TILDE) {
		tree->kind = TREE_FUZZY;
		tree->distance = (unsigned)token->tilde;
	}
	advance(parser);
	return tree;
}

static struct tree *parse_phrase(struct parser *parser, enum field field)
{
	struct tree *tree = leaf(parser, TREE_PHRASE, field);

	if (parser->token.tilde != QUERY_NO_TILDE)
		tree->distance = (unsigned)parser->token.tilde;
	advance(parser);
	return tree;
}

static struct tree *parse_group(struct parser *parser, enum field field)
{
	struct tree *tree;
	struct span open = parser->token.span;

	if (parser->depth >= WIRE_DEPTH_LIMIT) {
		parser->position = open.begin;
		error_set(parser->error, ERROR_QUERY,
			"parentheses are nested deeper than %d; use fewer", WIRE_DEPTH_LIMIT);
		return NULL;
	}
	parser->depth++;
	advance(parser);
	tree = parse_or(parser, field);
	parser->depth--;
	if (!tree)
		return NULL;
	if (parser->token.kind == QUERY_TOKEN_CLOSE) {
		tree->boost *= parser->token.boost;
		advance(parser);
	} else {
		notes_add(parser->notes, "a parenthesis is not closed; it ends with the query");
	}
	return tree;
}

/* An operator where a word has to stand: it is one. */
static struct tree *parse_stray(struct parser *parser, enum field field)
{
	struct tree *tree = leaf(parser, TREE_WORD, field);

	tree->text = span_of(parser->lexer.text, parser->token.span);
	notes_add(parser->notes, "%.*s has nothing to join here; read as a word",
		SLICE_ARGS(tree->text));
	advance(parser);
	return tree;
}

/* One word, phrase, range or group, with its signs and its field. NULL: a limit (error is
 * set) or nothing here (it is not). */
static struct tree *parse_unit(struct parser *parser, enum field field)
{
	enum tree_occurrence occurrence = TREE_PLAIN;
	struct tree *tree = NULL;

	while (parser->token.kind == QUERY_TOKEN_PLUS || parser->token.kind == QUERY_TOKEN_MINUS) {
		occurrence = parser->token.kind == QUERY_TOKEN_PLUS ? TREE_REQUIRED : TREE_PROHIBITED;
		advance(parser);
	}
	if (parser->is_of_all && field == FIELD_TEXT) {
		field = parser->all_field;
		occurrence = occurrence == TREE_PLAIN ? TREE_REQUIRED : occurrence;
	}
	while (parser->token.kind == QUERY_TOKEN_FIELD) {
		field = parser->token.field;
		if (parser->token.is_of_all) {
			parser->is_of_all = true;
			parser->all_field = field;
			occurrence = occurrence == TREE_PLAIN ? TREE_REQUIRED : occurrence;
		}
		advance(parser);
	}
	switch (parser->token.kind) {
	case QUERY_TOKEN_WORD:
		tree = parse_word(parser, field);
		break;
	case QUERY_TOKEN_PHRASE:
		tree = parse_phrase(parser, field);
		break;
	case QUERY_TOKEN_RANGE:
		tree = parse_range(parser, field);
		break;
	case QUERY_TOKEN_OPEN:
		tree = parse_group(parser, field);
		break;
	case QUERY_TOKEN_AND:
	case QUERY_TOKEN_OR:
	case QUERY_TOKEN_NOT:
	case QUERY_TOKEN_NEAR:
	case QUERY_TOKEN_BEFORE:
		tree = parse_stray(parser, field);
		break;
	case QUERY_TOKEN_END:
	case QUERY_TOKEN_CLOSE:
	case QUERY_TOKEN_FIELD:
	case QUERY_TOKEN_PLUS:
	case QUERY_TOKEN_MINUS:
	case QUERY_TOKEN_NOTHING:
		break;
	}
	if (tree && occurrence != TREE_PLAIN)
		tree->occurrence = occurrence;
	return tree;
}

/* Does something stand behind the operator at hand, so that it can join? */
static bool joins(const struct parser *parser)
{
	struct query_lexer ahead = parser->lexer;
	struct query_token token;

	ahead.notes = NULL;
	query_lexer_next(&ahead, &token);
	return token.kind != QUERY_TOKEN_END && token.kind != QUERY_TOKEN_CLOSE;
}

static bool at_operator(const struct parser *parser, enum query_token_kind kind)
{
	return parser->token.kind == kind && joins(parser);
}

static struct tree *combine(struct parser *parser, enum tree_kind kind, struct tree *first)
{
	struct tree *tree = tree_new(parser->arena, kind, first->span);

	tree->occurrence = first->occurrence;
	first->occurrence = TREE_PLAIN;
	tree_append(tree, first);
	return tree;
}

/* In legal databases OR binds tighter than w/n. */
static struct tree *parse_either(struct parser *parser, enum field field)
{
	struct tree *left = parse_unit(parser, field);
	struct tree *either = NULL; /* made here */

	while (left && parser->lexer.is_legal && at_operator(parser, QUERY_TOKEN_OR)) {
		struct tree *right;

		advance(parser);
		right = parse_unit(parser, field);
		if (!right)
			return parser->error->code ? NULL : left;
		if (left != either)
			left = either = combine(parser, TREE_OR, left);
		tree_append(left, right);
	}
	return left;
}

/* unit ((NEAR | BEFORE) unit)* */
static struct tree *parse_near(struct parser *parser, enum field field)
{
	struct tree *left = parse_either(parser, field);
	const struct tree *chain = NULL; /* made here: not what parentheses hold */

	while (left && (at_operator(parser, QUERY_TOKEN_NEAR) ||
			       at_operator(parser, QUERY_TOKEN_BEFORE))) {
		struct tree *near, *right;
		unsigned distance = parser->token.distance;
		bool is_ordered = parser->token.kind == QUERY_TOKEN_BEFORE;

		advance(parser);
		right = parse_either(parser, field);
		if (!right)
			return parser->error->code ? NULL : left;
		/* a NEAR/5 b NEAR/5 c: all three within five words. */
		if (left == chain && left->distance == distance &&
			left->is_ordered == is_ordered) {
			tree_append(left, right);
			continue;
		}
		near = combine(parser, TREE_NEAR, left);
		near->distance = distance;
		near->is_ordered = is_ordered;
		tree_append(near, right);
		chain = left = near;
	}
	return left;
}

static bool ends_loose(const struct parser *parser)
{
	switch (parser->token.kind) {
	case QUERY_TOKEN_END:
	case QUERY_TOKEN_CLOSE:
		return true;
	case QUERY_TOKEN_AND:
	case QUERY_TOKEN_OR:
	case QUERY_TOKEN_NOT:
		return joins(parser);
	case QUERY_TOKEN_WORD:
	case QUERY_TOKEN_PHRASE:
	case QUERY_TOKEN_RANGE:
	case QUERY_TOKEN_FIELD:
	case QUERY_TOKEN_OPEN:
	case QUERY_TOKEN_PLUS:
	case QUERY_TOKEN_MINUS:
	case QUERY_TOKEN_NEAR:
	case QUERY_TOKEN_BEFORE:
	case QUERY_TOKEN_NOTHING:
		break;
	}
	return false;
}

/* What stands side by side; a NOT in front of all of it is a minus. */
static struct tree *parse_items(struct parser *parser, enum field field)
{
	struct tree *loose = tree_new(parser->arena, TREE_LOOSE, parser->token.span);

	if (at_operator(parser, QUERY_TOKEN_NOT)) {
		struct tree *item;

		advance(parser);
		item = parse_near(parser, field);
		if (!item)
			return parser->error->code ? NULL : loose;
		item->occurrence = TREE_PROHIBITED;
		tree_append(loose, item);
	} else if (at_operator(parser, QUERY_TOKEN_AND) || at_operator(parser, QUERY_TOKEN_OR)) {
		tree_append(loose, parse_stray(parser, field));
	}
	while (!ends_loose(parser)) {
		struct tree *item = parse_near(parser, field);

		if (parser->error->code)
			return NULL;
		if (item)
			tree_append(loose, item);
	}
	if (!loose->first)
		loose->kind = TREE_EMPTY;
	if (loose->first && !loose->first->next && loose->first->occurrence == TREE_PLAIN)
		return loose->first;
	return loose;
}

/* allintitle: reaches no further than the words it stands beside. */
static struct tree *parse_loose(struct parser *parser, enum field field)
{
	const bool was_of_all = parser->is_of_all;
	struct tree *loose;

	parser->is_of_all = false;
	loose = parse_items(parser, field);
	parser->is_of_all = was_of_all;
	return loose;
}

/* loose ((AND | NOT | AND NOT) loose)* */
static struct tree *parse_and(struct parser *parser, enum field field)
{
	struct tree *left = parse_loose(parser, field);

	while (left && (at_operator(parser, QUERY_TOKEN_AND) ||
			       at_operator(parser, QUERY_TOKEN_NOT))) {
		enum tree_kind kind = TREE_WITHOUT;
		struct tree *right;

		if (parser->token.kind == QUERY_TOKEN_AND) {
			advance(parser);
			kind = TREE_AND;
		}
		if (at_operator(parser, QUERY_TOKEN_NOT)) {
			advance(parser);
			kind = TREE_WITHOUT;
		}
		right = parse_loose(parser, field);
		if (!right)
			return NULL;
		if (left->kind != kind || left->boost != 1)
			left = combine(parser, kind, left);
		tree_append(left, right);
	}
	return left;
}

/* and (OR and)* */
static struct tree *parse_or(struct parser *parser, enum field field)
{
	struct tree *left = parse_and(parser, field);

	while (left && at_operator(parser, QUERY_TOKEN_OR)) {
		struct tree *right;

		advance(parser);
		right = parse_and(parser, field);
		if (!right)
			return NULL;
		if (left->kind != TREE_OR || left->boost != 1)
			left = combine(parser, TREE_OR, left);
		tree_append(left, right);
	}
	return left;
}

/* Whether anything in it is written as Lexis and Westlaw write it. */
static bool is_legal(struct slice text)
{
	struct query_lexer lexer = {.text = text};
	struct query_token token;

	do {
		query_lexer_next(&lexer, &token);
		if (token.is_legal)
			return true;
	} while (token.kind != QUERY_TOKEN_END);
	return lexer.is_legal;
}

/* Capitals only, and words enough: MEASUREMENT OF PRESSURE AND HEAT, but not NATO AND EU. */
static bool is_sentence(struct slice text)
{
	struct query_lexer lexer = {.text = text};
	struct query_token token;
	size_t count = 0;

	if (!query_is_shouted(text))
		return false;
	do {
		query_lexer_next(&lexer, &token);
		count += token.kind == QUERY_TOKEN_WORD;
	} while (token.kind != QUERY_TOKEN_END);
	return count >= SENTENCE_LEAST;
}

bool query_parse(struct slice text, struct arena *arena, struct notes *notes, struct tree **tree,
	size_t *position, struct error *error)
{
	struct error problem = {0};
	struct parser parser = {.lexer = {.text = text, .notes = notes}, .arena = arena,
		.notes = notes, .error = &problem};
	struct tree *whole;

	if (text.size > WIRE_QUERY_LIMIT) {
		*position = WIRE_QUERY_LIMIT;
		return error_set(error, ERROR_QUERY, "the query has %zu bytes; at most %d are read",
			text.size, WIRE_QUERY_LIMIT);
	}
	parser.lexer.is_legal = is_legal(text);
	parser.is_sentence = is_sentence(text);
	advance(&parser);
	whole = parse_or(&parser, FIELD_TEXT);
	while (whole && parser.token.kind != QUERY_TOKEN_END) {
		struct tree *more;

		/* Only a ')' that nothing opened can stand here. */
		notes_add(notes, "a parenthesis that nothing opened was left out");
		advance(&parser);
		more = parse_or(&parser, FIELD_TEXT);
		if (!more) {
			whole = NULL;
		} else if (more->kind != TREE_EMPTY) {
			if (whole->kind != TREE_LOOSE)
				whole = combine(&parser, TREE_LOOSE, whole);
			tree_append(whole, more);
		}
	}
	if (!whole) {
		*position = parser.position;
		*error = problem;
		return false;
	}
	*tree = whole;
	return true;
}
