/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reader.h - one thread's view of the index.
 *
 * It owns a snapshot, the analysis of query words, a record codec and an arena; one a worker.
 * A snapshot stays as it is until reader_refresh finds a newer manifest.
 */
#ifndef DAEMON_INDEX_READER_H
#define DAEMON_INDEX_READER_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "schema/analysis.h"
#include "schema/record.h"
#include "store/snapshot.h"

struct reader {
	const char *index;          /* folder; borrowed */
	struct snapshot *snapshot;  /* NULL until the first refresh that ended well */
	struct analysis *analysis;
	struct record_codec *codec;
	struct word_stems *stems;   /* of words shown */
	struct arena arena;         /* everything in an answer; reset by reader_refresh */
	struct buffer scratch;      /* records and terms in passing */
	struct token_room room;    /* words in passing */
	int64_t retry_ms;           /* when a newer manifest that did not open is tried again */
};

/* Opens nothing yet. `index` must outlive the reader. */
struct reader *reader_new(const char *index);
void reader_free(struct reader *reader);

/* To be called before each request: resets the arena, opens the newest snapshot where the
 * manifest has moved (one stat otherwise). ERROR_INDEX where there is no index or it cannot
 * be read; an older snapshot is kept and used where there was one and the new one is damaged. */
bool reader_refresh(struct reader *reader, struct error *error);

#endif
