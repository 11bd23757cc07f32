# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += libtext.a
libtext_a_SOURCES = \
	%D%/accent.c %D%/accent.h \
	%D%/alignment.c %D%/alignment.h \
	%D%/character.c %D%/character.h \
	%D%/cue.c %D%/cue.h \
	%D%/elision.c %D%/elision.h \
	%D%/fold.c %D%/fold.h %D%/fold_table.inc \
	%D%/gap.h \
	%D%/label.c %D%/label.h \
	%D%/language.c %D%/language.h %D%/language_guess.c \
	%D%/lexicon.c %D%/lexicon.h \
	%D%/likeness.c %D%/likeness.h \
	%D%/attribution.c %D%/attribution.h %D%/attribution_after.c \
	%D%/entity.c %D%/entity.h \
	%D%/frame.c %D%/frame.h \
	%D%/noun_phrase.c %D%/noun_phrase.h \
	%D%/person_name.c %D%/person_name.h \
	%D%/quotation.c %D%/quotation.h \
	%D%/quote_mark.c %D%/quote_mark.h \
	%D%/sentence.c %D%/sentence.h %D%/sentence_word.inc \
	%D%/scene.h \
	%D%/small_word.c %D%/small_word.h \
	%D%/span.h \
	%D%/speech_verb.c %D%/speech_verb.h \
	%D%/stopword.c %D%/stopword.h \
	%D%/vocabulary.c %D%/vocabulary.h \
	%D%/subject.c %D%/subject.h \
	%D%/unit.h \
	%D%/utf8.c %D%/utf8.h \
	%D%/word.c %D%/word.h %D%/word_plain.c %D%/word_class.h \
	%D%/word_table.c %D%/word_table.h
EXTRA_DIST += %D%/README.md \
	%D%/lexis/README.md \
	%D%/lexis/dutch.inc \
	%D%/lexis/english_names.inc \
	%D%/lexis/english_verbs.inc \
	%D%/lexis/english_words.inc \
	%D%/lexis/french.inc \
	%D%/lexis/german.inc \
	%D%/lexis/italian.inc \
	%D%/lexis/portuguese.inc \
	%D%/lexis/spanish.inc \
	%D%/stopword/arabic.inc \
	%D%/stopword/armenian.inc \
	%D%/stopword/basque.inc \
	%D%/stopword/catalan.inc \
	%D%/stopword/danish.inc \
	%D%/stopword/dutch.inc \
	%D%/stopword/english.inc \
	%D%/stopword/finnish.inc \
	%D%/stopword/french.inc \
	%D%/stopword/german.inc \
	%D%/stopword/hungarian.inc \
	%D%/stopword/indonesian.inc \
	%D%/stopword/irish.inc \
	%D%/stopword/italian.inc \
	%D%/stopword/lithuanian.inc \
	%D%/stopword/nepali.inc \
	%D%/stopword/norwegian.inc \
	%D%/stopword/portuguese.inc \
	%D%/stopword/romanian.inc \
	%D%/stopword/russian.inc \
	%D%/stopword/spanish.inc \
	%D%/stopword/swedish.inc \
	%D%/stopword/tamil.inc \
	%D%/stopword/turkish.inc

# Prints the table of frequent letters anew: `make fold-table` after a change to fold.c.
EXTRA_PROGRAMS += fold_table
fold_table_SOURCES = %D%/fold_table.c
fold_table_LDADD = $(TEXT_LIBS) $(BASE_LIBS)
fold-table: fold_table$(EXEEXT)
	./fold_table$(EXEEXT) >fold_table.inc && mv fold_table.inc $(srcdir)/text/fold_table.inc
.PHONY: fold-table
