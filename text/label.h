/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * label.h - tells marked pieces that are no saying: titles, nicknames, terms.
 */
#ifndef TEXT_LABEL_H
#define TEXT_LABEL_H

#include <stdbool.h>
#include <stdint.h>

#include "text/attribution.h"

/* True for a short piece that is marked for another reason than that somebody said it,
 * whatever the sentence around it tells: `found` is what was found there. */
bool label_is(const struct scene *scene, uint32_t piece, const struct attribution *found);

#endif
