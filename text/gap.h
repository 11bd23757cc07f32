/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gap.h - the punctuation between two words, as far as finding speakers needs it.
 */
#ifndef TEXT_GAP_H
#define TEXT_GAP_H

/* What stands between a unit and the one before. */
enum gap {
	GAP_COMMA = 1,
	GAP_COLON = 2,
	GAP_SEMICOLON = 4,
	GAP_DASH = 8,
	GAP_BRACKET = 16,      /* opens */
	GAP_BRACKET_END = 32,  /* closes */
	GAP_STOP = 64,         /* a sentence ends */
	GAP_INNER = 128,       /* the stop or the comma stands inside the quotation marks */
	GAP_PARAGRAPH = 256,
	GAP_JOINED = 512,      /* no white space: hyphen, apostrophe or nothing */
	GAP_POINT = 1024,      /* a full stop, of an abbreviation perhaps */
	GAP_ASK = 2048,        /* question or exclamation mark, dots, dash inside the marks */
	GAP_GENITIVE = 4096,   /* an apostrophe ends the word before: "the voters' choice" */
};

/* Punctuation that parts phrases. */
#define GAP_SEPARATES (GAP_COMMA | GAP_COLON | GAP_SEMICOLON | GAP_DASH | GAP_BRACKET | \
	GAP_BRACKET_END | GAP_STOP | GAP_PARAGRAPH)

#endif
