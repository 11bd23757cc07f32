/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * elision.h - the shortened article or pronoun before a word: l'homme, dell'arte.
 */
#ifndef TEXT_ELISION_H
#define TEXT_ELISION_H

#include "base/slice.h"
#include "text/language.h"

/* What is behind the elision of a folded word, else the whole word. */
struct slice elision_strip(enum language language, struct slice folded);

#endif
