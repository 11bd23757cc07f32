# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += libindexer.a
libindexer_a_SOURCES = \
	%D%/acceptance.c %D%/acceptance.h \
	%D%/batch.c %D%/batch.h \
	%D%/budget.c %D%/budget.h \
	%D%/change.c %D%/change.h \
	%D%/compose.c %D%/compose.h \
	%D%/extract.c %D%/extract.h \
	%D%/forget.c %D%/forget.h \
	%D%/identity.c %D%/identity.h \
	%D%/intake.c %D%/intake.h \
	%D%/json_output.c %D%/json_output.h \
	%D%/options.c %D%/options.h \
	%D%/pipeline.c %D%/pipeline.h \
	%D%/reader/json.c \
	%D%/reader/json_cut.c %D%/reader/json_cut.h \
	%D%/reader/json_parse.c %D%/reader/json_parse.h \
	%D%/reader/mapping.c %D%/reader/mapping.h \
	%D%/reader/plain.c \
	%D%/reader/reader.h \
	%D%/reader/registry.c %D%/reader/registry.h \
	%D%/report.c %D%/report.h \
	%D%/shared_terms.c %D%/shared_terms.h \
	%D%/source.c %D%/source.h \
	%D%/summary.c %D%/summary.h \
	%D%/term_map.c %D%/term_map.h \
	%D%/walk.c %D%/walk.h \
	%D%/work.c %D%/work.h
EXTRA_DIST += %D%/README.md %D%/reader/README.md

bin_PROGRAMS += quoth-index
quoth_index_SOURCES = %D%/main.c
quoth_index_LDADD = libindexer.a $(STORE_LIBS) $(BASE_LIBS)
