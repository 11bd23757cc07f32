/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * alignment.h - holds a claimed wording against a source, word by word.
 *
 * All of the claim is laid along the stretch of the source that fits it best (fitting
 * alignment: Needleman and Wunsch 1970, the source's ends free). An ellipsis of the writer
 * lets words of the source go without blame, and [brackets] are the writer's own words. Words
 * that say little weigh little, so that two sentences do not look alike by their "of the".
 */
#ifndef TEXT_ALIGNMENT_H
#define TEXT_ALIGNMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "text/span.h"

/* Words of the claim times words of the source: above it, nothing is aligned. */
#define ALIGNMENT_CELL_LIMIT (4u << 20)

enum alignment_step {
	ALIGNMENT_SAME,
	ALIGNMENT_SPELLING, /* the same word, misspelled, misread, split in two or joined with
	                       the next; of two words that stand for one, the second is a pair
	                       of its own */
	ALIGNMENT_CHANGED,  /* another word in its place */
	ALIGNMENT_LEFT_OUT, /* of the source */
	ALIGNMENT_SKIPPED,  /* of the source, where the writer put an ellipsis or brackets */
	ALIGNMENT_ADDED,    /* in the claim */
	ALIGNMENT_OWN,      /* in the claim, in brackets */
};

struct alignment_word {
	struct slice folded, stem;
	uint32_t hash;          /* of folded */
	struct span span;       /* of the text it is from, for the caller */
	float weight;           /* how much it says: 0 to 1 */
	bool is_known;          /* claim: some source has it, so it is no slip of the pen */
	bool is_own;            /* claim: in brackets */
	bool follows_ellipsis;  /* claim; the word behind the last may follow one too */
};

#define ALIGNMENT_NO_WORD UINT32_MAX

struct alignment_pair {
	enum alignment_step step;
	uint32_t claim, source; /* words, or ALIGNMENT_NO_WORD */
};

struct alignment {
	const struct alignment_pair *pairs; /* in reading order; arena */
	size_t pair_count;
	uint32_t source_begin, source_end;  /* the stretch of the source */
	float score;                        /* 0 nothing alike to 1 word by word the same */
	bool is_verbatim;                   /* no word changed, left out or added */
};

/* False when there are no words or more than the limit allows. */
bool alignment_run(const struct alignment_word *claim, size_t claim_count,
	const struct alignment_word *source, size_t source_count, struct arena *arena,
	struct alignment *alignment);

#endif
