/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * checking.h - a check under way: what the steps of check.c share.
 *
 * check_exact finds the claim word by word, check_alike what shares its rare words;
 * candidate_add lays the claim along what they found and keeps it.
 */
#ifndef DAEMON_CHECK_CHECKING_H
#define DAEMON_CHECK_CHECKING_H

#include "daemon/check/check.h"
#include "daemon/check/claim.h"

#define CHECKING_SOURCE_LIMIT 20000 /* words of a source; what comes behind is not compared */
#define CHECKING_CANDIDATES_LIMIT 100

struct checking {
	struct reader *reader;
	const struct check_request *request;
	struct claim claim;            /* as words of the index's first language */
	struct claim speaker;
	struct alignment_word *source; /* words of the source at hand; room for the limit */
	struct check_candidate *candidates;
	size_t count;
};

struct source_words {
	struct alignment_word *words;
	size_t count;
};

/* What a document number of either database stands for, and whether it lives. For the
 * `accept` of a match, whose context is the snapshot. */
bool checking_accepts_quotation(void *snapshot, unsigned segment, uint32_t document);
bool checking_accepts_article(void *snapshot, unsigned segment, uint32_t document);
bool checking_is_late(const struct checking *checking);

/* Articles whose body has the claim word by word, the earliest first. */
bool check_exact(struct checking *checking, struct error *error);
/* Quotations, then passages, that have many of its words. */
bool check_alike_quotations(struct checking *checking, struct error *error);
bool check_alike_articles(struct checking *checking, struct error *error);

/* A live article with its body, by its number in the snapshot. */
bool candidate_load_article(struct checking *checking, uint32_t number, struct article *article,
	struct error *error);
/* Aligns; keeps the candidate, whose article and quotation are given, when it is alike enough
 * to be shown and no better one covers the same words. */
void candidate_add(struct checking *checking, const struct source_words *source,
	struct check_candidate candidate);

#endif
