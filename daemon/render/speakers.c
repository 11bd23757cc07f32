/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/render/speakers.h"

#include "base/clock.h"
#include "daemon/render/json.h"

#include "base/banned.h"

static void render_day(struct json *json, const char *key, int64_t date)
{
	char text[11];

	clock_format_date(date, text);
	json_field(json, key, slice_of(text));
}

void speakers_render(struct slice prefix, const struct speakers_result *result, int64_t took_ns,
	struct buffer *output)
{
	struct json json;

	json_init(&json, output);
	json_open_object(&json);
	json_field(&json, "query", prefix);
	json_key(&json, "took_ms");
	json_decimal(&json, (double)took_ns / 1e6, 3);
	json_key(&json, "total");
	json_unsigned(&json, result->total);
	json_key(&json, "total_exact");
	json_bool(&json, result->is_exact);
	json_key(&json, "hits");
	json_open_array(&json);
	for (size_t i = 0; i < result->count; i++) {
		json_open_object(&json);
		json_field(&json, "name", result->speakers[i].name);
		json_key(&json, "quotes");
		json_unsigned(&json, result->speakers[i].count);
		render_day(&json, "first", result->speakers[i].first);
		render_day(&json, "last", result->speakers[i].last);
		json_close_object(&json);
	}
	json_close_array(&json);
	json_close_object(&json);
	buffer_append_byte(output, '\n');
}
