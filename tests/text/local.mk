# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += \
	%D%/check_accent \
	%D%/check_alignment \
	%D%/check_character \
	%D%/check_elision \
	%D%/check_fold \
	%D%/check_language \
	%D%/check_lexicon \
	%D%/check_likeness \
	%D%/check_person_name \
	%D%/check_quotation \
	%D%/check_quote_mark \
	%D%/check_sentence \
	%D%/check_speech_verb \
	%D%/check_stopword \
	%D%/check_utf8 \
	%D%/check_word \
	%D%/check_word_table
EXTRA_DIST += \
	tests/cases/folds.case \
	tests/cases/languages.case \
	tests/cases/quotations.case \
	tests/cases/quotations-dutch.case tests/cases/quotations-french.case \
	tests/cases/quotations-german.case tests/cases/quotations-italian.case \
	tests/cases/quotations-portuguese.case tests/cases/quotations-spanish.case \
	tests/cases/sentences.case \
	tests/cases/words.case
