/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check.h - is this quotation genuine: verbatim, altered, or nowhere to be found?
 *
 * First the articles that have the claim word by word; where none has it in quotation marks,
 * the quotations and passages that share its rarest words, each aligned with it word by word
 * (text/alignment). Neighbouring quotations of one article, split around "she said", are
 * taken as one source.
 */
#ifndef DAEMON_CHECK_CHECK_H
#define DAEMON_CHECK_CHECK_H

#include "daemon/index/quotation.h"
#include "text/alignment.h"

enum check_verdict { CHECK_VERBATIM, CHECK_ALTERED, CHECK_NOT_FOUND };

/* Whether a candidate's speaker is the one the claim names. */
enum check_agreement {
	CHECK_SPEAKER_SAME,    /* or none was named */
	CHECK_SPEAKER_UNKNOWN, /* the article does not say, or not so that it can be told */
	CHECK_SPEAKER_OTHER,
};

struct check_request {
	struct slice text;     /* the claim; UTF-8 */
	struct slice speaker;  /* who is said to have said it; may be empty */
	uint32_t size;         /* candidates wanted */
	int64_t deadline_ns;
};

/* Words in a row that have the same step. */
struct check_piece {
	enum alignment_step step;
	struct slice claim, source; /* their text; one is empty where only the other has words */
};

struct check_candidate {
	enum check_verdict verdict;
	double score;                /* 0 to 1 */
	struct article article;      /* with its body */
	struct quotation_view quotation; /* identity is empty where it is not in marks */
	const struct check_piece *pieces;
	size_t piece_count;
	struct span span;            /* bytes of the body that the claim was laid along */
	enum check_agreement agreement;
};

struct check_result {
	enum check_verdict verdict;  /* of the first candidate */
	const struct check_candidate *candidates; /* best first, earliest of equals */
	size_t candidate_count;
	const struct slice *notes;
	size_t note_count;
	uint64_t generation;
};

/* ERROR_QUERY when there are no words, ERROR_INDEX, ERROR_TIMEOUT. The result lives in the
 * reader's arena. */
bool check_run(struct reader *reader, const struct check_request *request,
	struct check_result *result, struct error *error);

#endif
