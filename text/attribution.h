/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * attribution.h - who is said to say a marked piece, by the sentence around it.
 */
#ifndef TEXT_ATTRIBUTION_H
#define TEXT_ATTRIBUTION_H

#include <stdbool.h>
#include <stdint.h>

#include "text/noun_phrase.h"

struct attribution {
	struct noun_phrase speaker; /* begin = end: nobody is named */
	uint32_t cue_begin, cue_end; /* units; equal for a colon */
	uint32_t mark;               /* the cue is the colon or dash before this unit; 0: it is not */
	float score;                 /* 0: nothing was found */
};

/* By what follows the piece in its sentence: "...," said X; "...," according to X. */
bool attribution_after(const struct scene *scene, uint32_t piece, struct attribution *found);
/* By what stands before it in its sentence: X said: "..."; X called it "...". */
bool attribution_before(const struct scene *scene, uint32_t piece, struct attribution *found);
/* By what ends its sentence: "..." is wrong, X said. */
bool attribution_trailing(const struct scene *scene, uint32_t piece, struct attribution *found);
/* The subject of the sentence that ends before the piece. */
bool attribution_by_last_sentence(const struct scene *scene, uint32_t piece,
	struct attribution *found);

#endif
