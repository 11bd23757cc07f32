/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * quotation.h - a quotation of the index with its article: whose it is, what stands around it.
 */
#ifndef DAEMON_INDEX_QUOTATION_H
#define DAEMON_INDEX_QUOTATION_H

#include "daemon/index/reader.h"
#include "schema/record.h"
#include "store/snapshot.h"

/* What an answer shows of a quotation. */
struct quotation_view {
	struct slice identity;     /* ARTICLE#3 */
	struct slice text, before, after; /* UTF-8 of the body */
	const struct span *marks;  /* bytes of `text` */
	size_t mark_count;
	struct slice speaker, entity, cue;
	struct span span;          /* bytes of the body */
	bool is_direct;
	float attribution;         /* 0 to 1: how sure the speaker is */
};

/* A quotation and its article as stored; slices live in the reader's arena. */
struct quotation_source {
	struct article article;           /* whole, with its body */
	struct quotation_record record;
	size_t segment;
	uint32_t article_local;           /* of the article in its segment */
	uint32_t number;                  /* of the quotation in the snapshot */
};

/* Whether its article is live: the quotations of dead ones are dead. */
bool quotation_is_live(const struct snapshot *snapshot, size_t segment, uint32_t quotation);

/* A quotation's record alone; slices live in the reader's arena. ERROR_INDEX. */
bool quotation_record_read(struct reader *reader, uint32_t number, struct quotation_record *record,
	struct error *error);
/* Who said it: the whole name, else as mentioned; may be empty. */
struct slice quotation_speaker(const struct quotation_record *record);
/* Whether two such names are of one: the same, or "Holt" and "Anna Holt". Nobody is like nobody. */
bool quotation_speaker_is(struct slice first, struct slice second);
/* Spans are as the record says; the body they count bytes of decides whether they are right. */
bool quotation_is_inside(const struct quotation *quotation, size_t body_size);
/* ERROR_INDEX for a damaged record. */
bool quotation_load(struct reader *reader, uint32_t number, struct quotation_source *source,
	struct error *error);
/* What an answer shows of it; without marks. */
struct quotation_view quotation_view(struct reader *reader, const struct quotation_source *source);

#endif
