/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/summary.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/visible.h"

#include "base/banned.h"

#define DRAW_MS 100
#define BAR_WIDTH 24
#define CLEAR "\r\033[K"

void summary_init(struct summary *summary, FILE *stream)
{
	memset(summary, 0, sizeof(*summary));
	summary->stream = stream;
	summary->begin_ms = clock_monotonic_ms();
}

void summary_read(struct summary *summary, uint64_t file_bytes, uint64_t cut_bytes)
{
	if (!summary)
		return;
	atomic_fetch_add_explicit(&summary->file_bytes, file_bytes, memory_order_relaxed);
	atomic_fetch_add_explicit(&summary->cut_bytes, cut_bytes, memory_order_relaxed);
}

/* How much of the work is done, 0 to 1; below 0 when that cannot be told. Documents may be
 * larger than they are on disk (gzip): the part that was read so far tells how much. */
static double share_done(const struct summary *summary)
{
	double file = (double)atomic_load(&summary->file_bytes);
	double cut = (double)atomic_load(&summary->cut_bytes);
	double share;

	if (!summary->total_bytes || file <= 0 || cut <= 0)
		return -1;
	share = (double)atomic_load(&summary->worked_bytes) / cut * file /
		(double)summary->total_bytes;
	return share > 1 ? 1 : share;
}

static void draw(struct summary *summary, const char *what)
{
	int64_t passed_ms = clock_monotonic_ms() - summary->begin_ms;
	uint64_t count = atomic_load(&summary->worked_count);
	double share = share_done(summary);
	char line[160];
	int size;

	size = snprintf(line, sizeof(line), CLEAR "%s", what);
	if (share >= 0) {
		char bar[BAR_WIDTH + 1];
		int filled = (int)(share * BAR_WIDTH);

		memset(bar, ' ', BAR_WIDTH);
		memset(bar, '#', (size_t)filled);
		bar[BAR_WIDTH] = '\0';
		size += snprintf(line + size, sizeof(line) - (size_t)size, " [%s] %3d%%", bar,
			(int)(share * 100));
	}
	size += snprintf(line + size, sizeof(line) - (size_t)size,
		"  %" PRIu64 " articles, %.0f/s", count,
		passed_ms > 0 ? (double)count * 1000 / (double)passed_ms : 0);
	if (share > 0.01) {
		int64_t left = (int64_t)((double)passed_ms / share * (1 - share) / 1000);

		size += snprintf(line + size, sizeof(line) - (size_t)size,
			", %" PRId64 ":%02" PRId64 " left", left / 60, left % 60);
	}
	fwrite(line, 1, (size_t)size, summary->stream);
	fflush(summary->stream);
}

void summary_step(struct summary *summary, const char *what)
{
	int_least64_t due = atomic_load_explicit(&summary->next_ms, memory_order_relaxed);
	int64_t now;

	if (!summary->has_bar)
		return;
	now = clock_monotonic_ms();
	/* Whoever moves the moment on draws: one thread, however many come by. */
	if (now >= due && atomic_compare_exchange_strong(&summary->next_ms, &due, now + DRAW_MS))
		draw(summary, what);
}

void summary_work(struct summary *summary, uint64_t bytes)
{
	atomic_fetch_add_explicit(&summary->worked_bytes, bytes, memory_order_relaxed);
	atomic_fetch_add_explicit(&summary->worked_count, 1, memory_order_relaxed);
	summary_step(summary, "indexing");
}

static void say(struct summary *summary, const char *path, uint64_t line, const char *reason)
{
	struct buffer text = {0};

	if (summary->has_bar)
		fputs(CLEAR, summary->stream);
	buffer_append_string(&text, path);
	if (line)
		buffer_printf(&text, ":%" PRIu64, line);
	buffer_printf(&text, ": %s", reason);
	visible_complain(summary->stream, "quoth-index", text.data);
	buffer_clear(&text);
}

void summary_reject(struct summary *summary, const char *path, uint64_t line, const char *reason)
{
	summary->rejected_count++;
	say(summary, path, line, reason);
}

void summary_skip(struct summary *summary, const char *path, const char *reason)
{
	summary->skipped_count++;
	if (summary->is_verbose)
		say(summary, path, 0, reason);
}

void summary_end(struct summary *summary, bool is_dry_run)
{
	double seconds = (double)(clock_monotonic_ms() - summary->begin_ms) / 1000;
	uint64_t count = summary->new_count + summary->changed_count + summary->unchanged_count;

	if (summary->has_bar)
		fputs(CLEAR, summary->stream);
	if (summary->is_quiet)
		return;
	fprintf(summary->stream, "%s%" PRIu64 " new, %" PRIu64 " changed, %" PRIu64 " unchanged, ",
		is_dry_run ? "would be: " : "", summary->new_count, summary->changed_count,
		summary->unchanged_count);
	if (summary->gone_count)
		fprintf(summary->stream, "%" PRIu64 " gone, ", summary->gone_count);
	fprintf(summary->stream, "%" PRIu64 " rejected", summary->rejected_count);
	if (summary->skipped_count)
		fprintf(summary->stream, ", %" PRIu64 " skipped", summary->skipped_count);
	fprintf(summary->stream, "; %" PRIu64 " quotations; %.1f MB in %.2f s, %.0f articles/s\n",
		summary->quotation_count, (double)summary->text_bytes / 1e6, seconds,
		seconds > 0 ? (double)count / seconds : 0);
	fflush(summary->stream);
}
