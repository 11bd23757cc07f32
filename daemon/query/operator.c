/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/query/operator.h"

#include "base/memory.h"

#define DISTANCE_LIMIT 1000
#define SENTENCE 25   /* words, as LexisNexis counts one */
#define PARAGRAPH 75

/* What may follow an operator's name. */
enum number {
	NO_NUMBER,
	MAY_NUMBER,  /* /5 or nothing */
	NEEDS_NUMBER,
	NEEDS_DIGITS /* /5 or 5 */
};

static const struct operator_row {
	const char *text;
	enum query_token_kind kind;
	enum number number;
	bool is_legal;
} operators[] = {
	{"AND", QUERY_TOKEN_AND, NO_NUMBER, false},
	{"&&", QUERY_TOKEN_AND, NO_NUMBER, false},
	{"OR", QUERY_TOKEN_OR, NO_NUMBER, false},
	{"NOT", QUERY_TOKEN_NOT, NO_NUMBER, false},
	{"AND_NOT", QUERY_TOKEN_NOT, NO_NUMBER, false},
	{"ANDNOT", QUERY_TOKEN_NOT, NO_NUMBER, false},
	{"NEAR", QUERY_TOKEN_NEAR, MAY_NUMBER, false},
	{"NEAR", QUERY_TOKEN_NEAR, NEEDS_DIGITS, false},
	{"near", QUERY_TOKEN_NEAR, NEEDS_DIGITS, false},
	{"AROUND", QUERY_TOKEN_NEAR, NEEDS_NUMBER, false},
	{"BEFORE", QUERY_TOKEN_BEFORE, MAY_NUMBER, false},
	{"ADJ", QUERY_TOKEN_BEFORE, MAY_NUMBER, false},
	{"ADJ", QUERY_TOKEN_BEFORE, NEEDS_DIGITS, false},
	{"adj", QUERY_TOKEN_BEFORE, NEEDS_DIGITS, false},
	{"ONEAR", QUERY_TOKEN_BEFORE, NEEDS_NUMBER, false},
	{"onear", QUERY_TOKEN_BEFORE, NEEDS_NUMBER, false},
	{"w", QUERY_TOKEN_NEAR, NEEDS_NUMBER, true},
	{"W", QUERY_TOKEN_NEAR, NEEDS_NUMBER, true},
	{"pre", QUERY_TOKEN_BEFORE, NEEDS_NUMBER, true},
	{"PRE", QUERY_TOKEN_BEFORE, NEEDS_NUMBER, true},
	{"", QUERY_TOKEN_NEAR, NEEDS_NUMBER, true},
};

/* Whole chunks that are read as something near: sentences and paragraphs are not indexed. */
static const struct {
	const char *text;
	unsigned distance;
} stretches[] = {
	{"/s", SENTENCE}, {"w/s", SENTENCE}, {"W/S", SENTENCE}, {"w/sent", SENTENCE},
	{"/p", PARAGRAPH}, {"w/p", PARAGRAPH}, {"W/P", PARAGRAPH}, {"w/para", PARAGRAPH},
};

static const char *const functions[] = {"caps", "allcaps", "nocaps", "plural", "singular"};

static unsigned clamp_distance(uint64_t number)
{
	return number < 1 ? 1 : number > DISTANCE_LIMIT ? DISTANCE_LIMIT : (unsigned)number;
}

/* The number behind an operator's name; false where that is something else. */
static bool take_number(enum number form, struct slice rest, uint64_t *number)
{
	*number = QUERY_NEAR_INITIAL;
	if (rest.size == 0)
		return form == NO_NUMBER || form == MAY_NUMBER;
	if (form == NO_NUMBER)
		return false;
	if (rest.data[0] == '/')
		return slice_to_unsigned(slice_range(rest, 1, rest.size), number);
	return form == NEEDS_DIGITS && slice_to_unsigned(rest, number);
}

/* AROUND(5), as Google writes it. */
static bool take_parenthesized(struct slice rest, uint64_t *number, size_t *size)
{
	size_t close;

	if (!slice_starts_with(rest, SLICE_LITERAL("AROUND(")) ||
		!slice_find_byte(rest, ')', 7, &close) ||
		!slice_to_unsigned(slice_range(rest, 7, close), number))
		return false;
	*size = close + 1;
	return true;
}

static bool take_stretch(struct slice chunk, struct notes *notes, struct query_token *token)
{
	for (size_t i = 0; i < COUNT_OF(stretches); i++) {
		if (!slice_equal_string(chunk, stretches[i].text))
			continue;
		token->kind = QUERY_TOKEN_NEAR;
		token->distance = stretches[i].distance;
		token->is_legal = true;
		notes_add(notes, "%.*s is read as NEAR/%u", SLICE_ARGS(chunk), stretches[i].distance);
		return true;
	}
	return false;
}

/* The chunk behind the blanks that follow `from`. */
static struct slice next_chunk(struct slice rest, size_t from)
{
	size_t end;

	while (from < rest.size && rest.data[from] == ' ')
		from++;
	for (end = from; end < rest.size && rest.data[end] != ' ' && rest.data[end] != '('; end++)
		continue;
	return slice_range(rest, from, end);
}

static bool is_one_of(struct slice chunk, const char *first, const char *second)
{
	return slice_equal_string(chunk, first) || slice_equal_string(chunk, second);
}

/* BUT NOT; and what is written small in a legal query: and, or, and not, but not. */
static bool take_small(struct slice chunk, struct slice rest, bool is_legal, struct notes *notes,
	struct query_token *token, size_t *size)
{
	const struct slice next = next_chunk(rest, chunk.size);
	const bool is_conjunction = is_one_of(chunk, "and", "but");

	*size = chunk.size;
	if ((slice_equal_string(chunk, "BUT") && slice_equal_string(next, "NOT")) ||
		(is_legal && is_conjunction && slice_equal_string(next, "not"))) {
		token->kind = QUERY_TOKEN_NOT;
		*size = (size_t)(next.data - rest.data) + next.size;
	} else if (is_legal && is_one_of(chunk, "and", "or")) {
		token->kind = chunk.size == 2 ? QUERY_TOKEN_OR : QUERY_TOKEN_AND;
	} else {
		return false;
	}
	if (is_conjunction || token->kind == QUERY_TOKEN_OR)
		notes_add(notes, "\"and\", \"or\" and \"and not\" are read as operators, as in Lexis and "
			"Westlaw");
	return true;
}

/* NOT w/5: nothing here tells one place of a word from another. */
static bool take_not_near(struct slice chunk, struct slice rest, struct notes *notes,
	struct query_token *token, size_t *size)
{
	const struct slice next = next_chunk(rest, chunk.size);
	struct query_token after = {.kind = QUERY_TOKEN_END};
	size_t after_size;

	if (!is_one_of(chunk, "NOT", "not") || next.size == 0 ||
		!operator_take(next, next, false, NULL, &after, &after_size) || !after.is_legal)
		return false;
	token->kind = QUERY_TOKEN_NOT;
	token->is_legal = true;
	*size = (size_t)(next.data - rest.data) + next.size;
	notes_add(notes, "%.*s is read as NOT", SLICE_ARGS(slice_range(rest, 0, *size)));
	return true;
}

bool operator_take(struct slice chunk, struct slice rest, bool is_legal, struct notes *notes,
	struct query_token *token, size_t *size)
{
	if (take_not_near(chunk, rest, notes, token, size) ||
		take_small(chunk, rest, is_legal, notes, token, size))
		return true;
	*size = chunk.size;
	if (take_stretch(chunk, notes, token))
		return true;
	if (slice_equal_string(chunk, "XOR")) {
		token->kind = QUERY_TOKEN_OR;
		notes_add(notes, "XOR is read as OR: what has both is found, too");
		return true;
	}
	for (size_t i = 0; i < COUNT_OF(operators); i++) {
		const struct operator_row *row = &operators[i];
		const struct slice name = slice_of(row->text);
		uint64_t number;

		if (!slice_starts_with(chunk, name) ||
			(!take_number(row->number, slice_range(chunk, name.size, chunk.size), &number) &&
				!take_parenthesized(rest, &number, size)))
			continue;
		token->kind = row->kind;
		token->is_legal = row->is_legal;
		token->distance = clamp_distance(number);
		return true;
	}
	return false;
}

bool operator_is_function(struct slice chunk, struct slice rest, struct notes *notes)
{
	const struct slice name = SLICE_LITERAL("atleast");
	uint64_t number;
	bool found = false;

	if (chunk.size >= rest.size || rest.data[chunk.size] != '(')
		return false;
	if (chunk.size > name.size && slice_equal_ignore_case(slice_range(chunk, 0, name.size), name))
		found = slice_to_unsigned(slice_range(chunk, name.size, chunk.size), &number);
	for (size_t i = 0; i < COUNT_OF(functions); i++)
		found |= slice_equal_ignore_case(chunk, slice_of(functions[i]));
	if (found)
		notes_add(notes, "%.*s( ) is left out; what it holds is searched for", SLICE_ARGS(chunk));
	return found;
}
