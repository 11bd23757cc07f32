/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/render/index.h"

#include "config.h"

#include "base/clock.h"
#include "daemon/render/json.h"
#include "schema/field.h"

#include "base/banned.h"

static const char *const kind_names[] = {
	[FIELD_KIND_TEXT] = "text",
	[FIELD_KIND_NAME] = "name",
	[FIELD_KIND_EXACT] = "exact",
	[FIELD_KIND_RANGE] = "range",
};

static void render_number(struct json *json, const char *key, uint64_t number)
{
	json_key(json, key);
	json_unsigned(json, number);
}

static void render_field(struct json *json, const struct field_definition *field)
{
	json_open_object(json);
	json_field(json, "name", slice_of(field->name));
	json_field(json, "alias", slice_of(field->alias));
	json_field(json, "kind", slice_of(kind_names[field->kind]));
	json_key(json, "in");
	json_open_array(json);
	if (field->scope & FIELD_IN_ARTICLES)
		json_text(json, SLICE_LITERAL("articles"));
	if (field->scope & FIELD_IN_QUOTATIONS)
		json_text(json, SLICE_LITERAL("quotes"));
	json_close_array(json);
	json_field(json, "help", slice_of(field->help));
	json_field(json, "example", slice_of(field->example));
	json_close_object(json);
}

void fields_render(struct buffer *output)
{
	struct json json;

	json_init(&json, output);
	json_open_object(&json);
	json_key(&json, "fields");
	json_open_array(&json);
	for (enum field field = 0; field < FIELD_COUNT; field++)
		render_field(&json, field_get(field));
	json_close_array(&json);
	json_close_object(&json);
	buffer_append_byte(output, '\n');
}

static void render_segment(struct json *json, const struct manifest_segment *segment)
{
	json_open_object(json);
	render_number(json, "number", segment->number);
	render_number(json, "articles", segment->article_count - segment->dead_count);
	render_number(json, "dead", segment->dead_count);
	render_number(json, "quotes", segment->quotation_count);
	render_number(json, "text_bytes", segment->text_bytes);
	render_number(json, "file_bytes", segment->articles.size + segment->tokens.size +
		segment->quotations.size + segment->words.size + segment->dead.size);
	json_close_object(json);
}

static void render_index(struct json *json, const struct index_status *status)
{
	const struct manifest *manifest = &status->snapshot->manifest;
	uint64_t articles = 0, quotations = 0, bytes = 0;

	for (size_t i = 0; i < manifest->segment_count; i++) {
		const struct manifest_segment *segment = &manifest->segments[i];

		articles += segment->article_count - segment->dead_count;
		quotations += segment->quotation_count;
		bytes += segment->text_bytes;
	}
	json_field(json, "index", slice_of(status->index));
	render_number(json, "generation", manifest->generation);
	render_number(json, "schema", manifest->schema);
	render_number(json, "articles", articles);
	render_number(json, "quotes", quotations);
	render_number(json, "text_bytes", bytes);
	json_key(json, "languages");
	json_open_object(json);
	for (enum language language = LANGUAGE_NONE; language < LANGUAGE_COUNT; language++) {
		if (manifest->language_articles[language])
			render_number(json, language ? language_code(language) : "other",
				manifest->language_articles[language]);
	}
	json_close_object(json);
	json_key(json, "segments");
	json_open_array(json);
	for (size_t i = 0; i < manifest->segment_count; i++)
		render_segment(json, &manifest->segments[i]);
	json_close_array(json);
}

void status_render(const struct index_status *status, struct buffer *output)
{
	char started[21];
	struct json json;

	clock_format_time(status->started, started);
	json_init(&json, output);
	json_open_object(&json);
	json_field(&json, "version", SLICE_LITERAL(PACKAGE_VERSION));
	json_field(&json, "started", slice_of(started));
	render_number(&json, "uptime_s", (uint64_t)status->uptime);
	render_number(&json, "workers", status->worker_count);
	render_index(&json, status);
	json_close_object(&json);
	buffer_append_byte(output, '\n');
}
