/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/render/variants.h"

#include "daemon/render/json.h"
#include "daemon/render/results.h"

#include "base/banned.h"

static void render_form(struct json *json, const struct variant *form)
{
	json_open_object(json);
	quotation_render(json, &form->quotation);
	owner_render(json, &form->article);
	json_key(json, "likeness");
	json_decimal(json, form->likeness, 4);
	json_close_object(json);
}

void variants_render(struct slice identity, const struct variants *variants, size_t size,
	int64_t took_ns, struct buffer *output)
{
	const struct variant *first = &variants->forms[0];
	struct json json;

	json_init(&json, output);
	json_open_object(&json);
	json_field(&json, "variants_of", identity);
	json_key(&json, "took_ms");
	json_decimal(&json, (double)took_ns / 1e6, 3);
	json_key(&json, "total");
	json_unsigned(&json, variants->count);
	json_key(&json, "total_exact");
	json_bool(&json, true);
	seen_render(&json, first->article.date, first->article.identity);
	json_field(&json, "longest", variants->forms[variants->longest].quotation.identity);
	json_key(&json, "hits");
	json_open_array(&json);
	for (size_t i = 0; i < variants->count && i < size; i++)
		render_form(&json, &variants->forms[i]);
	json_close_array(&json);
	json_close_object(&json);
	buffer_append_byte(output, '\n');
}
