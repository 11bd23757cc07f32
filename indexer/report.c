/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/report.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "indexer/json_output.h"
#include "schema/record.h"
#include "store/census.h"
#include "store/snapshot.h"

#include "base/banned.h"

struct totals {
	uint64_t articles, dead, quotations, text_bytes, article_bytes, token_bytes, quotation_bytes,
		word_bytes;
};

static struct totals add_up(const struct manifest *manifest)
{
	struct totals totals = {0};

	for (size_t i = 0; i < manifest->segment_count; i++) {
		const struct manifest_segment *segment = &manifest->segments[i];

		totals.articles += segment->article_count - segment->dead_count;
		totals.dead += segment->dead_count;
		totals.quotations += segment->quotation_count;
		totals.text_bytes += segment->text_bytes;
		totals.article_bytes += segment->articles.size + segment->dead.size;
		totals.token_bytes += segment->tokens.size;
		totals.quotation_bytes += segment->quotations.size;
		totals.word_bytes += segment->words.size;
	}
	return totals;
}

/* What the bytes of the two databases are. */
struct parts {
	struct census articles, quotations;
};

static const char *const term_names[TERM_KIND_COUNT] = {
	[TERM_WORD] = "words",
	[TERM_STEM] = "stems",
	[TERM_PAIR] = "pairs",
	[TERM_TITLE] = "titles",
	[TERM_NAME] = "names",
	[TERM_IDENTITY] = "identities",
	[TERM_VALUE] = "others",
};

static void append_part_json(struct buffer *output, const char *name, const struct census *census)
{
	json_output_open(output, name, '{');
	json_output_unsigned(output, "records", census->records);
	json_output_unsigned(output, "values", census->values);
	json_output_unsigned(output, "lengths", census->lengths);
	for (size_t i = 0; i < TERM_KIND_COUNT; i++) {
		json_output_open(output, term_names[i], '{');
		json_output_unsigned(output, "bytes", census->terms[i].bytes);
		json_output_unsigned(output, "terms", census->terms[i].count);
		json_output_unsigned(output, "postings", census->terms[i].postings);
		json_output_close(output, '}');
	}
	json_output_unsigned(output, "structure", census->structure);
	json_output_close(output, '}');
}

static void append_row(struct buffer *output, const char *name, uint64_t articles,
	uint64_t quotations)
{
	buffer_printf(output, "  %-12s %10.1f %10.1f\n", name, (double)articles / 1e6,
		(double)quotations / 1e6);
}

/* As in "on disk", in MB. */
static void append_part_lines(struct buffer *output, const struct parts *parts)
{
	const struct census *articles = &parts->articles, *quotations = &parts->quotations;

	buffer_printf(output, "  %-12s %10s %10s %12s %12s\n", "parts, MB", "articles", "quotations",
		"terms", "postings");
	append_row(output, "records", articles->records, quotations->records);
	for (size_t i = 0; i < TERM_KIND_COUNT; i++) {
		const struct census_terms *first = &articles->terms[i], *second = &quotations->terms[i];

		append_row(output, term_names[i], first->bytes, second->bytes);
		output->size--;
		buffer_printf(output, " %12" PRIu64 " %12" PRIu64 "\n", first->count + second->count,
			first->postings + second->postings);
	}
	append_row(output, "values", articles->values, quotations->values);
	append_row(output, "lengths", articles->lengths, quotations->lengths);
	append_row(output, "structure", articles->structure, quotations->structure);
}

/* Stats as JSON; the lines for people are made of the same. */
static void append_json(const char *index, const struct manifest *manifest,
	const struct parts *parts, struct buffer *output)
{
	struct totals totals = add_up(manifest);

	json_output_open(output, NULL, '{');
	json_output_text(output, "index", slice_of(index));
	json_output_unsigned(output, "generation", manifest->generation);
	json_output_unsigned(output, "schema", manifest->schema);
	json_output_unsigned(output, "segments", manifest->segment_count);
	json_output_unsigned(output, "articles", totals.articles);
	json_output_unsigned(output, "dead_articles", totals.dead);
	json_output_unsigned(output, "quotations", totals.quotations);
	json_output_unsigned(output, "text_bytes", totals.text_bytes);
	json_output_open(output, "bytes", '{');
	json_output_unsigned(output, "articles", totals.article_bytes);
	json_output_unsigned(output, "tokens", totals.token_bytes);
	json_output_unsigned(output, "quotations", totals.quotation_bytes);
	json_output_unsigned(output, "words", totals.word_bytes);
	json_output_close(output, '}');
	if (parts) {
		json_output_open(output, "parts", '{');
		append_part_json(output, "articles", &parts->articles);
		append_part_json(output, "quotations", &parts->quotations);
		json_output_close(output, '}');
	}
	json_output_open(output, "languages", '{');
	for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
		const char *code = language_code((enum language)i);

		if (manifest->language_articles[i])
			json_output_unsigned(output, *code ? code : "other", manifest->language_articles[i]);
	}
	json_output_close(output, '}');
	json_output_close(output, '}');
	buffer_append_byte(output, '\n');
}

static void append_lines(const char *index, const struct manifest *manifest,
	const struct parts *parts, struct buffer *output)
{
	struct totals totals = add_up(manifest);

	buffer_printf(output, "index:      %s (schema %u, generation %" PRIu64 ")\n", index,
		manifest->schema, manifest->generation);
	buffer_printf(output, "articles:   %" PRIu64 " (%.1f MB of text)\n", totals.articles,
		(double)totals.text_bytes / 1e6);
	buffer_printf(output, "quotations: %" PRIu64 "\n", totals.quotations);
	buffer_printf(output, "segments:   %zu (%" PRIu64 " articles replaced or deleted)\n",
		manifest->segment_count, totals.dead);
	buffer_printf(output, "on disk:    %.1f MB: articles %.1f, tokens %.1f, quotations %.1f, words %.1f\n",
		(double)(totals.article_bytes + totals.token_bytes + totals.quotation_bytes +
			totals.word_bytes) / 1e6,
		(double)totals.article_bytes / 1e6, (double)totals.token_bytes / 1e6,
		(double)totals.quotation_bytes / 1e6, (double)totals.word_bytes / 1e6);
	if (parts)
		append_part_lines(output, parts);
	buffer_append_string(output, "languages: ");
	for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
		const char *code = language_code((enum language)i);

		if (manifest->language_articles[i])
			buffer_printf(output, " %s %u", *code ? code : "other",
				manifest->language_articles[i]);
	}
	buffer_append_byte(output, '\n');
}

static bool print(const struct buffer *output, FILE *stream, struct error *error)
{
	if (fwrite(output->data, 1, output->size, stream) != output->size || fflush(stream) != 0)
		return error_set(error, ERROR_IO, "standard output: %s", strerror(errno));
	return true;
}

bool report_stats(const char *index, bool is_json, bool with_parts, FILE *stream,
	struct error *error)
{
	struct snapshot *snapshot;
	struct buffer output = {0};
	struct parts parts;
	bool is_well;

	/* A snapshot, not the manifest alone: figures of an index that does not open mislead. */
	if (!snapshot_open(index, &snapshot, error))
		return false;
	is_well = !with_parts || census_take(index, &snapshot->manifest, &parts.articles,
					 &parts.quotations, error);
	if (is_json)
		append_json(index, &snapshot->manifest, with_parts ? &parts : NULL, &output);
	else
		append_lines(index, &snapshot->manifest, with_parts ? &parts : NULL, &output);
	is_well = is_well && print(&output, stream, error);
	buffer_clear(&output);
	snapshot_close(snapshot);
	return is_well;
}

static void append_tags(struct slice tags, struct buffer *output)
{
	struct slice tag;

	if (!tags.size)
		return;
	json_output_open(output, "tags", '[');
	while (slice_split(&tags, '\n', &tag))
		json_output_text(output, NULL, tag);
	json_output_close(output, ']');
}

static void append_article(const struct article *article, struct buffer *output)
{
	char date[21];

	json_output_open(output, NULL, '{');
	json_output_text(output, "id", article->identity);
	json_output_text_if_any(output, "title", article->title);
	json_output_text_if_any(output, "subtitle", article->subtitle);
	if (article->date != CLOCK_DATE_NONE) {
		clock_format_time(article->date, date);
		json_output_text(output, "date", slice_of(date));
	}
	json_output_text_if_any(output, "author", article->author);
	json_output_text_if_any(output, "source", article->source);
	json_output_text_if_any(output, "url", article->url);
	json_output_text_if_any(output, "section", article->section);
	json_output_text_if_any(output, "language", article->language_name);
	append_tags(article->tags, output);
	json_output_text_if_any(output, "body", article->body);
	/* {"a":1} gives "a":1 */
	if (article->extra.size > 2) {
		buffer_append_byte(output, ',');
		buffer_append(output, slice_range(article->extra, 1, article->extra.size - 1));
	}
	json_output_close(output, '}');
	buffer_append_byte(output, '\n');
}

struct dump {
	const struct snapshot *snapshot;
	struct record_codec *codec;
	struct arena arena;
	struct buffer record, output;
	FILE *stream;
};

static bool dump_segment(struct dump *dump, size_t segment, struct error *error)
{
	const struct snapshot *snapshot = dump->snapshot;

	for (uint32_t local = 1; local <= snapshot->manifest.segments[segment].article_count; local++) {
		uint32_t document = snapshot_number(snapshot, segment, local);
		struct article article;

		if (tombstones_has(&snapshot->tombstones[segment], local))
			continue;
		buffer_reset(&dump->record);
		buffer_reset(&dump->output);
		arena_reset(&dump->arena);
		if (!xc_database_record(snapshot->articles, document, &dump->record, error) ||
			!record_decode_article(dump->codec, buffer_slice(&dump->record), &dump->arena,
				&article, error))
			return false;
		append_article(&article, &dump->output);
		if (!print(&dump->output, dump->stream, error))
			return false;
	}
	return true;
}

bool report_dump(const char *index, FILE *stream, struct error *error)
{
	struct dump dump = {.stream = stream};
	struct snapshot *snapshot;
	bool is_well = true;

	if (!snapshot_open(index, &snapshot, error))
		return false;
	dump.snapshot = snapshot;
	dump.codec = record_codec_new();
	for (size_t i = 0; is_well && i < snapshot->manifest.segment_count; i++)
		is_well = dump_segment(&dump, i, error);
	record_codec_free(dump.codec);
	arena_clear(&dump.arena);
	buffer_clear(&dump.record);
	buffer_clear(&dump.output);
	snapshot_close(snapshot);
	return is_well;
}
