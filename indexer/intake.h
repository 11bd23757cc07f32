/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * intake.h - the reading side: from operands to batches of raw documents.
 *
 * Where one batch ends depends on the files alone, never on threads or time: one input gives
 * one index. What cannot be read becomes a document with a rejection, in its place.
 */
#ifndef INDEXER_INTAKE_H
#define INDEXER_INTAKE_H

#include <signal.h>

#include "indexer/batch.h"
#include "indexer/summary.h"

struct intake_settings {
	const char *const *operands;  /* must outlive the intake */
	size_t operand_count;
	const struct reader *format;  /* of every file; NULL: told by name, then by first bytes */
	size_t batch_bytes;           /* raw bytes of a batch; one document may be larger */
	const volatile sig_atomic_t *interrupted; /* reading ends when it is not 0 */
	struct summary *summary;      /* is told how far reading has got */
};

struct intake;

struct intake *intake_open(const struct intake_settings *settings);
void intake_close(struct intake *intake);
/* Fills a batch that is empty; false when there is nothing left to read. */
bool intake_next(struct intake *intake, struct batch *batch);

#endif
