/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON (RFC 8259): an object is an article; its keys are told apart by indexer/reader/mapping. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "indexer/reader/json_cut.h"
#include "indexer/reader/json_parse.h"
#include "indexer/reader/mapping.h"
#include "indexer/reader/reader.h"
#include "text/utf8.h"

#include "base/banned.h"

/* Beyond this a number in a date key counts milliseconds: as seconds it would be year 5138. */
#define SECONDS_LIMIT 100000000000LL

/* What was checked once parses again; where it does not, it has no members. */
static struct json_members members_of(const struct json_value *value, struct arena *arena)
{
	struct json_members members = {0};
	struct error ignored;

	json_parse(value->raw, value->kind, arena, &members, &ignored);
	return members;
}

/* The name of an object: schema.org has "author": {"@type": "Person", "name": "..."}. */
static struct slice name_of(const struct json_value *object, struct arena *arena)
{
	struct json_members members = members_of(object, arena);
	const struct json_member *name = json_find(&members, "name");

	return name && name->value.kind == JSON_KIND_STRING ? json_decode(name->value.raw, arena) :
							      (struct slice){0};
}

/* The text of one value as people write them: a string, a number, or an object with a name.
 * Empty: it has none. */
static struct slice text_of_one(const struct json_value *value, struct arena *arena)
{
	switch (value->kind) {
	case JSON_KIND_STRING:
		return json_decode(value->raw, arena);
	case JSON_KIND_NUMBER:
		return value->raw;
	case JSON_KIND_OBJECT:
		return name_of(value, arena);
	case JSON_KIND_NULL:
	case JSON_KIND_BOOLEAN:
	case JSON_KIND_ARRAY:
		break;
	}
	return (struct slice){0};
}

/* The same, and of the elements of an array, separated. */
static struct slice text_of(const struct json_value *value, const char *separator,
	struct arena *arena)
{
	struct json_members elements;
	struct buffer joined = {0};
	struct slice text;

	if (value->kind != JSON_KIND_ARRAY)
		return text_of_one(value, arena);
	elements = members_of(value, arena);
	for (size_t i = 0; i < elements.count; i++) {
		text = text_of_one(&elements.members[i].value, arena);
		if (text.size && joined.size)
			buffer_append_string(&joined, separator);
		buffer_append(&joined, text);
	}
	text = arena_copy(arena, buffer_slice(&joined));
	buffer_clear(&joined);
	return text;
}

static bool date_of(const struct json_value *value, struct arena *arena, int64_t *date)
{
	struct slice text = slice_trim(text_of_one(value, arena));
	double number;

	if (value->kind == JSON_KIND_STRING && clock_parse_date(text, date))
		return true;
	if (value->kind != JSON_KIND_NUMBER && !slice_to_signed(text, &(int64_t){0}))
		return false;
	number = strtod(arena_copy_string(arena, text), NULL);
	if (!(number > -1e14 && number < 1e14))
		return false;
	*date = (int64_t)number;
	if (*date >= SECONDS_LIMIT || *date <= -SECONDS_LIMIT)
		*date /= 1000;
	return true;
}

/* The value of the first key that is there and has something; what stays is kept as it is. */
static void take_text(const struct json_members *members, const struct mapping_keys *keys,
	const char *separator, struct arena *arena, struct slice *text)
{
	for (size_t i = 0; i < keys->count && !text->size; i++) {
		struct json_member *member = json_find(members, keys->keys[i]);

		if (!member || member->is_taken)
			continue;
		*text = text_of(&member->value, separator, arena);
		member->is_taken = text->size > 0;
	}
}

static void take_date(const struct json_members *members, const struct mapping_keys *keys,
	struct arena *arena, int64_t *date)
{
	for (size_t i = 0; i < keys->count; i++) {
		struct json_member *member = json_find(members, keys->keys[i]);

		if (member && !member->is_taken && date_of(&member->value, arena, date)) {
			member->is_taken = true;
			return;
		}
	}
}

/* What nobody took, as an object of its own. */
static struct slice rest_of(const struct json_members *members, struct arena *arena)
{
	struct buffer rest = {0};
	struct slice text;

	for (size_t i = 0; i < members->count; i++) {
		const struct json_member *member = &members->members[i];

		if (member->is_taken)
			continue;
		buffer_append_byte(&rest, rest.size ? ',' : '{');
		buffer_append(&rest, member->raw_key);
		buffer_append_byte(&rest, ':');
		json_compact(member->value.raw, &rest);
	}
	if (rest.size)
		buffer_append_byte(&rest, '}');
	text = arena_copy(arena, buffer_slice(&rest));
	buffer_clear(&rest);
	return text;
}

static void take_parts(const struct json_members *members, const struct mapping *mapping,
	struct arena *arena, struct article *article)
{
	const struct {
		enum part part;
		struct slice *text;
		const char *separator; /* between the elements of an array */
	} parts[] = {
		{PART_IDENTITY, &article->identity, " "},
		{PART_TITLE, &article->title, " "},
		{PART_SUBTITLE, &article->subtitle, " "},
		{PART_BODY, &article->body, "\n\n"},
		{PART_AUTHOR, &article->author, ", "},
		{PART_URL, &article->url, " "},
		{PART_SOURCE, &article->source, ", "},
		{PART_LANGUAGE, &article->language_name, " "},
		{PART_SECTION, &article->section, ", "},
		{PART_TAGS, &article->tags, "\n"},
	};

	for (size_t i = 0; i < COUNT_OF(parts); i++)
		take_text(members, &mapping->parts[parts[i].part], parts[i].separator, arena,
			parts[i].text);
	take_date(members, &mapping->parts[PART_DATE], arena, &article->date);
	article->extra = rest_of(members, arena);
}

static bool next(struct parsing *parsing, struct arena *arena, struct article *article,
	struct error *error)
{
	struct json_members members;

	if (parsing->given++)
		return false;
	/* One bad byte is no reason to lose an article. */
	if (!json_parse(utf8_repair(parsing->bytes, arena), JSON_KIND_OBJECT, arena, &members, error))
		return false;
	article_init(article);
	take_parts(&members, parsing->mapping, arena, article);
	if (!article->title.size && !article->body.size && !article->identity.size &&
		!article->url.size)
		return error_set(error, ERROR_FORMAT, "has no title and no body");
	article->title = slice_trim(article->title);
	return true;
}

const struct reader reader_json = {
	.name = "json",
	.extensions = "json",
	.help = "a JSON object, an array of them, or one a line",
	.sniff = json_cut_sniff,
	.cut = json_cut_values,
	.next = next,
};

const struct reader reader_json_lines = {
	.name = "jsonl",
	.extensions = "jsonl|ndjson",
	.help = "a JSON object a line",
	.cut = json_cut_lines,
	.next = next,
};
