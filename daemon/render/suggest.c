/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/render/suggest.h"

#include "daemon/render/json.h"

#include "base/banned.h"

static const char *const kind_names[] = {
	[SUGGESTION_SPELLING] = "spelling",
	[SUGGESTION_WORD] = "word",
	[SUGGESTION_SPEAKER] = "speaker",
	[SUGGESTION_VALUE] = "value",
};

static void render_suggestion(struct json *json, const struct suggestion *suggestion)
{
	json_open_object(json);
	json_field(json, "kind", slice_of(kind_names[suggestion->kind]));
	json_field(json, "text", suggestion->text);
	json_field(json, "query", suggestion->query);
	json_key(json, "count");
	json_unsigned(json, suggestion->count);
	json_close_object(json);
}

void suggest_render(struct slice typed, const struct suggest_result *result, int64_t took_ns,
	struct buffer *output)
{
	struct json json;

	json_init(&json, output);
	json_open_object(&json);
	json_key(&json, "query");
	json_text(&json, typed);
	json_key(&json, "took_ms");
	json_decimal(&json, (double)took_ns / 1e6, 3);
	json_key(&json, "total");
	json_unsigned(&json, result->count);
	json_key(&json, "hits");
	json_open_array(&json);
	for (size_t i = 0; i < result->count; i++)
		render_suggestion(&json, &result->suggestions[i]);
	json_close_array(&json);
	json_close_object(&json);
	buffer_append_byte(output, '\n');
}
