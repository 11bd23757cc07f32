/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/render/results.h"

#include "base/clock.h"
#include "daemon/facet/facet.h"
#include "daemon/render/json.h"

#include "base/banned.h"

#define DAY_SECONDS 86400

static const char *const scope_names[] = {
	[SEARCH_IN_ARTICLES] = "articles",
	[SEARCH_IN_QUOTES] = "quotes",
};

static void render_spans(struct json *json, const char *key, const struct span *spans,
	size_t count)
{
	json_key(json, key);
	json_open_array(json);
	for (size_t i = 0; i < count; i++) {
		json_open_array(json);
		json_unsigned(json, spans[i].begin);
		json_unsigned(json, spans[i].end);
		json_close_array(json);
	}
	json_close_array(json);
}

static void render_span(struct json *json, struct span span)
{
	json_key(json, "start");
	json_unsigned(json, span.begin);
	json_key(json, "end");
	json_unsigned(json, span.end);
}

static void render_texts(struct json *json, const char *key, const struct slice *texts,
	size_t count)
{
	json_key(json, key);
	json_open_array(json);
	for (size_t i = 0; i < count; i++)
		json_text(json, texts[i]);
	json_close_array(json);
}

static void render_number(struct json *json, const char *key, uint64_t number)
{
	json_key(json, key);
	json_unsigned(json, number);
}

/* Nothing where nothing was left out. */
static void render_collapsed(struct json *json, const struct search_hit *hit)
{
	if (hit->collapsed)
		render_number(json, "collapsed", hit->collapsed);
}

static void render_score(struct json *json, double score)
{
	json_key(json, "score");
	json_decimal(json, score, 4);
}

static void render_day(struct json *json, int64_t date)
{
	char text[11];

	clock_format_date(date, text);
	json_field(json, "date", slice_of(text));
}

/* --- hits --- */

void quotation_render(struct json *json, const struct quotation_view *quotation)
{
	json_field(json, "id", quotation->identity);
	json_key(json, "text");
	json_text(json, quotation->text);
	if (quotation->marks)
		render_spans(json, "marks", quotation->marks, quotation->mark_count);
	json_field(json, "before", quotation->before);
	json_field(json, "after", quotation->after);
	json_field(json, "speaker", quotation->speaker);
	json_field(json, "entity", quotation->entity);
	json_field(json, "cue", quotation->cue);
	render_span(json, quotation->span);
	json_key(json, "direct");
	json_bool(json, quotation->is_direct);
}

static void render_snippets(struct json *json, const struct search_hit *hit)
{
	json_key(json, "snippets");
	json_open_array(json);
	for (size_t i = 0; i < hit->snippet_count; i++) {
		const struct search_snippet *snippet = &hit->snippets[i];

		json_open_object(json);
		json_key(json, "text");
		json_text(json, snippet->text);
		render_span(json, snippet->span);
		render_spans(json, "marks", snippet->marks, snippet->mark_count);
		json_close_object(json);
	}
	json_close_array(json);
}

static void render_matching(struct json *json, const struct search_hit *hit)
{
	if (hit->matching_count == 0)
		return;
	json_key(json, "quotations");
	json_open_array(json);
	for (size_t i = 0; i < hit->matching_count; i++) {
		json_open_object(json);
		quotation_render(json, &hit->matching[i]);
		json_close_object(json);
	}
	json_close_array(json);
}

static void render_article_hit(struct json *json, const struct search_hit *hit)
{
	const struct article *article = &hit->article;

	json_field(json, "id", article->identity);
	json_field(json, "title", article->title);
	json_field(json, "subtitle", article->subtitle);
	render_day(json, article->date);
	json_field(json, "source", article->source);
	json_field(json, "url", article->url);
	json_field(json, "path", article->path);
	json_field(json, "author", article->author);
	render_score(json, hit->score);
	render_snippets(json, hit);
	if (hit->missing_count)
		render_texts(json, "missing", hit->missing, hit->missing_count);
	render_number(json, "quotes", hit->quotation_count);
	render_matching(json, hit);
	render_collapsed(json, hit);
}

void owner_render(struct json *json, const struct article *article)
{
	json_key(json, "article");
	json_open_object(json);
	json_field(json, "id", article->identity);
	json_field(json, "title", article->title);
	render_day(json, article->date);
	json_field(json, "source", article->source);
	json_field(json, "url", article->url);
	json_field(json, "path", article->path);
	json_close_object(json);
}

void seen_render(struct json *json, int64_t date, struct slice article)
{
	char text[11];

	if (date != CLOCK_DATE_NONE) {
		clock_format_date(date, text);
		json_field(json, "first_seen", slice_of(text));
	}
	json_field(json, "first_article", article);
}

static void render_quotation_hit(struct json *json, const struct search_hit *hit)
{
	quotation_render(json, hit->quotation);
	owner_render(json, &hit->article);
	render_score(json, hit->score);
	render_number(json, "variants", hit->saying.count);
	seen_render(json, hit->saying.first_seen, hit->saying.first_article);
	render_collapsed(json, hit);
}

static void render_hits(struct json *json, const struct search_results *results)
{
	json_key(json, "hits");
	json_open_array(json);
	for (size_t i = 0; i < results->hit_count; i++) {
		json_open_object(json);
		if (results->hits[i].quotation)
			render_quotation_hit(json, &results->hits[i]);
		else
			render_article_hit(json, &results->hits[i]);
		json_close_object(json);
	}
	json_close_array(json);
}

static void render_facet(struct json *json, const struct facet *facet)
{
	json_key(json, facet->name);
	json_open_array(json);
	for (size_t i = 0; i < facet->count; i++) {
		json_open_object(json);
		json_key(json, "value");
		json_text(json, facet->values[i].value);
		render_number(json, "count", facet->values[i].count);
		json_close_object(json);
	}
	json_close_array(json);
}

static void render_facets(struct json *json, const struct search_results *results)
{
	bool is_exact = true;

	if (results->facet_count == 0)
		return;
	json_key(json, "facets");
	json_open_object(json);
	for (size_t i = 0; i < results->facet_count; i++) {
		render_facet(json, &results->facets[i]);
		is_exact = is_exact && results->facets[i].is_exact;
	}
	json_close_object(json);
	json_key(json, "facets_exact");
	json_bool(json, is_exact);
}

static void render_proposal(struct json *json, const struct search_proposal *proposal)
{
	if (!proposal->query.size)
		return;
	json_key(json, "did_you_mean");
	json_open_object(json);
	json_field(json, "query", proposal->query);
	render_number(json, "total", proposal->total);
	json_close_object(json);
}

void results_render(const struct search_request *request, const struct search_results *results,
	int64_t took_ns, struct buffer *output)
{
	uint64_t next = (uint64_t)request->from + results->hit_count;
	struct json json;

	json_init(&json, output);
	json_open_object(&json);
	json_key(&json, "query");
	json_text(&json, request->query);
	json_field(&json, "similar", request->like);
	json_field(&json, "in", slice_of(scope_names[request->scope]));
	json_key(&json, "took_ms");
	json_decimal(&json, (double)took_ns / 1e6, 3);
	render_number(&json, "total", results->total);
	json_key(&json, "total_exact");
	json_bool(&json, results->total_exact);
	if (results->timed_out) {
		json_key(&json, "partial");
		json_bool(&json, true);
	}
	render_texts(&json, "notes", results->notes, results->note_count);
	render_proposal(&json, &results->proposal);
	render_hits(&json, results);
	render_facets(&json, results);
	json_field(&json, "explanation", results->explanation);
	if (results->hit_count && results->has_more)
		render_number(&json, "next", next);
	json_close_object(&json);
	buffer_append_byte(output, '\n');
}

/* --- one article --- */

static void render_tags(struct json *json, struct slice tags)
{
	struct slice tag;

	if (!tags.size)
		return;
	json_key(json, "tags");
	json_open_array(json);
	while (slice_split(&tags, '\n', &tag)) {
		if (tag.size)
			json_text(json, tag);
	}
	json_close_array(json);
}

/* The day, or the moment where one is known. */
static void render_date(struct json *json, int64_t date)
{
	char text[21];

	if (date == CLOCK_DATE_NONE || date % DAY_SECONDS == 0) {
		render_day(json, date);
		return;
	}
	clock_format_time(date, text);
	json_field(json, "date", slice_of(text));
}

static void render_quotations(struct json *json, const struct lookup *article)
{
	json_key(json, "quotes");
	json_open_array(json);
	for (size_t i = 0; i < article->quotation_count; i++) {
		const struct quotation_view *quotation = &article->quotations[i];

		json_open_object(json);
		quotation_render(json, quotation);
		render_score(json, (double)quotation->attribution);
		json_close_object(json);
	}
	json_close_array(json);
}

void article_render(const struct lookup *found, struct buffer *output)
{
	const struct article *article = &found->article;
	struct json json;

	json_init(&json, output);
	json_open_object(&json);
	json_key(&json, "id");
	json_text(&json, article->identity);
	json_field(&json, "title", article->title);
	json_field(&json, "subtitle", article->subtitle);
	render_date(&json, article->date);
	json_field(&json, "author", article->author);
	json_field(&json, "source", article->source);
	json_field(&json, "site", article->site);
	json_field(&json, "url", article->url);
	json_field(&json, "path", article->path);
	json_field(&json, "section", article->section);
	render_tags(&json, article->tags);
	json_field(&json, "language", slice_of(language_code(article->language)));
	json_key(&json, "body");
	json_text(&json, article->body);
	if (article->extra.size) {
		json_key(&json, "extra");
		json_raw(&json, article->extra);
	}
	render_quotations(&json, found);
	json_close_object(&json);
	buffer_append_byte(output, '\n');
}
