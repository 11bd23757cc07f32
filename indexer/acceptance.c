/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/acceptance.h"

#include <inttypes.h>

#include "base/log.h"
#include "base/memory.h"

#include "base/banned.h"

/* Live segments that set off a merge while a run goes on: each keeps files open. */
#define SEGMENTS_LIMIT 96

struct acceptance {
	struct update *update;
	const struct work_settings *settings;
	struct summary *summary;
	struct ledger *ledger;
	struct ledger *rejected;    /* paths of files, in place of identities */
	uint64_t first_unpublished; /* segment number */
	struct worker *worker;      /* for what must be indexed again; made when first needed */
	struct batch *again;
};

struct acceptance *acceptance_new(struct update *update, const struct work_settings *settings,
	struct summary *summary)
{
	struct acceptance *acceptance = memory_allocate_array(1, sizeof(*acceptance));

	acceptance->update = update;
	acceptance->settings = settings;
	acceptance->summary = summary;
	acceptance->ledger = ledger_new();
	acceptance->rejected = ledger_new();
	return acceptance;
}

void acceptance_free(struct acceptance *acceptance)
{
	if (!acceptance)
		return;
	ledger_free(acceptance->ledger);
	ledger_free(acceptance->rejected);
	worker_close(acceptance->worker);
	batch_free(acceptance->again);
	memory_free(acceptance);
}

bool acceptance_has_met(const struct acceptance *acceptance, struct slice identity)
{
	struct ledger_place place;

	return ledger_find(acceptance->ledger, digest_128(identity), &place);
}

bool acceptance_has_rejected(const struct acceptance *acceptance, struct slice path)
{
	struct ledger_place place;

	return ledger_find(acceptance->rejected, digest_128(path), &place);
}

static void report(struct acceptance *acceptance, const struct batch *batch)
{
	for (size_t i = 0; i < batch->document_count; i++) {
		const struct batch_document *document = &batch->documents[i];
		const struct batch_file *file = &batch->files[document->file];

		if (!document->rejection)
			continue;
		if (document->is_skipped) {
			summary_skip(acceptance->summary, file->path, document->rejection);
			continue;
		}
		summary_reject(acceptance->summary, file->path, document->line, document->rejection);
		if (file->real)
			ledger_set(acceptance->rejected, digest_128(slice_of(file->real)),
				(struct ledger_place){0});
	}
}

/* Marks the live version of an article as gone. */
static bool bury(struct acceptance *acceptance, const struct batch_article *article,
	struct ledger_place place, struct error *error)
{
	struct error failure = {0};
	uint32_t document;

	if (!acceptance->update)
		return true;
	if (place.local && place.segment >= acceptance->first_unpublished) {
		update_bury_added(acceptance->update, place.segment, place.local);
		return true;
	}
	/* Not by its place: a merge may have moved it. */
	if (update_find(acceptance->update, article->identity, &document, &failure))
		update_bury(acceptance->update, document);
	if (failure.code)
		*error = failure;
	return !failure.code;
}

/* Enters one article; *is_stale: it is unchanged against the index as it was, but this run
 * has replaced that by another version, so it must be indexed again. */
static bool enter(struct acceptance *acceptance, const struct batch *batch,
	const struct batch_article *article, bool *is_stale, struct error *error)
{
	const struct ledger_place here = {.segment = batch->segment, .local = article->local};
	struct ledger_place place;

	ledger_find(acceptance->ledger, article->digest, &place);
	*is_stale = false;
	if (article->change == CHANGE_UNCHANGED) {
		*is_stale = place.local != 0;
		if (*is_stale)
			return true;
		acceptance->summary->unchanged_count++;
		ledger_set(acceptance->ledger, article->digest, (struct ledger_place){0});
		return true;
	}
	if (place.local || article->change == CHANGE_CHANGED) {
		if (!bury(acceptance, article, place, error))
			return false;
		acceptance->summary->changed_count++;
	} else {
		acceptance->summary->new_count++;
	}
	ledger_set(acceptance->ledger, article->digest, here);
	return true;
}

static void add_again(struct acceptance *acceptance, const struct batch *batch,
	const struct batch_article *article)
{
	struct batch_document document = batch->documents[article->document];

	if (!acceptance->again)
		acceptance->again = batch_new();
	document.file = batch_add_file(acceptance->again, &batch->files[document.file]);
	batch_add(acceptance->again, &document,
		batch_bytes(batch, &batch->documents[article->document]));
}

static bool enter_all(struct acceptance *acceptance, const struct batch *batch,
	struct error *error)
{
	bool is_stale;

	if (batch->error.code) {
		*error = batch->error;
		return false;
	}
	if (batch->is_written)
		update_add(acceptance->update, &batch->written, batch->language_articles);
	for (size_t i = 0; i < batch->article_count; i++) {
		if (!enter(acceptance, batch, &batch->articles[i], &is_stale, error))
			return false;
		if (is_stale)
			add_again(acceptance, batch, &batch->articles[i]);
	}
	acceptance->summary->quotation_count += batch->quotation_count;
	acceptance->summary->text_bytes += batch->text_bytes;
	return true;
}

/* Indexes what turned out to be stale, here and now. It happens where one input has an
 * article in several versions, the last of them as the index had it. */
static bool run_again(struct acceptance *acceptance, const struct batch *batch,
	struct error *error)
{
	struct batch *again = acceptance->again;

	if (!acceptance->worker &&
		!worker_open(acceptance->settings, &acceptance->worker, error))
		return false;
	again->segment = batch->spare_segment;
	again->is_forced = true;
	worker_run(acceptance->worker, again);
	return enter_all(acceptance, again, error);
}

static bool publish(struct acceptance *acceptance, struct error *error)
{
	struct update *update = acceptance->update;

	if (!update_publish(update, error))
		return false;
	log_info("commit", "generation=%" PRIu64 " segments=%zu new=%" PRIu64 " changed=%" PRIu64,
		update_snapshot(update)->manifest.generation,
		update_snapshot(update)->manifest.segment_count, acceptance->summary->new_count,
		acceptance->summary->changed_count);
	if (update_snapshot(update)->manifest.segment_count <= SEGMENTS_LIMIT)
		return true;
	return update_merge(update, false, NULL, NULL, error);
}

bool acceptance_take(struct acceptance *acceptance, const struct batch *batch,
	struct error *error)
{
	report(acceptance, batch);
	acceptance->first_unpublished = batch->segment;
	if (acceptance->again)
		batch_reset(acceptance->again);
	if (!enter_all(acceptance, batch, error))
		return false;
	if (acceptance->again && acceptance->again->document_count &&
		!run_again(acceptance, batch, error))
		return false;
	return !acceptance->update || publish(acceptance, error);
}
