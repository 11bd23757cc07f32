/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/manifest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <jansson.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "schema/version.h"

#include "base/banned.h"

#define NAME "manifest.json"
#define LIMIT_BYTES ((size_t)64 << 20)
#define NUMBER_LIMIT INT64_MAX /* of JSON numbers as jansson reads them */
#define REMEDY "run quoth-index --rebuild"

/* The manifest's own digest, of all bytes before it, stands at its end in fixed form: a
 * flipped bit anywhere is found, in the digits and the brackets too. */
#define TAIL_BEGIN " \"digest\": \""
#define TAIL_END "\"\n}\n"
#define TAIL_SIZE (sizeof(TAIL_BEGIN) - 1 + DIGEST_TEXT_SIZE - 1 + sizeof(TAIL_END) - 1)

void manifest_init(struct manifest *manifest)
{
	*manifest = (struct manifest){.next_segment = 1, .schema = SCHEMA_VERSION};
}

void manifest_clear(struct manifest *manifest)
{
	memory_free(manifest->segments);
	manifest_init(manifest);
}

void manifest_copy(const struct manifest *from, struct manifest *to)
{
	*to = *from;
	to->segments = NULL;
	if (from->segment_count == 0)
		return;
	to->segments = memory_allocate_array(from->segment_count, sizeof(*to->segments));
	memcpy(to->segments, from->segments, from->segment_count * sizeof(*to->segments));
}

void manifest_path(const char *index, const struct manifest_segment *segment, const char *kind,
	struct buffer *path)
{
	buffer_reset(path);
	buffer_printf(path, "%s/segments/%06llu.%s", index, (unsigned long long)segment->number,
		kind);
	if (strcmp(kind, "dead") == 0)
		buffer_printf(path, ".%u", segment->dead_version);
}

static void encode_file(const char *kind, const struct manifest_file *file, struct buffer *json)
{
	char text[DIGEST_TEXT_SIZE];

	digest_to_text(file->digest, text);
	buffer_printf(json, ",\n   \"%s\": {\"size\": %llu, \"digest\": \"%s\"}", kind,
		(unsigned long long)file->size, text);
}

static void encode_segment(const struct manifest_segment *segment, struct buffer *json)
{
	buffer_printf(json,
		"  {\"number\": %llu, \"article_count\": %u, \"quotation_count\": %u, "
		"\"text_bytes\": %llu,\n   \"dead_count\": %u, \"dead_version\": %u",
		(unsigned long long)segment->number, segment->article_count,
		segment->quotation_count, (unsigned long long)segment->text_bytes,
		segment->dead_count, segment->dead_version);
	encode_file("articles", &segment->articles, json);
	encode_file("tokens", &segment->tokens, json);
	encode_file("quotes", &segment->quotations, json);
	if (segment->words.size > 0)
		encode_file("words", &segment->words, json);
	if (segment->dead_version > 0)
		encode_file("dead", &segment->dead, json);
	buffer_append_string(json, "}");
}

/* Written by hand rather than by jansson, which would need no less code for the same lines:
 * every value is a number, a digest or a language code. */
void manifest_encode(const struct manifest *manifest, struct buffer *json)
{
	const size_t begin = json->size;
	const char *separator = "";
	char text[DIGEST_TEXT_SIZE];

	buffer_printf(json,
		"{\n \"schema\": %u,\n \"generation\": %llu,\n \"next_segment\": %llu,\n"
		" \"language_articles\": {",
		manifest->schema, (unsigned long long)manifest->generation,
		(unsigned long long)manifest->next_segment);
	for (unsigned i = 0; i < LANGUAGE_COUNT; i++) {
		if (manifest->language_articles[i] == 0)
			continue;
		buffer_printf(json, "%s\"%s\": %u", separator, language_code((enum language)i),
			manifest->language_articles[i]);
		separator = ", ";
	}
	buffer_append_string(json, "},\n \"segments\": [");
	separator = "\n";
	for (size_t i = 0; i < manifest->segment_count; i++) {
		buffer_append_string(json, separator);
		encode_segment(&manifest->segments[i], json);
		separator = ",\n";
	}
	buffer_append_string(json, "],\n");
	digest_to_text(digest_128(slice_range(buffer_slice(json), begin, json->size)), text);
	buffer_printf(json, TAIL_BEGIN "%s" TAIL_END, text);
}

static bool damaged(struct error *error, const char *what)
{
	return error_set(error, ERROR_INDEX, NAME ": damaged: %s; " REMEDY, what);
}

/* Is the tail there, and does its digest fit what is before it? */
static bool check_digest(struct slice json, struct error *error)
{
	struct buffer tail = {0};
	char text[DIGEST_TEXT_SIZE];
	bool good;

	if (json.size < TAIL_SIZE)
		return damaged(error, "cut short");
	digest_to_text(digest_128(slice_range(json, 0, json.size - TAIL_SIZE)), text);
	buffer_printf(&tail, TAIL_BEGIN "%s" TAIL_END, text);
	good = slice_ends_with(json, buffer_slice(&tail));
	buffer_clear(&tail);
	return good || damaged(error, "its digest is another");
}

static bool take_number(const json_t *object, const char *key, uint64_t limit, uint64_t *number)
{
	const json_t *value = json_object_get(object, key);
	const json_int_t integer = json_integer_value(value);

	if (!json_is_integer(value) || integer < 0 || (uint64_t)integer > limit)
		return false;
	*number = (uint64_t)integer;
	return true;
}

static bool take_count(const json_t *object, const char *key, uint32_t *count)
{
	uint64_t number;

	if (!take_number(object, key, UINT32_MAX, &number))
		return false;
	*count = (uint32_t)number;
	return true;
}

static bool take_file(const json_t *segment, const char *kind, struct manifest_file *file)
{
	const json_t *object = json_object_get(segment, kind);
	const char *text = json_string_value(json_object_get(object, "digest"));

	return take_number(object, "size", NUMBER_LIMIT, &file->size) &&
	       digest_from_text(slice_of(text), &file->digest);
}

static bool take_segment(const json_t *object, struct manifest_segment *segment)
{
	return take_number(object, "number", NUMBER_LIMIT, &segment->number) &&
	       take_count(object, "article_count", &segment->article_count) &&
	       take_count(object, "quotation_count", &segment->quotation_count) &&
	       take_number(object, "text_bytes", NUMBER_LIMIT, &segment->text_bytes) &&
	       take_count(object, "dead_count", &segment->dead_count) &&
	       take_count(object, "dead_version", &segment->dead_version) &&
	       take_file(object, "articles", &segment->articles) &&
	       take_file(object, "tokens", &segment->tokens) &&
	       take_file(object, "quotes", &segment->quotations) &&
	       (!json_object_get(object, "words") || take_file(object, "words", &segment->words)) &&
	       (segment->dead_version == 0 || take_file(object, "dead", &segment->dead));
}

static bool take_languages(const json_t *root, struct manifest *manifest)
{
	const json_t *object = json_object_get(root, "language_articles");
	size_t found = 0;

	for (unsigned i = 0; i < LANGUAGE_COUNT; i++) {
		const char *code = language_code((enum language)i);

		if (!json_object_get(object, code))
			continue;
		if (!take_count(object, code, &manifest->language_articles[i]))
			return false;
		found++;
	}
	return json_is_object(object) && found == json_object_size(object);
}

static bool take_segments(const json_t *root, struct manifest *manifest)
{
	const json_t *array = json_object_get(root, "segments");
	const size_t count = json_array_size(array);

	if (!json_is_array(array))
		return false;
	if (count > 0)
		manifest->segments = memory_allocate_array(count, sizeof(*manifest->segments));
	for (; manifest->segment_count < count; manifest->segment_count++)
		if (!take_segment(json_array_get(array, manifest->segment_count),
			    &manifest->segments[manifest->segment_count]))
			return false;
	return true;
}

static int compare_numbers(const void *a, const void *b)
{
	const uint64_t first = *(const uint64_t *)a, second = *(const uint64_t *)b;

	return (first > second) - (first < second);
}

static bool numbers_are_unique(const struct manifest *manifest)
{
	uint64_t *numbers = memory_allocate_array(manifest->segment_count + 1, sizeof(*numbers));
	bool unique = true;

	for (size_t i = 0; i < manifest->segment_count; i++)
		numbers[i] = manifest->segments[i].number;
	qsort(numbers, manifest->segment_count, sizeof(*numbers), compare_numbers);
	for (size_t i = 1; i < manifest->segment_count; i++)
		unique = unique && numbers[i] != numbers[i - 1];
	memory_free(numbers);
	return unique;
}

/* What readers take for granted; NULL, or what is wrong. */
static const char *find_fault(const struct manifest *manifest)
{
	uint64_t most = 0;

	for (size_t i = 0; i < manifest->segment_count; i++) {
		const struct manifest_segment *segment = &manifest->segments[i];

		if (segment->number == 0 || segment->number >= manifest->next_segment)
			return "a segment has a number not given out yet";
		if (segment->dead_count > segment->article_count ||
			(segment->dead_count > 0) != (segment->dead_version > 0))
			return "a segment's dead do not add up";
		most = segment->article_count > most ? segment->article_count : most;
		most = segment->quotation_count > most ? segment->quotation_count : most;
	}
	if (!numbers_are_unique(manifest))
		return "two segments have the same number";
	/* Xapian numbers documents of several databases in turn, in 32 bits. */
	if (most * manifest->segment_count > UINT32_MAX)
		return "more documents than can be numbered";
	return NULL;
}

/* Fills a manifest that is init'ed; on failure it may be left half filled. */
static bool take_manifest(const json_t *root, struct manifest *manifest, struct error *error)
{
	uint64_t schema;

	if (!take_number(root, "schema", UINT32_MAX, &schema))
		return damaged(error, "it has no schema");
	if (schema != SCHEMA_VERSION)
		return error_set(error, ERROR_INDEX, "index has schema %llu, need %u; " REMEDY,
			(unsigned long long)schema, SCHEMA_VERSION);
	if (!take_number(root, "generation", NUMBER_LIMIT, &manifest->generation) ||
		!take_number(root, "next_segment", NUMBER_LIMIT, &manifest->next_segment) ||
		!take_languages(root, manifest) || !take_segments(root, manifest))
		return damaged(error, "a value is missing or out of range");

	const char *fault = find_fault(manifest);

	return !fault || damaged(error, fault);
}

bool manifest_decode(struct slice json, struct manifest *manifest, struct error *error)
{
	struct manifest decoded;
	json_error_t reason;
	json_t *root;
	bool good;

	if (!check_digest(json, error))
		return false;
	root = json_loadb(json.data, json.size, JSON_REJECT_DUPLICATES, &reason);
	if (!root)
		return damaged(error, reason.text);
	manifest_init(&decoded);
	good = take_manifest(root, &decoded, error);
	json_decref(root);
	if (good)
		*manifest = decoded;
	else
		manifest_clear(&decoded);
	return good;
}

bool manifest_read(const char *index, struct manifest *manifest, struct error *error)
{
	struct buffer path = {0}, json = {0};
	struct stat status;
	bool good;

	buffer_printf(&path, "%s/" NAME, index);
	if (stat(path.data, &status) < 0 && (errno == ENOENT || errno == ENOTDIR)) {
		error_clear(error);
		good = false;
	} else {
		good = file_read(path.data, LIMIT_BYTES, &json, error) &&
		       (manifest_decode(buffer_slice(&json), manifest, error) ||
			       error_prefix(error, "%s", index));
	}
	buffer_clear(&path);
	buffer_clear(&json);
	return good;
}

bool manifest_write(const char *index, const struct manifest *manifest, struct error *error)
{
	const char *fault = find_fault(manifest);
	struct buffer path = {0}, json = {0};
	bool good;

	if (fault)
		return error_set(error, ERROR_LIMIT, "%s: not published: %s", index, fault);
	buffer_printf(&path, "%s/" NAME, index);
	manifest_encode(manifest, &json);
	good = file_replace(path.data, buffer_slice(&json), error);
	buffer_clear(&path);
	buffer_clear(&json);
	return good;
}
