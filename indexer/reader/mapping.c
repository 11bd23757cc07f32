/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/reader/mapping.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"
#include "base/slice.h"

#include "base/banned.h"

#define KEYS_LIMIT 6

/* clang-format off */
/* The first key of a row is also the name of the field in --map. */
static const char *const known[PART_COUNT][KEYS_LIMIT] = {
	[PART_IDENTITY] = { "id" },
	[PART_TITLE]    = { "title", "headline" },
	[PART_SUBTITLE] = { "subtitle", "description", "dek", "summary" },
	[PART_BODY]     = { "body", "text", "content", "articleBody" },
	[PART_DATE]     = { "date", "published", "datePublished", "pubDate" },
	[PART_AUTHOR]   = { "author", "byline" },
	[PART_URL]      = { "url", "link" },
	[PART_SOURCE]   = { "source", "publisher", "site" },
	[PART_LANGUAGE] = { "language", "lang" },
	[PART_SECTION]  = { "section", "category" },
	[PART_TAGS]     = { "tags", "keywords" },
};
/* clang-format on */

static_assert(COUNT_OF(known) == PART_COUNT, "a part lacks its keys");

void mapping_init(struct mapping *mapping)
{
	memset(mapping, 0, sizeof(*mapping));
	for (size_t part = 0; part < PART_COUNT; part++) {
		struct mapping_keys *keys = &mapping->parts[part];

		keys->keys = memory_grow(NULL, &keys->capacity, KEYS_LIMIT, sizeof(*keys->keys));
		while (keys->count < KEYS_LIMIT && known[part][keys->count]) {
			keys->keys[keys->count] = known[part][keys->count];
			keys->count++;
		}
	}
}

void mapping_clear(struct mapping *mapping)
{
	for (size_t part = 0; part < PART_COUNT; part++)
		memory_free(mapping->parts[part].keys);
	memset(mapping, 0, sizeof(*mapping));
}

static bool part_by_name(struct slice name, size_t *part)
{
	for (*part = 0; *part < PART_COUNT; ++*part) {
		for (size_t i = 0; i < KEYS_LIMIT && known[*part][i]; i++) {
			if (slice_equal_string(name, known[*part][i]))
				return true;
		}
	}
	return false;
}

static void put_first(struct mapping_keys *keys, const char *key)
{
	keys->keys = memory_grow(keys->keys, &keys->capacity, keys->count + 1, sizeof(*keys->keys));
	memmove(keys->keys + 1, keys->keys, keys->count * sizeof(*keys->keys));
	keys->keys[0] = key;
	keys->count++;
}

bool mapping_add(struct mapping *mapping, const char *definition, struct error *error)
{
	const char *equals = strchr(definition, '=');
	size_t part;

	if (!equals || !equals[1])
		return error_set(error, ERROR_USAGE, "--map %s: want FIELD=KEY", definition);
	if (!part_by_name(slice_make(definition, (size_t)(equals - definition)), &part))
		return error_set(error, ERROR_USAGE,
			"--map %s: no such field; there are id title subtitle body date author url "
			"source language section tags",
			definition);
	put_first(&mapping->parts[part], equals + 1);
	return true;
}
