/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/reader/json_parse.h"

#include <stdint.h>
#include <string.h>

#include "base/memory.h"
#include "text/utf8.h"

#include "base/banned.h"

#define FIRST_CAPACITY 16

struct parser {
	struct slice text;
	size_t position;
	unsigned depth; /* brackets open */
	struct error *error;
};

static bool fail(struct parser *parser, const char *reason)
{
	return error_set(parser->error, ERROR_FORMAT, "byte %zu: %s", parser->position + 1, reason);
}

/* The byte at the position; 0 at the end, which no valid text has elsewhere. */
static char peek(const struct parser *parser)
{
	return parser->position < parser->text.size ? parser->text.data[parser->position] : '\0';
}

static void skip_space(struct parser *parser)
{
	while (parser->position < parser->text.size &&
		memchr(" \n\r\t", parser->text.data[parser->position], 4))
		parser->position++;
}

/* The first byte at or after `position` that is special in a string: a quotation mark, a
 * backslash or a control character. Eight at a time: each lane of `found` has its top bit set
 * where (byte ^ mark) - 1 or byte - 32 borrows; a borrow may run into the lane above, so the
 * lowest one found is right, and it is the one that is taken (little-endian order). */
static size_t find_special(struct slice text, size_t position)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;

	for (uint64_t word; position + sizeof(word) <= text.size; position += sizeof(word)) {
		uint64_t quote, escape, found;

		memcpy(&word, text.data + position, sizeof(word));
		quote = word ^ ones * '"';
		escape = word ^ ones * '\\';
		found = (((quote - ones) & ~quote) | ((escape - ones) & ~escape) |
				((word - ones * ' ') & ~word)) & tops;
		if (found)
			break;
	}
	while (position < text.size && text.data[position] != '"' && text.data[position] != '\\' &&
		(unsigned char)text.data[position] >= ' ')
		position++;
	return position;
}

static int hex_value(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	if ((byte | ' ') >= 'a' && (byte | ' ') <= 'f')
		return (byte | ' ') - 'a' + 10;
	return -1;
}

/* Four hexadecimal digits at `position`; -1 when they are not there. */
static int read_hex(struct slice text, size_t position)
{
	int code = 0;

	if (position + 4 > text.size)
		return -1;
	for (size_t i = position; i < position + 4; i++) {
		int digit = hex_value(text.data[i]);

		if (digit < 0)
			return -1;
		code = code * 16 + digit;
	}
	return code;
}

static bool skip_escape(struct parser *parser)
{
	char kind = parser->position + 1 < parser->text.size ?
			    parser->text.data[parser->position + 1] : '\0';

	if (kind == 'u' && read_hex(parser->text, parser->position + 2) < 0)
		return fail(parser, "\\u wants four hexadecimal digits");
	if (!kind || !strchr("\"\\/bfnrtu", kind))
		return fail(parser, "no such escape");
	parser->position += kind == 'u' ? 6 : 2;
	return true;
}

/* From its opening mark to behind its closing one. */
static bool skip_string(struct parser *parser)
{
	parser->position++;
	for (;;) {
		parser->position = find_special(parser->text, parser->position);
		if (parser->position == parser->text.size)
			return fail(parser, "a string is not closed");
		if (peek(parser) == '"')
			break;
		if (peek(parser) != '\\')
			return fail(parser, "a control character in a string");
		if (!skip_escape(parser))
			return false;
	}
	parser->position++;
	return true;
}

static size_t skip_digits(struct parser *parser)
{
	size_t begin = parser->position;

	while (peek(parser) >= '0' && peek(parser) <= '9')
		parser->position++;
	return parser->position - begin;
}

/* -? (0 | [1-9][0-9]*) (\.[0-9]+)? ([eE][+-]?[0-9]+)? */
static bool skip_number(struct parser *parser)
{
	bool has_zero;

	if (peek(parser) == '-')
		parser->position++;
	has_zero = peek(parser) == '0';
	if (has_zero)
		parser->position++;
	if (skip_digits(parser) > 0 ? has_zero : !has_zero)
		return fail(parser, "not a number");
	if (peek(parser) == '.') {
		parser->position++;
		if (!skip_digits(parser))
			return fail(parser, "not a number");
	}
	if (peek(parser) == 'e' || peek(parser) == 'E') {
		parser->position++;
		if (peek(parser) == '+' || peek(parser) == '-')
			parser->position++;
		if (!skip_digits(parser))
			return fail(parser, "not a number");
	}
	return true;
}

static bool skip_word(struct parser *parser, const char *word)
{
	struct slice rest = slice_range(parser->text, parser->position, parser->text.size);

	if (!slice_starts_with(rest, slice_of(word)))
		return fail(parser, "a value is wanted");
	parser->position += strlen(word);
	return true;
}

static bool take_members(struct parser *parser, char open, struct json_members *members,
	struct arena *arena);

/* Takes a value, and checks what is in it. */
static bool take_value(struct parser *parser, struct json_value *value)
{
	size_t begin = parser->position;
	char first = peek(parser);
	bool is_good;

	if (first == '"') {
		value->kind = JSON_KIND_STRING;
		is_good = skip_string(parser);
	} else if (first == '{' || first == '[') {
		value->kind = first == '{' ? JSON_KIND_OBJECT : JSON_KIND_ARRAY;
		is_good = take_members(parser, first, NULL, NULL);
	} else if (first == '-' || (first >= '0' && first <= '9')) {
		value->kind = JSON_KIND_NUMBER;
		is_good = skip_number(parser);
	} else if (first == 'n') {
		value->kind = JSON_KIND_NULL;
		is_good = skip_word(parser, "null");
	} else {
		value->kind = JSON_KIND_BOOLEAN;
		is_good = skip_word(parser, first == 't' ? "true" : "false");
	}
	value->raw = slice_range(parser->text, begin, parser->position);
	return is_good;
}

static void add_member(struct json_members *members, size_t *capacity,
	const struct json_member *member, struct arena *arena)
{
	if (members->count == *capacity) {
		struct json_member *larger;

		*capacity = *capacity ? 2 * *capacity : FIRST_CAPACITY;
		larger = arena_allocate_array(arena, *capacity, sizeof(*larger));
		if (members->count)
			memcpy(larger, members->members, members->count * sizeof(*larger));
		members->members = larger;
	}
	members->members[members->count++] = *member;
}

static bool take_key(struct parser *parser, struct json_member *member)
{
	size_t begin = parser->position;

	if (peek(parser) != '"')
		return fail(parser, "a key in quotation marks is wanted");
	if (!skip_string(parser))
		return false;
	member->raw_key = slice_range(parser->text, begin, parser->position);
	skip_space(parser);
	if (peek(parser) != ':')
		return fail(parser, "a colon is wanted");
	parser->position++;
	skip_space(parser);
	return true;
}

/* From the opening bracket to behind the closing one. `members` NULL: only checks. */
static bool take_members(struct parser *parser, char open, struct json_members *members,
	struct arena *arena)
{
	const char close = open == '{' ? '}' : ']';
	struct json_member member = {0};
	size_t capacity = 0;

	if (++parser->depth > JSON_DEPTH_LIMIT)
		return fail(parser, "too many brackets within brackets");
	parser->position++;
	skip_space(parser);
	for (bool is_first = true; peek(parser) != close; is_first = false) {
		if (!is_first && peek(parser) != ',')
			return fail(parser, "a comma or a closing bracket is wanted");
		parser->position += !is_first;
		skip_space(parser);
		if ((open == '{' && !take_key(parser, &member)) || !take_value(parser, &member.value))
			return false;
		if (members)
			add_member(members, &capacity, &member, arena);
		skip_space(parser);
	}
	parser->position++;
	parser->depth--;
	return true;
}

bool json_parse(struct slice text, enum json_kind kind, struct arena *arena,
	struct json_members *members, struct error *error)
{
	struct parser parser = {.text = text, .error = error};
	const char open = kind == JSON_KIND_OBJECT ? '{' : '[';
	struct json_members parsed = {0};

	skip_space(&parser);
	if (peek(&parser) != open)
		return error_set(error, ERROR_FORMAT, "not a JSON %s", open == '{' ? "object" : "array");
	if (!take_members(&parser, open, &parsed, arena))
		return false;
	skip_space(&parser);
	if (parser.position < text.size)
		return fail(&parser, "something behind its end");
	for (size_t i = 0; open == '{' && i < parsed.count; i++)
		parsed.members[i].key = json_decode(parsed.members[i].raw_key, arena);
	*members = parsed;
	return true;
}

struct json_member *json_find(const struct json_members *members, const char *key)
{
	const struct slice wanted = slice_of(key);

	for (size_t i = members->count; i-- > 0;) {
		if (slice_equal(members->members[i].key, wanted))
			return &members->members[i];
	}
	return NULL;
}

/* Decodes \uXXXX at `position`, both halves of a surrogate pair (RFC 8259 §7), and moves
 * behind it. */
static uint32_t decode_hex(struct slice text, size_t *position)
{
	uint32_t code = (uint32_t)read_hex(text, *position + 2), low;

	*position += 6;
	if (code == 0)
		return UTF8_REPLACEMENT;
	if (code < 0xd800 || code > 0xdfff)
		return code;
	if (code > 0xdbff || *position + 6 > text.size || text.data[*position] != '\\' ||
		text.data[*position + 1] != 'u')
		return UTF8_REPLACEMENT;
	low = (uint32_t)read_hex(text, *position + 2);
	if (low < 0xdc00 || low > 0xdfff)
		return UTF8_REPLACEMENT;
	*position += 6;
	return 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
}

static char decode_letter(char letter)
{
	static const char letters[] = "bfnrt", bytes[] = "\b\f\n\r\t";
	const char *found = strchr(letters, letter);

	return found ? bytes[found - letters] : letter;
}

struct slice json_decode(struct slice raw, struct arena *arena)
{
	struct slice text = slice_range(raw, 1, raw.size - 1);
	struct buffer decoded = {0};
	size_t begin = 0, position;

	if (!slice_find_byte(text, '\\', 0, &position))
		return text;
	buffer_reserve(&decoded, text.size);
	do {
		buffer_append(&decoded, slice_range(text, begin, position));
		if (text.data[position + 1] == 'u') {
			utf8_append(&decoded, decode_hex(text, &position));
		} else {
			buffer_append_byte(&decoded, decode_letter(text.data[position + 1]));
			position += 2;
		}
		begin = position;
	} while (slice_find_byte(text, '\\', begin, &position));
	buffer_append(&decoded, slice_range(text, begin, text.size));
	text = arena_copy(arena, buffer_slice(&decoded));
	buffer_clear(&decoded);
	return text;
}

void json_compact(struct slice raw, struct buffer *output)
{
	struct error ignored;
	struct parser parser = {.text = raw, .error = &ignored};
	size_t begin;

	while (skip_space(&parser), begin = parser.position, begin < raw.size) {
		if (peek(&parser) != '"')
			parser.position++;
		else if (!skip_string(&parser))
			return; /* not a value that was checked */
		buffer_append(output, slice_range(raw, begin, parser.position));
	}
}
