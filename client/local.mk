# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += libclient.a
libclient_a_SOURCES = \
	%D%/answer.c %D%/answer.h \
	%D%/batch.c \
	%D%/command.c %D%/command.h \
	%D%/export.c %D%/export.h \
	%D%/options.c %D%/options.h \
	%D%/request.c %D%/request.h \
	%D%/summon.c %D%/summon.h \
	%D%/table.c %D%/table.h \
	%D%/terminal.c %D%/terminal.h \
	%D%/usage.c %D%/usage.h \
	%D%/verdict.c %D%/verdict.h
EXTRA_DIST += %D%/README.md

bin_PROGRAMS += quoth
quoth_SOURCES = %D%/main.c
quoth_LDADD = libclient.a $(BASE_LIBS) $(JANSSON_LIBS)
