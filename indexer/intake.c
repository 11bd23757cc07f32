/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/intake.h"

#include "base/memory.h"
#include "indexer/reader/registry.h"
#include "indexer/walk.h"

#include "base/banned.h"

/* Documents of a batch, however small: what a worker holds of each is no part of the bytes. */
#define DOCUMENTS_LIMIT 50000

struct intake {
	struct intake_settings settings;
	struct walk *walk;
	struct walk_file file;        /* being read, or to be reported */
	const struct reader *reader;  /* NULL: no file is being read */
	struct cutter cutter;
	struct raw_document pending;  /* cut, and not in a batch yet */
	bool has_pending;
	uint64_t position;            /* documents of the file so far */
	uint64_t seen;                /* bytes of the file the summary was told of */
	char reason[ERROR_MESSAGE_SIZE]; /* why the file is passed over; "": it is not */
	bool is_skipped;              /* that is no fault */
};

struct intake *intake_open(const struct intake_settings *settings)
{
	struct intake *intake = memory_allocate_array(1, sizeof(*intake));

	intake->settings = *settings;
	intake->walk = walk_open(settings->operands, settings->operand_count);
	return intake;
}

static void close_file(struct intake *intake)
{
	source_close(intake->cutter.source);
	intake->cutter.source = NULL;
	intake->reader = NULL;
}

void intake_close(struct intake *intake)
{
	if (!intake)
		return;
	close_file(intake);
	walk_close(intake->walk);
	memory_free(intake);
}

static bool is_interrupted(const struct intake *intake)
{
	return intake->settings.interrupted && *intake->settings.interrupted;
}

static void pass_over(struct intake *intake, bool is_skipped, const char *reason)
{
	snprintf(intake->reason, sizeof(intake->reason), "%s", reason);
	intake->is_skipped = is_skipped;
}

/* Which reader, as far as the name tells: NULL where the first bytes are to decide. False: a
 * file of some other kind among those of a folder. */
static bool choose_by_name(const struct intake *intake, const struct reader **reader)
{
	bool is_extended = false;

	*reader = intake->settings.format;
	if (*reader || intake->file.kind == WALK_STREAM)
		return true;
	*reader = registry_by_path(intake->file.path, &is_extended);
	return *reader || !is_extended || intake->file.is_operand;
}

/* Begins the file the walk has come to, or finds a reason to pass it over. */
static void open_file(struct intake *intake)
{
	struct walk_file *file = &intake->file;
	const struct reader *reader;
	struct error error;

	intake->cutter = (struct cutter){.line = 1};
	intake->position = 0;
	intake->seen = 0;
	if (file->kind == WALK_SKIPPED || file->kind == WALK_FAILED) {
		pass_over(intake, file->kind == WALK_SKIPPED, file->reason);
		return;
	}
	if (!choose_by_name(intake, &reader)) {
		pass_over(intake, true, "no reader for this kind of file");
		return;
	}
	if (!source_open(file->path, file->is_operand, intake->settings.interrupted,
		    &intake->cutter.source, &error)) {
		pass_over(intake, false, error.message);
		return;
	}
	if (!reader)
		reader = registry_by_head(source_bytes(intake->cutter.source));
	intake->reader = reader;
	if (!reader) {
		pass_over(intake, !file->is_operand, "no reader knows this kind of file");
		close_file(intake);
	}
}

/* Tells the summary what was read of the file since it was last told. */
static void report(struct intake *intake, uint64_t cut_bytes)
{
	uint64_t position = intake->cutter.source ? source_position(intake->cutter.source) :
						    intake->file.size;

	if (position < intake->seen)
		position = intake->seen;
	summary_read(intake->settings.summary, position - intake->seen, cut_bytes);
	intake->seen = position;
}

/* Cuts the next document of the file; false at its end. */
static bool cut(struct intake *intake)
{
	struct error error = {0};

	if (intake->reader->cut(&intake->cutter, &intake->pending, &error) && !is_interrupted(intake)) {
		intake->position++;
		report(intake, intake->pending.bytes.size);
		return true;
	}
	if (error.code)
		pass_over(intake, false, error.message);
	close_file(intake);
	report(intake, 0);
	return false;
}

/* Puts what there is to say about a file as a whole into the batch. */
static void add_reason(struct intake *intake, struct batch *batch)
{
	const struct batch_file file = {.path = intake->file.path};
	struct batch_document document = {.file = batch_add_file(batch, &file)};

	document.rejection = arena_copy_string(&batch->arena, slice_of(intake->reason));
	document.is_skipped = intake->is_skipped;
	batch_add(batch, &document, (struct slice){0});
	intake->reason[0] = '\0';
}

static void add_pending(struct intake *intake, struct batch *batch)
{
	const struct raw_document *pending = &intake->pending;
	const struct batch_file file = {
		.path = intake->file.path,
		.real = intake->file.kind == WALK_STREAM ? NULL : intake->file.real,
		.reader = intake->reader,
	};
	const struct batch_document document = {
		.file = batch_add_file(batch, &file),
		.line = pending->line,
		.position = intake->position,
		.rejection = pending->rejection,
	};

	batch_add(batch, &document, pending->rejection ? (struct slice){0} : pending->bytes);
	intake->has_pending = false;
}

/* False when the pending document belongs into the next batch. */
static bool has_room(const struct intake *intake, const struct batch *batch)
{
	if (batch->document_count == 0)
		return true;
	return batch->document_count < DOCUMENTS_LIMIT &&
	       batch->bytes.size + intake->pending.bytes.size <= intake->settings.batch_bytes;
}

bool intake_next(struct intake *intake, struct batch *batch)
{
	for (;;) {
		if (intake->has_pending && !has_room(intake, batch))
			return true;
		if (intake->has_pending)
			add_pending(intake, batch);
		if (is_interrupted(intake))
			return batch->document_count > 0;
		if (intake->reader)
			intake->has_pending = cut(intake);
		else if (walk_next(intake->walk, &intake->file))
			open_file(intake);
		else
			return batch->document_count > 0;
		if (intake->reason[0])
			add_reason(intake, batch);
	}
}
