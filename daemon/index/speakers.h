/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * speakers.h - who is quoted, how often, since when.
 *
 * Counts those whose whole name is known: the entity of a quotation, or a mention with a
 * capital. Same folded name, same speaker.
 */
#ifndef DAEMON_INDEX_SPEAKERS_H
#define DAEMON_INDEX_SPEAKERS_H

#include "daemon/index/reader.h"

struct speaker {
	struct slice name;     /* as an article writes it */
	uint32_t count;        /* of live quotations */
	int64_t first, last;   /* dates of their articles; CLOCK_DATE_NONE where none has one */
};

struct speakers_result {
	const struct speaker *speakers; /* most quoted first */
	size_t count;
	uint32_t total;        /* names that fit */
	bool is_exact;         /* false: some may be of articles that are gone */
	uint64_t generation;
};

/* Those with a word that begins with each word of `prefix` (UTF-8; empty: all), the `size` most
 * quoted of them. Lives in the reader's arena. ERROR_INDEX, ERROR_TIMEOUT. */
bool speakers_run(struct reader *reader, struct slice prefix, uint32_t size, int64_t deadline_ns,
	struct speakers_result *result, struct error *error);

#endif
