/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/render/check.h"

#include "daemon/render/json.h"
#include "daemon/render/results.h"

#include "base/banned.h"

static const char *const verdicts[] = {
	[CHECK_VERBATIM] = "verbatim",
	[CHECK_ALTERED] = "altered",
	[CHECK_NOT_FOUND] = "not found",
};

static const char *const steps[] = {
	[ALIGNMENT_SAME] = "same",
	[ALIGNMENT_SPELLING] = "spelling",
	[ALIGNMENT_CHANGED] = "changed",
	[ALIGNMENT_LEFT_OUT] = "left out",
	[ALIGNMENT_SKIPPED] = "skipped",
	[ALIGNMENT_ADDED] = "added",
	[ALIGNMENT_OWN] = "own",
};

static void render_piece(struct json *json, const struct check_piece *piece)
{
	json_open_object(json);
	json_field(json, "step", slice_of(steps[piece->step]));
	json_field(json, "claim", piece->claim);
	/* What is the same need not be said twice. */
	if (piece->step != ALIGNMENT_SAME)
		json_field(json, "source", piece->source);
	json_close_object(json);
}

static void render_candidate(struct json *json, const struct check_candidate *candidate)
{
	bool is_marked = candidate->quotation.identity.size > 0;

	json_open_object(json);
	json_field(json, "verdict", slice_of(verdicts[candidate->verdict]));
	json_key(json, "score");
	json_decimal(json, candidate->score, 4);
	json_key(json, "in_marks");
	json_bool(json, is_marked);
	if (candidate->agreement != CHECK_SPEAKER_SAME) {
		json_key(json, candidate->agreement == CHECK_SPEAKER_OTHER ? "said_by_someone_else"
									   : "speaker_unknown");
		json_bool(json, true);
	}
	json_key(json, "pieces");
	json_open_array(json);
	for (size_t i = 0; i < candidate->piece_count; i++)
		render_piece(json, &candidate->pieces[i]);
	json_close_array(json);
	json_field(json, "found", span_of(candidate->article.body, candidate->span));
	json_key(json, "span");
	json_open_array(json);
	json_unsigned(json, candidate->span.begin);
	json_unsigned(json, candidate->span.end);
	json_close_array(json);
	if (is_marked) {
		json_key(json, "quotation");
		json_open_object(json);
		quotation_render(json, &candidate->quotation);
		json_close_object(json);
	}
	owner_render(json, &candidate->article);
	json_close_object(json);
}

void check_render(const struct check_request *request, const struct check_result *result,
	int64_t took_ns, struct buffer *output)
{
	struct json json;

	json_init(&json, output);
	json_open_object(&json);
	json_key(&json, "text");
	json_text(&json, request->text);
	json_field(&json, "speaker", request->speaker);
	json_field(&json, "verdict", slice_of(verdicts[result->verdict]));
	json_key(&json, "took_ms");
	json_decimal(&json, (double)took_ns / 1e6, 3);
	json_key(&json, "candidates");
	json_open_array(&json);
	for (size_t i = 0; i < result->candidate_count; i++)
		render_candidate(&json, &result->candidates[i]);
	json_close_array(&json);
	json_close_object(&json);
	buffer_append_byte(output, '\n');
}
