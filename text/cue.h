/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cue.h - the words that attribute: verbs of saying in their place, "according to".
 */
#ifndef TEXT_CUE_H
#define TEXT_CUE_H

#include <stdbool.h>
#include <stdint.h>

#include "text/attribution.h"

/* Makes the unit the cue, with its score. */
void cue_set(struct attribution *found, uint32_t verb, float score);
/* "was described" */
bool cue_is_passive(const struct scene *scene, uint32_t verb);
/* "said X", the verb being at `unit`: sets speaker and cue. */
bool cue_inverted(const struct scene *scene, uint32_t unit, struct attribution *found);
/* French "a-t-il dit", the auxiliary being at `unit`. */
bool cue_of_clitic(const struct scene *scene, uint32_t unit, struct attribution *found);
/* "according to X", beginning at `unit`. */
bool cue_according_to(const struct scene *scene, uint32_t unit, struct attribution *found);
/* The verb of saying whose subject ends before `unit`; NO_UNIT where there is none. */
uint32_t cue_verb_after(const struct scene *scene, uint32_t unit);
/* True where the sentence ends soon behind the verb, and nothing is reported in it: "Reed
 * said." but not "Reed said that ...". With `may_go_on` a comma ends it too. */
bool cue_ends_soon(const struct scene *scene, uint32_t verb, bool may_go_on);

#endif
