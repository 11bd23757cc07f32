# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += libschema.a
libschema_a_SOURCES = \
	%D%/analysis.c %D%/analysis.h \
	%D%/article.c %D%/article.h \
	%D%/field.c %D%/field.h \
	%D%/record.c %D%/record.h \
	%D%/slot.c %D%/slot.h \
	%D%/term.c %D%/term.h \
	%D%/version.h %D%/wire.h
EXTRA_DIST += %D%/README.md
