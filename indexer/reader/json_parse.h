/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_parse.h - reads one JSON object (RFC 8259) without building a tree.
 *
 * A member is where its value stands in the text; only strings that are asked for are
 * decoded. Of ten keys of an article four may be wanted, and a tree of all of them took
 * seven times as long (docs/DECISIONS.md). Everything is checked, wanted or not.
 */
#ifndef INDEXER_READER_JSON_PARSE_H
#define INDEXER_READER_JSON_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

#define JSON_DEPTH_LIMIT 256 /* brackets within brackets */

enum json_kind {
	JSON_KIND_NULL,
	JSON_KIND_BOOLEAN,
	JSON_KIND_NUMBER,
	JSON_KIND_STRING,
	JSON_KIND_ARRAY,
	JSON_KIND_OBJECT,
};

struct json_value {
	enum json_kind kind;
	struct slice raw; /* as it stands in the text; a string with its quotation marks */
};

struct json_member {
	struct slice key;     /* decoded; "" for the elements of an array */
	struct slice raw_key; /* as it stands in the text, with its quotation marks */
	struct json_value value;
	bool is_taken;        /* for who reads them */
};

struct json_members {
	struct json_member *members; /* in the order of the text; arena */
	size_t count;
};

/* The members of an object, or the elements of an array: the whole of `text`, which is valid
 * UTF-8, but for white space around it. ERROR_FORMAT names byte and reason. */
bool json_parse(struct slice text, enum json_kind kind, struct arena *arena,
	struct json_members *members, struct error *error);
/* The last member with this key; NULL when there is none. */
struct json_member *json_find(const struct json_members *members, const char *key);
/* The text of a string: valid UTF-8 without NUL, into which half a surrogate pair and
 * \u0000 come as U+FFFD. In the arena, or in the text where nothing was escaped. */
struct slice json_decode(struct slice raw, struct arena *arena);
/* Appends a value or key as it stands in the text, but without white space around its parts. */
void json_compact(struct slice raw, struct buffer *output);

#endif
