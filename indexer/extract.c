/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/extract.h"

#include <errno.h>
#include <string.h>

#include "base/memory.h"
#include "indexer/identity.h"
#include "indexer/json_output.h"
#include "text/utf8.h"

#include "base/banned.h"

#define BATCH_BYTES ((size_t)1 << 20)
#define STEP 256 /* bytes between two counts of an offset table */

/* Code points in front of every STEP-th byte; NULL where bytes are counted. Asking for each
 * offset by counting from the beginning would be quadratic. */
struct offset_table {
	struct slice text;
	uint32_t *counts;
};

static void offset_table_init(struct offset_table *table, struct slice text)
{
	size_t count = text.size / STEP + 1;

	table->text = text;
	table->counts = memory_allocate_array(count, sizeof(*table->counts));
	for (size_t i = 1; i < count; i++)
		table->counts[i] = table->counts[i - 1] +
				   (uint32_t)utf8_count_code_points(
					   slice_range(text, (i - 1) * STEP, i * STEP));
}

static uint64_t offset_of(const struct offset_table *table, uint32_t byte)
{
	size_t step = byte / STEP;

	if (!table->counts)
		return byte;
	return table->counts[step] +
	       utf8_count_code_points(slice_range(table->text, step * STEP, byte));
}

static void append_quotation(const struct offset_table *table, const struct quotation *quotation,
	struct buffer *output)
{
	struct slice body = table->text;
	struct slice speaker = span_of(body, quotation->speaker);

	json_output_open(output, NULL, '{');
	json_output_unsigned(output, "start", offset_of(table, quotation->span.begin));
	json_output_unsigned(output, "end", offset_of(table, quotation->span.end));
	json_output_text(output, "text", span_of(body, quotation->span));
	if (speaker.size) {
		json_output_text(output, "speaker", speaker);
		json_output_unsigned(output, "speaker_start", offset_of(table, quotation->speaker.begin));
		json_output_unsigned(output, "speaker_end", offset_of(table, quotation->speaker.end));
	}
	json_output_text_if_any(output, "entity", quotation->entity);
	json_output_text_if_any(output, "cue", span_of(body, quotation->cue));
	json_output_real(output, "score", (double)quotation->score, 2);
	json_output_close(output, '}');
}

void extract_append(const struct article *article, const struct quotation_list *quotations,
	bool counts_bytes, struct buffer *output)
{
	struct offset_table table = {.text = article->body};

	if (!counts_bytes)
		offset_table_init(&table, article->body);
	json_output_open(output, NULL, '{');
	json_output_text(output, "article", article->identity);
	json_output_open(output, "quotes", '[');
	for (size_t i = 0; i < quotations->count; i++)
		append_quotation(&table, &quotations->quotations[i], output);
	json_output_close(output, ']');
	json_output_close(output, '}');
	buffer_append_byte(output, '\n');
	memory_free(table.counts);
}

struct extraction {
	const struct extract_settings *settings;
	struct analysis *analysis;
	struct arena arena; /* of one article */
	struct buffer lines;
};

static void extract_document(struct extraction *extraction, const struct batch *batch,
	const struct batch_document *document)
{
	const struct extract_settings *settings = extraction->settings;
	const struct batch_file *file = &batch->files[document->file];
	struct parsing parsing = {.bytes = batch_bytes(batch, document), .mapping = settings->mapping};
	struct analysed analysed;
	struct article article;
	struct error error = {0};

	while (file->reader->next(&parsing, &extraction->arena, &article, &error)) {
		identity_complete(&article, file->real, document->position, &extraction->arena);
		analysis_run(extraction->analysis, &article, settings->language, true,
			&extraction->arena, &analysed);
		extract_append(&article, &analysed.quotations, settings->counts_bytes,
			&extraction->lines);
		settings->summary->new_count++;
		settings->summary->quotation_count += analysed.quotations.count;
		settings->summary->text_bytes += article.body.size;
		arena_reset(&extraction->arena);
	}
	arena_reset(&extraction->arena);
	if (error.code)
		summary_reject(settings->summary, file->path, document->line, error.message);
	summary_work(settings->summary, document->size);
}

static void extract_batch(struct extraction *extraction, const struct batch *batch)
{
	struct summary *summary = extraction->settings->summary;

	for (size_t i = 0; i < batch->document_count; i++) {
		const struct batch_document *document = &batch->documents[i];
		const char *path = batch->files[document->file].path;

		if (!document->rejection)
			extract_document(extraction, batch, document);
		else if (document->is_skipped)
			summary_skip(summary, path, document->rejection);
		else
			summary_reject(summary, path, document->line, document->rejection);
	}
}

bool extract_run(const struct extract_settings *settings, FILE *stream, struct error *error)
{
	struct extraction extraction = {.settings = settings, .analysis = analysis_new()};
	struct intake_settings intake_settings = settings->intake;
	struct batch *batch = batch_new();
	struct intake *intake;
	bool is_written = true;

	intake_settings.batch_bytes = BATCH_BYTES;
	intake = intake_open(&intake_settings);
	while (is_written && intake_next(intake, batch)) {
		extract_batch(&extraction, batch);
		is_written = fwrite(extraction.lines.data, 1, extraction.lines.size, stream) ==
			     extraction.lines.size;
		buffer_reset(&extraction.lines);
		batch_reset(batch);
	}
	if (!is_written || fflush(stream) != 0)
		is_written = error_set(error, ERROR_IO, "standard output: %s", strerror(errno));
	intake_close(intake);
	batch_free(batch);
	analysis_free(extraction.analysis);
	arena_clear(&extraction.arena);
	buffer_clear(&extraction.lines);
	return is_written;
}
