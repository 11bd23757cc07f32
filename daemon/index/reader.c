/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/index/reader.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "daemon/index/word_stems.h"

#include "base/banned.h"

/* Words remembered, of queries and of what is shown: some 9 MB a worker. */
#define LEXEMES_KEPT 50000
#define ROOM_KEPT (1u << 18) /* words: those of a giant are not kept from query to query */
#define RETRY_MS 1000 /* between two tries to open an index that could not be opened */

struct reader *reader_new(const char *index)
{
	struct reader *reader = memory_allocate_array(1, sizeof(*reader));

	reader->index = index;
	reader->analysis = analysis_new();
	reader->codec = record_codec_new();
	reader->stems = word_stems_new(reader->analysis);
	return reader;
}

void reader_free(struct reader *reader)
{
	if (!reader)
		return;
	snapshot_close(reader->snapshot);
	word_stems_free(reader->stems);
	analysis_free(reader->analysis);
	record_codec_free(reader->codec);
	arena_clear(&reader->arena);
	buffer_clear(&reader->scratch);
	token_room_clear(&reader->room);
	memory_free(reader);
}

bool reader_refresh(struct reader *reader, struct error *error)
{
	struct snapshot *next;
	struct error reason = {0};

	arena_reset(&reader->arena);
	analysis_trim(reader->analysis, LEXEMES_KEPT);
	if (reader->room.capacity > ROOM_KEPT)
		token_room_clear(&reader->room);
	if (reader->snapshot && !snapshot_is_old(reader->snapshot, reader->index))
		return true;
	if (reader->snapshot && clock_monotonic_ms() < reader->retry_ms)
		return true;
	if (!snapshot_open(reader->index, &next, &reason)) {
		if (!reader->snapshot)
			return error_set(error, reason.code, "%s", reason.message);
		/* What was good a moment ago still is: its files are open. */
		log_warning("reopen", "error=\"%s\"", reason.message);
		reader->retry_ms = clock_monotonic_ms() + RETRY_MS;
		return true;
	}
	log_debug("reopen", "generation=%llu", (unsigned long long)next->manifest.generation);
	if (reader->snapshot)
		snapshot_close(reader->snapshot);
	reader->snapshot = next;
	return true;
}
