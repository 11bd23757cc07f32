/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * quotation.h - what lies between quotation marks, who said it and with which word.
 *
 * Pure: text in, quotations out; no index. Joins quote_mark (spans), speech_verb (cues) and
 * person_name (speakers and whom they stand for). Rules over words and sentences, tables per
 * language. Time is linear in the text, whatever it holds.
 */
#ifndef TEXT_QUOTATION_H
#define TEXT_QUOTATION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"
#include "text/lexicon.h"
#include "text/span.h"

struct quotation {
	struct span span;        /* between the marks, bytes of the body */
	struct span outer;       /* with the marks */
	struct span sentence;    /* the sentence or sentences around it: its context */
	struct span speaker;     /* mention as written; empty (begin = end) when there is none */
	struct span cue;         /* "said", "according to", ":"; empty when there is none */
	struct slice entity;     /* full name the mention stands for; empty when not known; arena */
	uint32_t first_token, end_token; /* its words: a range of the body's tokens */
	float score;             /* 0 to 1: how sure the attribution is */
	bool is_direct;          /* at least a whole clause of its own; false: partial */
	bool is_attributed;      /* has a speaker or a cue that says that somebody says it */
};

struct quotation_list {
	const struct quotation *quotations; /* in the order of the text; arena */
	size_t count;
};

/* One finder a thread; it keeps what it knows of each lexeme. */
struct quotation_finder;
struct quotation_finder *quotation_finder_new(void);
void quotation_finder_free(struct quotation_finder *finder);

/* What is searched. */
struct quotation_text {
	struct slice title; /* may hold names */
	struct slice body;  /* valid UTF-8 */
	const struct token_list *title_tokens, *tokens; /* as lexicon_cut made them */
	const struct lexicon *lexicon; /* that did; a finder serves one a language */
};

/* Finds the quotations of a body. The result lives in the arena. Linear in the text. */
struct quotation_list quotation_find(struct quotation_finder *finder,
	const struct quotation_text *text, struct arena *arena);
/* How many words and marks were looked at so far to pair marks and to find speakers: what
 * might grow faster than the text. */
uint64_t quotation_finder_steps(const struct quotation_finder *finder);

#endif
