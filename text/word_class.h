/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * word_class.h - what a word may be, as far as finding speakers needs it. A word may be
 * several things; what it is in a sentence follows from its neighbours.
 */
#ifndef TEXT_WORD_CLASS_H
#define TEXT_WORD_CLASS_H

#include <stddef.h>
#include <stdint.h>

#define WORD_CLASS(n) (UINT64_C(1) << (n))

/* Verbs: what they tell of, and in which form. */
#define WORD_SAY WORD_CLASS(0)          /* says: "said", "asked", "tweeted" */
#define WORD_NAME WORD_CLASS(1)         /* names: "called", "described" */
#define WORD_MIND WORD_CLASS(2)         /* thinks, wants, does: "believes", "promised" */
#define WORD_PAST WORD_CLASS(3)         /* "said"; also the participle */
#define WORD_PRESENT WORD_CLASS(4)      /* "says" */
#define WORD_BASE WORD_CLASS(5)         /* "say" */
#define WORD_ING WORD_CLASS(6)          /* "saying" */
#define WORD_BE WORD_CLASS(7)
#define WORD_AUXILIARY WORD_CLASS(8)    /* have, do, modal verbs */
#define WORD_CUE_NOUN WORD_CLASS(9)     /* "statement", "claim" */
#define WORD_ACCORDING WORD_CLASS(10)   /* "according", "selon", "laut" */
/* Small words. */
#define WORD_DETERMINER WORD_CLASS(11)
#define WORD_POSSESSIVE WORD_CLASS(12)  /* "his" */
#define WORD_PREPOSITION WORD_CLASS(13)
#define WORD_CONJUNCTION WORD_CLASS(14) /* and, or, but */
#define WORD_CLAUSE WORD_CLASS(15)      /* that, because, when: a clause begins */
#define WORD_RELATIVE WORD_CLASS(16)    /* who, which */
#define WORD_ADVERB WORD_CLASS(17)
#define WORD_HE WORD_CLASS(18)
#define WORD_SHE WORD_CLASS(19)
#define WORD_THEY WORD_CLASS(20)
#define WORD_OTHER_PRONOUN WORD_CLASS(21) /* it, one, this, someone */
#define WORD_SELF WORD_CLASS(22)        /* I, we, you */
/* Names and those who bear them. */
#define WORD_TITLE WORD_CLASS(23)       /* stands before a name: "Mr", "Senator" */
#define WORD_ROLE WORD_CLASS(24)        /* "lawyer", "spokeswoman", "brother" */
#define WORD_GROUP WORD_CLASS(25)       /* "officials", "critics" */
#define WORD_BODY WORD_CLASS(26)        /* "campaign", "committee", "report" */
#define WORD_MALE WORD_CLASS(27)
#define WORD_FEMALE WORD_CLASS(28)
#define WORD_GIVEN WORD_CLASS(29)       /* a given name */
#define WORD_PARTICLE WORD_CLASS(30)    /* "von", "de" within a name */
#define WORD_SUFFIX WORD_CLASS(31)      /* "Jr" */
#define WORD_NOT_NAME WORD_CLASS(32)    /* capital, but no part of a name: "Monday" */
#define WORD_PLACE WORD_CLASS(33)
#define WORD_INSTITUTION WORD_CLASS(34) /* makes a name that of an organisation: "Party" */
#define WORD_TIME WORD_CLASS(35)
#define WORD_OBJECT WORD_CLASS(36)      /* him, me, them */
#define WORD_ABBREVIATION WORD_CLASS(37) /* a point after it ends no sentence: "Mr." */
#define WORD_WORK WORD_CLASS(38)        /* bears a title or a name in marks: "film", "operation" */
/* From the writing of the word. */
#define WORD_CAPITAL WORD_CLASS(40)
#define WORD_ALL_CAPITALS WORD_CLASS(41)
#define WORD_INITIAL WORD_CLASS(42)     /* one capital letter */
#define WORD_GENITIVE WORD_CLASS(43)    /* ends in 's */
#define WORD_DIGITS WORD_CLASS(44)
#define WORD_LETTERS_ED WORD_CLASS(45)  /* unknown word that looks like a verb in the past */
#define WORD_LETTERS_ING WORD_CLASS(48) /* or like a participle */
#define WORD_LETTERS_S WORD_CLASS(49)   /* ends in s: a plural perhaps */
#define WORD_KNOWN WORD_CLASS(46)       /* has been looked up */
#define WORD_IN_TABLE WORD_CLASS(47)    /* stands in a table of this language */
/* Not words: the ends of a marked piece. */
#define WORD_OPEN WORD_CLASS(50)
#define WORD_CLOSE WORD_CLASS(51)

#define WORD_CUE (WORD_SAY | WORD_NAME | WORD_MIND)
#define WORD_FINITE (WORD_PAST | WORD_PRESENT | WORD_BASE)
#define WORD_PERSON_PRONOUN (WORD_HE | WORD_SHE | WORD_THEY | WORD_SELF)
#define WORD_SUBJECT_PRONOUN (WORD_PERSON_PRONOUN | WORD_OTHER_PRONOUN)

/* Rows of the tables: words apart by blanks. With WORD_VERB they are bases of verbs whose
 * regular forms follow ("admit+" doubles its consonant). */
#define WORD_VERB WORD_CLASS(60)

struct word_row {
	uint64_t classes;
	const char *words;
};

struct word_rows {
	const struct word_row *rows;
	size_t count;
};

#endif
