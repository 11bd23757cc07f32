# SPDX-License-Identifier: GPL-2.0-or-later
# libdaemon.a is everything but main.c, for the tests.
noinst_LIBRARIES += libdaemon.a
libdaemon_a_SOURCES = \
	%D%/http/parameters.c %D%/http/parameters.h \
	%D%/http/request.c %D%/http/request.h \
	%D%/search/reader.h \
	%D%/search/search.h \
	%D%/worker.c %D%/worker.h
EXTRA_DIST += %D%/README.md %D%/http/README.md
