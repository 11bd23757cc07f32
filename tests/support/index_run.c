/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/index_run.h"

#include "base/memory.h"
#include "indexer/forget.h"
#include "indexer/pipeline.h"
#include "indexer/reader/mapping.h"

#include "base/banned.h"

static void read_path(const struct index_run *run, struct update *update, struct mapping *mapping,
	struct summary *summary)
{
	const char *const operands[] = {run->path};
	const struct pipeline_settings settings = {
		.intake = {
			.operands = operands,
			.operand_count = 1,
			.batch_bytes = run->batch_bytes,
			.summary = summary,
		},
		.work = {
			.index = run->index,
			.is_first = !snapshot_live_count(update_snapshot(update)),
			.mapping = mapping,
			.with_quotations = true,
			.is_dry_run = run->is_dry_run,
			.summary = summary,
		},
		.jobs = run->jobs,
		.memory_bytes = (size_t)256 << 20,
	};
	struct update *entered = run->is_dry_run ? NULL : update;
	struct acceptance *acceptance = acceptance_new(entered, &settings.work, summary);
	const struct forget_request forget = {
		.acceptance = acceptance,
		.operands = operands,
		.operand_count = 1,
		.summary = summary,
	};
	struct error error = {0};

	ck_assert_msg(pipeline_run(&settings, entered, acceptance, &error), "%s", error.message);
	if (run->is_sync) {
		struct forget_request request = forget;

		ck_assert(update_complete(update, &error));
		request.snapshot = update_snapshot(update);
		ck_assert_msg(forget_gone(&request, entered, &error), "%s", error.message);
	}
	acceptance_free(acceptance);
}

void index_run(const struct index_run *run, struct summary *summary)
{
	const struct update_options options = {0};
	struct error error = {0};
	struct mapping mapping;
	struct update *update;
	FILE *nowhere = fopen("/dev/null", "w");

	ck_assert_ptr_nonnull(nowhere);
	summary_init(summary, nowhere);
	mapping_init(&mapping);
	ck_assert_msg(update_open(run->index, &options, &update, &error), "%s", error.message);
	read_path(run, update, &mapping, summary);
	update_close(update);
	mapping_clear(&mapping);
	fclose(nowhere);
}

static void append_sentence(struct buffer *lines, struct suite_random *random)
{
	static const char *const syllables[] = {"ba", "re", "mi", "to", "lu", "sa", "ne", "ko", "di",
		"ga", "the", "of", "and", "to", "in"};
	unsigned count = 3 + suite_random_below(random, 12);

	for (unsigned i = 0; i < count; i++) {
		unsigned kind = suite_random_below(random, COUNT_OF(syllables));

		buffer_append_string(lines, i ? " " : "");
		buffer_append_string(lines, syllables[kind]);
		for (unsigned n = kind < 10 ? suite_random_below(random, 3) : 0; n; n--)
			buffer_append_string(lines, syllables[suite_random_below(random, 10)]);
	}
}

void index_run_make_lines(struct buffer *lines, unsigned first, unsigned count, unsigned version)
{
	for (unsigned number = first; number < first + count; number++) {
		struct suite_random random = {number * 1000ULL + version};

		buffer_printf(lines, "{\"id\":\"a%u\",\"title\":\"", number);
		append_sentence(lines, &random);
		buffer_printf(lines, "\",\"date\":\"2024-%02u-%02u\",\"source\":\"Gazette %u\",\"tags\":"
				     "[\"t%u\",\"t\"],\"body\":\"",
			1 + number % 12, 1 + number % 28, number % 3, number % 5);
		for (unsigned n = 1 + suite_random_below(&random, 8); n; n--) {
			append_sentence(lines, &random);
			buffer_append_string(lines, ".\\n\\\"");
			append_sentence(lines, &random);
			buffer_append_string(lines, ",\\\" said Anna Berg. ");
		}
		buffer_append_string(lines, "\"}\n");
	}
}
