# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += libbase.a
libbase_a_SOURCES = \
	%D%/arena.c %D%/arena.h \
	%D%/banned.h \
	%D%/buffer.c %D%/buffer.h \
	%D%/clock.c %D%/clock.h \
	%D%/compress.c %D%/compress.h \
	%D%/digest.c %D%/digest.h \
	%D%/error.c %D%/error.h \
	%D%/file.c %D%/file.h \
	%D%/gunzip.c %D%/gunzip.h \
	%D%/lanes.h \
	%D%/log.c %D%/log.h \
	%D%/memory.c %D%/memory.h \
	%D%/option_help.c \
	%D%/option_value.c %D%/option_value.h \
	%D%/options.c %D%/options.h \
	%D%/queue.c %D%/queue.h \
	%D%/radix.c %D%/radix.h \
	%D%/slice.c %D%/slice.h \
	%D%/visible.c %D%/visible.h
EXTRA_DIST += %D%/README.md
