/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON (RFC 8259): an object is an article; its keys are told apart by indexer/reader/mapping. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/clock.h"
#include "base/memory.h"
#include "indexer/reader/json_cut.h"
#include "indexer/reader/mapping.h"
#include "indexer/reader/reader.h"
#include "text/utf8.h"

#include "base/banned.h"

/* Beyond this a number in a date key counts milliseconds: as seconds it would be year 5138. */
#define SECONDS_LIMIT 100000000000LL

static struct slice copy_text(struct slice text, struct arena *arena)
{
	/* jansson has checked that it is UTF-8; but \u0000 may have come in. */
	return text.size && memchr(text.data, 0, text.size) ? utf8_repair(text, arena) :
							      arena_copy(arena, text);
}

static struct slice text_of(const json_t *value, const char *separator, struct arena *arena);

static struct slice text_of_array(const json_t *array, const char *separator, struct arena *arena)
{
	struct buffer joined = {0};
	struct slice text;

	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *element = json_array_get(array, i);

		/* An array in an array is no text. */
		text = json_is_array(element) ? (struct slice){0} :
						text_of(element, separator, arena);
		if (text.size && joined.size)
			buffer_append_string(&joined, separator);
		buffer_append(&joined, text);
	}
	text = arena_copy(arena, buffer_slice(&joined));
	buffer_clear(&joined);
	return text;
}

/* The text of a value as people write them: a string, a number, several of them, or an object
 * with a name (schema.org: "author": {"@type": "Person", "name": "..."}). Empty: it has none. */
static struct slice text_of(const json_t *value, const char *separator, struct arena *arena)
{
	if (json_is_string(value))
		return copy_text(slice_make(json_string_value(value), json_string_length(value)), arena);
	if (json_is_integer(value))
		return arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	if (json_is_real(value))
		return arena_printf(arena, "%.15g", json_real_value(value));
	if (json_is_array(value))
		return text_of_array(value, separator, arena);
	if (json_is_object(value)) {
		const json_t *name = json_object_get(value, "name");

		return json_is_string(name) ? text_of(name, separator, arena) : (struct slice){0};
	}
	return (struct slice){0};
}

static bool date_of(const json_t *value, int64_t *date)
{
	struct slice text;
	int64_t number;

	if (json_is_number(value)) {
		double wide = json_number_value(value);

		if (!(wide > -1e15 && wide < 1e15))
			return false;
		number = (int64_t)wide;
	} else {
		text = slice_trim(slice_make(json_string_value(value), json_string_length(value)));
		if (clock_parse_date(text, date))
			return true;
		if (!slice_to_signed(text, &number) || number / SECONDS_LIMIT / 1000 != 0)
			return false;
	}
	*date = number >= SECONDS_LIMIT || number <= -SECONDS_LIMIT ? number / 1000 : number;
	return true;
}

/* The value of the first key that is there, has something, and reads as a date where one is
 * wanted; it leaves the object, and what stays is kept as it is. */
static bool take_part(json_t *object, const struct mapping_keys *keys, const char *separator,
	struct arena *arena, struct slice *text)
{
	for (size_t i = 0; i < keys->count; i++) {
		const json_t *value = json_object_get(object, keys->keys[i]);

		if (!value)
			continue;
		*text = text_of(value, separator, arena);
		if (text->size) {
			json_object_del(object, keys->keys[i]);
			return true;
		}
	}
	return false;
}

static void take_date(json_t *object, const struct mapping_keys *keys, int64_t *date)
{
	for (size_t i = 0; i < keys->count; i++) {
		const json_t *value = json_object_get(object, keys->keys[i]);

		if (value && (json_is_number(value) || json_is_string(value)) && date_of(value, date)) {
			json_object_del(object, keys->keys[i]);
			return;
		}
	}
}

static void take_parts(json_t *object, const struct mapping *mapping, struct arena *arena,
	struct article *article)
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
		take_part(object, &mapping->parts[parts[i].part], parts[i].separator, arena,
			parts[i].text);
	take_date(object, &mapping->parts[PART_DATE], &article->date);
	if (json_object_size(object)) {
		char *extra = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);

		article->extra = arena_copy(arena, slice_of(extra));
		free(extra);
	}
}

/* Text that is not UTF-8 is repaired and read again: one bad byte is no reason to lose an
 * article. */
static json_t *load(struct slice bytes, struct arena *arena, json_error_t *failure)
{
	json_t *root = json_loadb(bytes.data, bytes.size, JSON_ALLOW_NUL, failure);

	if (root || json_error_code(failure) != json_error_invalid_utf8)
		return root;
	bytes = utf8_repair(bytes, arena);
	return json_loadb(bytes.data, bytes.size, JSON_ALLOW_NUL, failure);
}

static bool next(struct parsing *parsing, struct arena *arena, struct article *article,
	struct error *error)
{
	json_error_t failure;
	json_t *root;

	if (parsing->given++)
		return false;
	root = load(parsing->bytes, arena, &failure);
	if (!root)
		return error_set(error, ERROR_FORMAT, "%s at byte %d", failure.text, failure.position);
	if (!json_is_object(root)) {
		json_decref(root);
		return error_set(error, ERROR_FORMAT, "not a JSON object");
	}
	article_init(article);
	take_parts(root, parsing->mapping, arena, article);
	json_decref(root);
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
