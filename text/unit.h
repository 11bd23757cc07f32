/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unit.h - a word of a text, with what finding speakers needs of it, or an end of what is quoted. */
#ifndef TEXT_UNIT_H
#define TEXT_UNIT_H

#include <stdint.h>

#include "text/gap.h"
#include "text/word_class.h"

#define NO_UNIT UINT32_MAX

struct unit {
	uint64_t classes;
	uint32_t token;   /* of a word: its token; of an end of a piece: the piece */
	uint32_t root;    /* of a word; of an end of a piece: the unit of the other end */
	uint32_t mention; /* the name it is part of, or NO_UNIT */
	uint16_t gap;
};

#endif
